"""The head of the editor: name, state, saved time, undo and redo, the other views of the journey, and going live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from designer import routes
from designer.components.journey_header import STATES, journey_links, state_badges
from designer.components.plain import plain
from designer.components.reading import Reader
from designer.draft_model import Draft
from designer.editing import label_words
from designer.editor_words import say
from designer.wording import labelled


@dataclass(frozen=True, slots=True)
class HeaderActs:
    """What the buttons do."""

    take_back: Callable[[str], None]
    go_live: Callable[[], None]


def editor_header(draft: Draft, acts: HeaderActs, reader: Reader) -> None:
    language = reader.language
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="editor-header"):
        st.markdown(f"### {plain(draft.journey.name_in(language))}", width="content")
        st.markdown(_state(draft, language), width="content")
        st.caption(say("saved", language, when=reader.at(draft.saved_at)), width="content")
        st.space("stretch")
        journey_links(draft.journey.key, routes.EDITOR)
        undo = say("undo", language)
        named = labelled(language, undo, label_words(draft.undo_label, language)) if draft.can_undo else undo
        _take_back("undo", draft.can_undo, named, acts)
        _take_back("redo", draft.can_redo, say("redo", language), acts)
        _primary(draft, acts, language)


def _state(draft: Draft, language: str) -> str:
    """A draft over a live version says which: `Brouillon de v3`."""
    if draft.is_draft and draft.live_number is not None:
        _, icon, colour = STATES["draft"]
        return f":{colour}-badge[{icon} {say('state.draft_of', language, number=str(draft.live_number))}]"
    return state_badges(draft.journey.state, draft.live_number, has_draft=False)


def _take_back(way: str, possible: bool, words: str, acts: HeaderActs) -> None:
    st.button(
        "", key=f"editor:{way}", icon=f":material/{way}:", help=words, disabled=not possible,
        on_click=acts.take_back, args=(way,), type="tertiary",
    )  # fmt: skip


def _primary(draft: Draft, acts: HeaderActs, language: str) -> None:
    if draft.is_draft:
        st.button(
            say("publish", language), key="editor:publish", type="primary", icon=":material/rocket_launch:",
            on_click=acts.go_live,
        )  # fmt: skip
    else:
        st.button(say("publish.nothing", language), key="editor:publish", disabled=True, icon=":material/check:")
