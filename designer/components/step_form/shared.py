"""Parts that several forms share."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from designer.card_words import w
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import path_input, text_input
from designer.components.step_form.trying import OTHER, BadExpression, examples, taken, verdicts
from designer.editing.places import ports_of
from engine.journey.optout import recognise_choice
from engine.journey.steps.wait_for_reply import ReplyBranch


def title_input(board: Board, node: str) -> None:
    """The person's own name for the card; the one by default stands behind it in grey."""
    title = str(board.part(node).get("title") or "")
    shown = "" if title else board.title(node)
    text_input(board, node, ("title",), title, board.say("title"), placeholder=shown or None, max_chars=60)


def not_sent_input(board: Board, node: str) -> None:
    path_input(
        board, node, "not_sent", board.say("not_sent"), nowhere=board.say("go_on"), help=board.say("not_sent.help")
    )


def paths_inputs(board: Board, node: str) -> None:
    """Every way out as a list, for those who do not draw arrows; `not_sent` has its own place."""
    ways = [way for way in ports_of(board.part(node)) if way.id != "not_sent"]
    if not ways:
        return
    with st.expander(board.say("paths"), key=f"form:{node}:paths"):
        card = next((one for one in board.drawing if one["id"] == node), None)
        labels = {port["id"]: port["label"] for port in card["ports"]} if card else {}
        for way in ways:
            label = labels.get(way.id) or board.say("path.next")
            path_input(board, node, way.id, label, nowhere=board.say("nowhere"))
