"""The form of a branch: conditions as rows of field, comparison and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, first_of, keep, key_of, saving, small_button, text_input
from designer.components.step_form.shared import paths_inputs
from designer.condition_words import condition_words
from designer.editing import add_branch, clear_field, move_item, remove_item
from designer.editing.fields import Path
from designer.placeholders import field_label, full_path
from engine.journey.conditions import Condition, Operator
from engine.journey.model import text_in
from engine.journey.steps.branch import Branch, ConditionBranch

OPERATORS: tuple[str, ...] = get_args(Operator)
NEW_ROW = {"attribute": "", "operator": "is", "value": ""}


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, Branch):
        return
    for place, branch in enumerate(step.branches):
        with st.container(border=True):
            _branch(board, node, branch, place)
    st.button(
        board.say("branch.add"), key=f"form:{node}:add_branch", icon=":material/add:",
        on_click=lambda: board.save(
            lambda now: add_branch(now, node.removeprefix("step:"), when={"all": [dict(NEW_ROW)]})
        ),
    )  # fmt: skip
    st.caption(board.say("branch.otherwise"))
    paths_inputs(board, node)


def rows_of(when: Mapping[str, Any] | None) -> tuple[str, list[dict[str, Any]]] | None:
    """`all` or `any`, and its rows; None for a nested condition, which a form of rows cannot show."""
    if not when:
        return "all", []
    if "attribute" in when or "operator" in when:
        return "all", [dict(when)]
    mode = next((name for name in ("all", "any") if name in when), None)
    rows = list(when[mode]) if mode else []
    plain = mode is not None and all("attribute" in row or "operator" in row for row in rows)
    return (mode, [dict(row) for row in rows]) if plain and mode else None


def read_number(text: str) -> str | int | float:
    """What looks like a number is one: `3` is more than `20` as a text only."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    if text.strip().startswith("0") and len(text.strip()) > 1 and "." not in text.replace(",", "."):
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 and "." not in text else number


def _branch(board: Board, node: str, branch: ConditionBranch, place: int) -> None:
    path = ("branches", branch.id)
    title = text_in(branch.title, board.language, board.journey.language)
    head, acts = st.columns([5, 2], vertical_alignment="bottom")
    with head:
        text_input(board, node, (*path, "title"), title, board.say("branch.title"))
    with acts.container(horizontal=True, gap="xxsmall"):
        _acts(board, node, branch.id, place)
    written = next(one for one in board.part(node)["branches"] if one["id"] == branch.id).get("when")
    condition_rows(board, node, (*path, "when"), written, branch.when, label=board.say("when"))


def condition_rows(
    board: Board, node: str, path: Path, written: Mapping[str, Any] | None, read: Condition | None, *, label: str,
    fields: Sequence[str] = (),
) -> None:  # fmt: skip
    """A condition as rows of field, comparison and value; a nested one in words. `label` is the sentence that it completes;
    `fields` are offered, those of the journey where none are given."""
    found = rows_of(written)
    if found is None and read is not None:
        st.caption(board.say("condition.nested", words=condition_words(read, board.language)))
    elif found is not None:
        _rows(board, node, path, *found, label, fields or board.fields())


def _rows(
    board: Board, node: str, path: Path, mode: str, rows: list[dict[str, Any]], label: str, fields: Sequence[str]
) -> None:  # fmt: skip
    if len(rows) > 1:
        _mode(board, node, path, mode, rows, label)
    else:
        st.caption(label)
    for place in range(len(rows)):
        _row(board, node, path, mode=mode, rows=rows, place=place, fields=fields)
    st.button(
        board.say("condition.add"), key=key_of(node, path, ".add"), icon=":material/add:", type="tertiary",
        on_click=lambda: keep(board, node, path, {mode: [*rows, dict(NEW_ROW)]}),
    )  # fmt: skip


def _mode(board: Board, node: str, path: Path, mode: str, rows: list[dict[str, Any]], label: str) -> None:
    key = key_of(node, path, ".mode")
    st.segmented_control(
        label, ["all", "any"], key=key, required=True, format_func=lambda one: board.say(f"when.{one}"),
        on_change=saving(key, mode, lambda one: keep(board, node, path, {one: rows})), **first(key, mode, "default"),
    )  # fmt: skip


def _row(
    board: Board, node: str, path: Path, *, mode: str, rows: list[dict[str, Any]], place: int, fields: Sequence[str]
) -> None:  # fmt: skip
    row = rows[place]

    def save(**changes: Any) -> None:
        changed = {**row, **changes}
        if changed["operator"] in ("is_set", "is_not_set"):
            changed.pop("value", None)
        keep(board, node, path, {mode: [*rows[:place], changed, *rows[place + 1 :]]})

    base = key_of(node, path, f".{place}")
    operator = str(row.get("operator") or "is")
    field, compared, value, acts = st.columns([5, 4, 3, 1], vertical_alignment="bottom", gap="xsmall")
    with field:
        _attribute(board, base, str(row.get("attribute") or ""), save, fields)
    with compared:
        _operator(board, base, operator, save)
    if operator not in ("is_set", "is_not_set"):
        with value:
            shown = _yes_or_no if str(row.get("attribute") or "").startswith("consent.") else _compared
            shown(board, base, operator, row.get("value"), save)
    with acts:
        small_button(
            f"{base}.remove", ":material/close:", board.say("remove"),
            act=lambda: _without(board, node, path, mode, [*rows[:place], *rows[place + 1 :]]),
        )  # fmt: skip


def _without(board: Board, node: str, path: Path, mode: str, left: list[dict[str, Any]]) -> None:
    """A path and a segment need a condition; a wait does without."""
    if left or path[0] in ("branches", "segments"):
        keep(board, node, path, {mode: left})
    else:
        board.save(lambda now: clear_field(now, node, path))


def _attribute(board: Board, base: str, attribute: str, save: Any, fields: Sequence[str]) -> None:
    key = f"{base}.attribute"
    options = list(dict.fromkeys([*fields, *([attribute] if attribute else [])]))
    st.selectbox(
        board.say("attribute"), options, key=key, **first_of(key, attribute or None, options),
        placeholder=board.say("attribute.hint"), accept_new_options=True,
        format_func=lambda one: field_label(one, board.language),
        on_change=saving(key, attribute or None, lambda one: save(attribute=full_path(one or ""))),
    )  # fmt: skip


def _operator(board: Board, base: str, operator: str, save: Any) -> None:
    key = f"{base}.operator"
    st.selectbox(
        board.say("operator"), list(OPERATORS), key=key, format_func=lambda one: board.say(f"op.{one}"),
        **first_of(key, operator, OPERATORS),
        on_change=saving(key, operator, lambda one: save(operator=one)),
    )  # fmt: skip


def _compared(board: Board, base: str, operator: str, value: Any, save: Any) -> None:
    many = operator == "one_of"
    key = f"{base}.value"
    shown = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)

    def changed(written: str) -> None:
        text = written.strip()
        parts = [read_number(part.strip()) for part in text.split(",") if part.strip()]
        save(value=parts if many else read_number(text))

    label = board.say("compared.many" if many else "compared")
    st.text_input(label, key=key, on_change=saving(key, shown, changed), **first(key, shown))


def _yes_or_no(board: Board, base: str, _operator: str, value: Any, save: Any) -> None:
    """An agreement is there or not."""
    key, options, drawn = f"{base}.truth", (True, False), value if isinstance(value, bool) else None
    st.selectbox(
        board.say("compared"), options, key=key, **first_of(key, drawn, options),
        format_func=lambda one: board.say("yes" if one else "no"), placeholder="…",
        on_change=saving(key, drawn, lambda one: save(value=one)),
    )  # fmt: skip


def _acts(board: Board, node: str, branch_id: str, place: int) -> None:
    step_id, key = node.removeprefix("step:"), key_of(node, ("branches", branch_id))
    small_button(
        f"{key}.up", ":material/arrow_upward:", board.say("up"), disabled=place == 0,
        act=lambda: board.save(lambda now: move_item(now, step_id, "branches", branch_id, -1)),
    )  # fmt: skip
    small_button(
        f"{key}.remove", ":material/close:", board.say("remove"),
        act=lambda: board.save(lambda now: remove_item(now, step_id, "branches", branch_id)),
    )  # fmt: skip
