"""The button “Try to break it” under the list of problems, and the conversations that it finds."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from designer import state
from designer.breaking import Attempt, Break, try_to_break
from designer.components.plain import plain
from designer.components.step_form import Board
from designer.editor_words import say
from engine.checker.words import spoken_language

HELD = "editor:broken"


def breaking_panel(board: Board, see: Callable[[str], None]) -> None:
    """What was found stays until the journey is another."""
    language = board.language
    stamp = (board.journey.key, board.revision, language)
    asked = st.button(
        say("break", language), key="editor:break", icon=":material/bolt:", help=say("break.help", language)
    )
    if asked:
        bar = st.progress(0.0, say("break.running", language))
        spoken = "fr" if spoken_language(language) == "fr" else "en"
        attempt = try_to_break(board.definition, board.templates, spoken, lambda share: bar.progress(min(share, 1.0)))
        bar.empty()
        state.remember(HELD, (stamp, attempt))
    held = state.recall(HELD)
    if held is not None and held[0] == stamp:
        _show(held[1], board, see)


def _show(attempt: Attempt, board: Board, see: Callable[[str], None]) -> None:
    language = board.language
    if attempt.problem:
        st.warning(plain(say("break.cannot", language, problem=attempt.problem)), icon=":material/block:")
    elif not attempt.breaks:
        counts = {"count": str(attempt.customers), "walked": str(attempt.walked), "ways": str(attempt.ways)}
        st.success(say("break.none", language, **counts), icon=":material/check_circle:")
    for number, found in enumerate(attempt.breaks):
        with st.container(border=True):
            _break(number, found, board, see)


def _break(number: int, found: Break, board: Board, see: Callable[[str], None]) -> None:
    language = board.language
    st.badge(say("break.found", language), icon=":material/bolt:", color="orange")
    sentence = found.sentence[0].upper() + found.sentence[1:]
    st.markdown(f":small[{plain(sentence)}.]")
    st.code("\n".join(found.conversation), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if found.node is not None:
            st.button(
                say("see", language), key=f"break:{number}:see", on_click=see, args=(found.node,),
                icon=":material/near_me:",
            )  # fmt: skip
        st.download_button(
            say("break.story", language), found.story, file_name=f"{board.journey.key}-{number + 1}.story.yaml",
            mime="application/yaml", key=f"break:{number}:story", icon=":material/download:",
        )  # fmt: skip
