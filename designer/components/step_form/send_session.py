"""The form of a free reply: its text in every language, seen on the phone at each key, its file, and what can be touched."""

from __future__ import annotations

from typing import Any

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.fallback import fallback_block
from designer.components.step_form.media import choose_file, shown_file
from designer.components.step_form.message_text import languages_of, more_languages, write_text
from designer.components.step_form.offers import offer_inputs, offer_of
from designer.components.step_form.sample_phone import choose_sample
from designer.components.step_form.shared import not_sent_input, unconfirmed_input
from designer.editing import pair_buttons
from designer.editing.pairing import is_paired
from designer.preview import step_message
from engine.journey.steps.send_session import SendSession


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, SendSession):
        return
    codes = languages_of(board.part(node), board.journey.language)
    write_text(
        board, node, "text", label=board.say("text"), codes=codes, limit=step.limit(),
        offer=_offer(board, node, step), header=shown_file(board, node, "media"),
    )  # fmt: skip
    more_languages(board, node, codes)
    choose_sample(board)
    if step.media is not None or offer_of(board, node) in ("buttons", "link_button"):
        choose_file(board, node, codes)
    offer_inputs(board, node, codes)
    if not is_paired(board.definition, node.removeprefix("step:")):
        st.button(
            board.say("buttons.pair"), key=f"form:{node}:pair", icon=":material/alt_route:",
            on_click=lambda: board.save(lambda now: pair_buttons(now, node.removeprefix("step:"))),
        )  # fmt: skip
    fallback_block(board, node)
    not_sent_input(board, node)
    unconfirmed_input(board, node)


def _offer(board: Board, node: str, step: SendSession) -> Any:
    """The message as the phone draws it, of which the editor takes what stands under the text."""
    return step_message(
        node, step, board.sample, default_language=board.journey.language, templates=board.templates,
        reader=board.language,
    )  # fmt: skip
