"""Words that could not be kept where they were written: shown to be copied, or put back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from designer import editor_state
from designer.components.plain import plain
from designer.draft_differences import title_of
from designer.draft_model import Change
from designer.editing import Definition, Edited, diff
from designer.editor_words import say
from designer.phrasing import quote
from designer.replaced_words import words_of


def offer_back(drawn: Definition, change: Change, language: str) -> bool:
    """Keep the words of an edit that was refused, as it would have been made on the draft that its writer saw. Whether
    there were any."""
    wanted = change(drawn)
    found = diff(drawn, wanted.definition) if isinstance(wanted, Edited) else []
    told = [(one, words) for one in found if (words := words_of(tuple(one["path"]), one.get("after")))]
    for one, words in told:
        title = title_of(drawn, one["path"], language) or say("the_journey", language)
        editor_state.lose(title, words, [one])
    return bool(told)


def lost_words(language: str, put_back: Callable[[editor_state.Lost], None]) -> None:
    """Each with the card that it was written in. Nothing is drawn while there are none."""
    for lost in editor_state.lost():
        with st.container(border=True, key=f"lost:{lost.number}"):
            st.markdown(f":small[{plain(say('lost', language, title=quote(lost.title, language)))}]")
            st.code(lost.words, language=None, wrap_lines=True)
            with st.container(horizontal=True):
                st.button(
                    say("lost.put_back", language), key=f"lost:{lost.number}:back", icon=":material/undo:",
                    on_click=put_back, args=(lost,),
                )  # fmt: skip
                st.button(
                    say("lost.forget", language), key=f"lost:{lost.number}:forget", type="tertiary",
                    on_click=editor_state.forget, args=(lost,),
                )  # fmt: skip
