"""The form of a free reply: its text in every language, seen on the phone at each key, its file and its reply buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.fallback import fallback_block
from designer.components.step_form.media import choose_file, shown_file
from designer.components.step_form.message_text import languages_of, more_languages, write_text
from designer.components.step_form.sample_phone import choose_sample
from designer.components.step_form.shared import not_sent_input
from designer.components.step_form.titles import add_title, titles_input
from designer.editing import pair_buttons
from engine.journey.steps.send_session import TEXT_LIMIT, TEXT_LIMIT_WITH_BUTTONS


def form(board: Board, node: str) -> None:
    step = board.part(node)
    codes = languages_of(step, board.journey.language)
    buttons = step.get("buttons") or []
    write_text(
        board, node, "text", label=board.say("text"), codes=codes, buttons=buttons,
        limit=TEXT_LIMIT_WITH_BUTTONS if buttons or step.get("media") else TEXT_LIMIT,
        header=shown_file(board, node, "media"),
    )  # fmt: skip
    more_languages(board, node, codes)
    choose_sample(board)
    choose_file(board, node, codes)
    titles_input(board, node, "buttons", codes)
    with st.container(horizontal=True):
        add_title(board, node, "buttons")
        if buttons and not _all_paired(board, step):
            st.button(
                board.say("buttons.pair"), key=f"form:{node}:pair", icon=":material/alt_route:",
                on_click=lambda: board.save(lambda now: pair_buttons(now, node.removeprefix("step:"))),
            )  # fmt: skip
    fallback_block(board, node)
    not_sent_input(board, node)


def _all_paired(board: Board, step: Mapping[str, Any]) -> bool:
    wait = board.part(f"step:{step.get('next')}")
    taken = {button for branch in wait.get("branches") or [] for button in branch.get("buttons") or []}
    return all(button["id"] in taken for button in step.get("buttons") or [])
