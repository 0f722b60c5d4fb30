"""The form of a template message: which template, what fills its places, and the file at its head."""

from __future__ import annotations

from designer.components.step_form.board import Board
from designer.components.step_form.sample_phone import choose_sample, sample_phone
from designer.components.step_form.shared import not_sent_input, unconfirmed_input
from designer.components.step_form.template_inputs import template_inputs


def form(board: Board, node: str) -> None:
    if template_inputs(board, node):
        choose_sample(board)
        sample_phone(board, node)
    not_sent_input(board, node)
    unconfirmed_input(board, node)
