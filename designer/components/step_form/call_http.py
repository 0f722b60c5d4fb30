"""The form of a question to another system: whom to ask, what to send along, and what to keep of the answer."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, keep, key_of, saving, segments, small_button, text_input
from designer.components.step_form.shared import paths_inputs
from designer.editing import clear_field
from designer.placeholders import field_label
from engine.journey.steps.call_http import LONGEST_WAIT, OUT_OF_REACH, CallHttp


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, CallHttp):
        return
    text_input(board, node, ("url",), step.url or "", board.say("call.url"), placeholder=board.say("call.url.hint"))
    methods = {one: board.say(f"call.{one}") for one in ("GET", "POST")}
    segments(board, node, ("method",), step.method, methods, label=board.say("call.method"))
    if step.method == "POST" or step.body:
        _texts(board, node, "body", step.body)
    _saves(board, node, step.save)
    _limit(board, node, step)
    with st.expander(board.say("call.headers"), key=f"form:{node}:headers.more"):
        _texts(board, node, "headers", step.headers)
    st.caption(board.say("call.help"))
    paths_inputs(board, node)


def _limit(board: Board, node: str, step: CallHttp) -> None:
    """Seconds: nobody waits longer for a machine."""
    key, most = key_of(node, ("for",)), int(LONGEST_WAIT.total_seconds())
    now = max(1, int(step.wait().total_seconds()))
    st.number_input(
        board.say("call.for"), min_value=1, max_value=most, step=1, key=key,
        on_change=saving(key, now, lambda seconds: keep(board, node, ("for",), f"{int(seconds or 1)}s")),
        **first(key, now),
    )  # fmt: skip


def _texts(board: Board, node: str, place: str, texts: Mapping[str, str]) -> None:
    """Names of the other system, each with its text."""
    for name, text in texts.items():
        _row(board, node, (place, name), text, name)
    key = key_of(node, (place,), ".add")

    def changed() -> None:
        name = str(state.widget(key) or "").strip()
        state.set_widget(key, "")
        if name and name not in texts:
            keep(board, node, (place, name), "")

    st.text_input(board.say(f"call.{place}.add"), key=key, on_change=changed, placeholder=board.say("call.name.hint"))


def _saves(board: Board, node: str, saves: Mapping[str, str]) -> None:
    """A field of the customer's record, and where its value stands in the answer."""
    for name, path in saves.items():
        label = board.say("call.save.from", field=field_label(f"contact.{name}", board.language))
        _row(board, node, ("save", name), path, label, hint=board.say("call.save.hint"))
    key = key_of(node, ("save",), ".add")
    known = [path.partition(".")[2] for path in board.fields() if path.startswith("contact.")]
    names = [name for name in known if name not in saves and name not in OUT_OF_REACH]

    def changed() -> None:
        name = str(state.widget(key) or "").strip().removeprefix("contact.")
        state.set_widget(key, None)
        if name and name not in saves:
            keep(board, node, ("save", name), "")

    st.selectbox(
        board.say("call.save.add"), names, index=None, key=key, accept_new_options=True, on_change=changed,
        placeholder=board.say("attribute.hint"),
        format_func=lambda name: field_label(f"contact.{name}", board.language),
    )  # fmt: skip


def _row(board: Board, node: str, path: tuple[str, str], text: str, label: str, *, hint: str = "") -> None:
    written, acts = st.columns([6, 1], vertical_alignment="bottom")
    with written:
        text_input(board, node, path, text, label, keep_empty=True, placeholder=hint)
    with acts:
        small_button(
            f"{key_of(node, path)}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: clear_field(now, node, path)),
        )  # fmt: skip
