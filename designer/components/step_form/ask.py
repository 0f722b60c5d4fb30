"""The form of a question: what is asked, what counts as an answer, where it is kept, and what follows a wrong one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import (
    choice,
    duration,
    first,
    first_of,
    keep,
    key_of,
    path_input,
    saving,
    store,
)
from designer.components.step_form.message_text import languages_of, more_languages, write_text
from designer.components.step_form.sample_phone import choose_sample
from designer.components.step_form.shared import paths_inputs
from designer.components.step_form.titles import add_title, titles_input
from designer.placeholders import field_label
from engine.journey.steps.ask import TEXT_LIMIT, TEXT_LIMIT_WITH_CHOICES, TRIES_AT_MOST, Ask

KINDS = ("text", "number", "rating", "date", "email", "choice")
LOWEST, HIGHEST = 0, 100


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, Ask):
        return
    codes = languages_of(board.part(node), board.journey.language)
    _texts(board, node, step, codes)
    more_languages(board, node, codes)
    choose_sample(board)
    kinds = {one: board.say(f"ask.{one}") for one in KINDS}
    choice(board, node, ("kind",), step.kind, kinds, label=board.say("ask.kind"))
    if step.kind == "choice":
        titles_input(board, node, "choices", codes)
        add_title(board, node, "choices")
    elif step.kind == "rating":
        _scale(board, node, step)
    _save_as(board, node, step.save_as or "")
    _tries(board, node, step)
    duration(board, node, ("for",), step.for_ or "", board.say("limit"))
    paths_inputs(board, node)
    path_input(
        board, node, "not_sent", board.say("not_sent"), nowhere=board.say("ask.not_sent"),
        help=board.say("ask.not_sent.help"),
    )  # fmt: skip


def _texts(board: Board, node: str, step: Ask, codes: list[str]) -> None:
    """One editor for both: the question, and what is said after an answer that does not fit."""
    key, names = key_of(node, (), "shown"), {name: board.say(f"ask.show.{name}") for name in ("text", "retry")}
    shown = st.segmented_control(
        board.say("ask.show"), list(names), key=key, format_func=lambda name: names[name], required=True,
        label_visibility="collapsed", default="text", width="stretch",
    )  # fmt: skip
    choices: list[Mapping[str, Any]] = board.part(node).get("choices") or [] if step.kind == "choice" else []
    field = "retry" if shown == "retry" else "text"
    write_text(
        board, node, field, label=board.say(f"ask.{field}.label"), codes=codes, buttons=choices,
        limit=TEXT_LIMIT_WITH_CHOICES if choices else TEXT_LIMIT,
    )  # fmt: skip
    if field == "retry":
        st.caption(board.say("ask.retry.help"))


def _scale(board: Board, node: str, step: Ask) -> None:
    ends = [key_of(node, ("scale",), f".{place}") for place in (0, 1)]

    def changed(_: Any) -> None:
        keep(board, node, ("scale",), sorted(int(state.widget(key) or 0) for key in ends))

    for column, key, value, name in zip(st.columns(2), ends, step.scale, ("lowest", "highest"), strict=True):
        column.number_input(
            board.say(f"ask.{name}"), min_value=min(LOWEST, value), max_value=max(HIGHEST, value), step=1, key=key,
            on_change=saving(key, value, changed), **first(key, value),
        )  # fmt: skip


def _save_as(board: Board, node: str, name: str) -> None:
    """A field of the customer's record, one that is known or a new one."""
    key = key_of(node, ("save_as",))
    known = [path.partition(".")[2] for path in board.fields() if path.startswith("contact.")]
    options = list(dict.fromkeys([*known, *([name] if name else [])]))

    def saved(field: Any) -> None:
        store(board, node, ("save_as",), str(field or "").strip().removeprefix("contact."))

    st.selectbox(
        board.say("ask.save_as"), options, key=key, **first_of(key, name or None, options), accept_new_options=True,
        placeholder=board.say("attribute.hint"), format_func=lambda one: field_label(f"contact.{one}", board.language),
        on_change=saving(key, name or None, saved),
    )  # fmt: skip


def _tries(board: Board, node: str, step: Ask) -> None:
    key = key_of(node, ("tries",))
    st.number_input(
        board.say("ask.tries"), min_value=1, max_value=TRIES_AT_MOST, step=1, key=key, help=board.say("ask.tries.help"),
        on_change=saving(key, step.tries, lambda tries: keep(board, node, ("tries",), int(tries or 1))), **first(key, step.tries),
    )  # fmt: skip
