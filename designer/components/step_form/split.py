"""The form of a test: its paths, their shares, and which one is the control group."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import (
    first,
    first_of,
    keep,
    key_of,
    saving,
    small_button,
    store,
    text_input,
    told_apart,
)
from designer.components.step_form.shared import paths_inputs
from designer.editing import add_split_path, remove_split_path
from engine.journey.model import text_in
from engine.journey.steps.split import WHOLE, Split, SplitPath

NOBODY = ""


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, Split):
        return
    step_id = node.removeprefix("step:")
    for path in step.paths:
        _path(board, node, path)
    total = sum(path.share for path in step.paths)
    if total != WHOLE:
        st.caption(board.say("split.total", total=str(total)))
    st.button(
        board.say("branch.add"), key=f"form:{node}:add_path", icon=":material/add:",
        on_click=lambda: board.save(lambda now: add_split_path(now, step_id)),
    )  # fmt: skip
    _control(board, node, step)
    st.caption(board.say("split.help"))
    paths_inputs(board, node)


def _path(board: Board, node: str, path: SplitPath) -> None:
    step_id, place = node.removeprefix("step:"), ("paths", path.id)
    title, key = text_in(path.title, board.language, board.journey.language), key_of(node, (*place, "share"))
    name, share, acts = st.columns([5, 3, 1], vertical_alignment="bottom")
    with name:
        text_input(
            board, node, (*place, "title"), title, board.say("branch.title"), placeholder=path.id.upper()
        )  # fmt: skip
    share.number_input(
        board.say("split.share", name=title or path.id.upper()), min_value=0, max_value=WHOLE, step=1, key=key,
        on_change=saving(key, path.share, lambda share: keep(board, node, (*place, "share"), int(share or 0))),
        **first(key, path.share),
    )  # fmt: skip
    with acts:
        small_button(
            f"{key_of(node, place)}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: remove_split_path(now, step_id, path.id)),
        )  # fmt: skip


def _control(board: Board, node: str, step: Split) -> None:
    key, names = key_of(node, ("control",)), {path.id: path.id.upper() for path in step.paths}
    names |= {path.id: text_in(path.title, board.language, board.journey.language) for path in step.paths if path.title}
    words = told_apart(names, lambda one: names[one])
    options, drawn = [NOBODY, *names], step.control if step.control in names else NOBODY
    st.selectbox(
        board.say("split.control"), options, key=key, help=board.say("split.control.help"),
        **first_of(key, drawn, options),
        format_func=lambda one: words.get(one) or board.say("split.control.none"),
        on_change=saving(key, drawn, lambda one: store(board, node, ("control",), one)),
    )  # fmt: skip
