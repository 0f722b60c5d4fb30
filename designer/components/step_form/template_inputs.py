"""Which template is sent, what fills its places, and the file at its head: of a template message, or of a fallback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import choice, first, first_of, key_of, saving, store, text_input
from designer.components.step_form.media import file_inputs, file_of
from designer.editing import clear_field
from designer.editing.media import FilePlace
from designer.placeholders import FieldValue, field_label, read_value
from designer.template_parts import Slot, in_language, names_of, parts_of, slots_of
from engine.checker.context import KnownTemplate

OWN_TEXT = ""
Prefix: TypeAlias = tuple[str, ...]
STATUS_COLOURS = {"APPROVED": "green", "REINSTATED": "green", "PENDING": "orange", "PAUSED": "red", "REJECTED": "red"}


def template_inputs(board: Board, node: str, prefix: Prefix = ()) -> str:
    """The name of the template that is chosen, empty while there is none. `prefix` leads to the fields inside the step."""
    sent = board.part(node).get(prefix[0]) or {} if prefix else board.part(node)
    name = str(sent.get("template") or "")
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        _choose(board, node, prefix, name)
    found = in_language(board.templates, name, board.sample.language(board.journey.language), board.journey.language)
    if found is not None:
        with right.container(horizontal_alignment="right"):
            _status(board, found[1])
        for slot in slots_of(found[1]):
            _value(board, node, (*prefix, "values"), slot, sent.get("values") or {})
        _file(board, node, prefix, parts_of(found[1]).file)
    return name


def _choose(board: Board, node: str, prefix: Prefix, name: str) -> None:
    names = names_of(board.templates)
    if not names and not name:
        st.info(board.say("template.none"), icon=":material/hourglass_empty:")
        return
    options = {OWN_TEXT: board.say("template.choose"), **{one: one for one in names}}
    choice(board, node, (*prefix, "template"), name, options, label=board.say("template"))
    if name and name not in names:
        st.caption(board.say("template.gone", name=name))


def _status(board: Board, template: KnownTemplate) -> None:
    key = f"status.{template.status}"
    try:
        words = board.say(key)
    except KeyError:
        words = template.status.capitalize()
    st.badge(words, color=STATUS_COLOURS.get(template.status, "gray"))  # pyright: ignore[reportArgumentType]


def _file(board: Board, node: str, prefix: Prefix, kind: str) -> None:
    """The file at the head of the template; one that the template does not have can only be taken away."""
    place: FilePlace = "if_window_closed.header_media" if prefix else "header_media"
    if kind:
        st.caption(board.say(f"file.head.{kind}"))
        file_inputs(board, node, place, kind, languages_sent(board, node, place))
    elif file_of(board, node, place):
        st.caption(board.say("file.unused"))
        st.button(
            board.say("file.remove"), key=key_of(node, (*prefix, "header_media"), ".remove"),
            icon=":material/close:",
            on_click=lambda: board.save(lambda now: clear_field(now, node, (*prefix, "header_media"))),
        )  # fmt: skip


def languages_sent(board: Board, node: str, place: FilePlace) -> list[str]:
    """The journey's languages, then those in which the file is given already."""
    file = file_of(board, node, place)
    given = [code for text in file.values() if isinstance(text, Mapping) for code in text]
    return list(dict.fromkeys([*board.journey.languages(), *given]))


def _value(board: Board, node: str, place: Prefix, slot: Slot, values: Mapping[str, str]) -> None:
    """A field with what stands in for it when empty, or a text of one's own."""
    key = next((name for name in slot.keys if name in values), slot.keys[0])
    written = str(values.get(key) or "")
    field = read_value(written)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        _field(board, node, (*place, key), name=slot.name, field=field, written=written)
    with right:
        if field is None:
            text_input(board, node, (*place, key), written, board.say("value.text", name=slot.name))
        else:
            _if_empty(board, node, (*place, key), field)


def _field(board: Board, node: str, path: Prefix, *, name: str, field: FieldValue | None, written: str) -> None:
    known = board.fields()
    widget = key_of(node, path, ".field")
    now = field.path if field else OWN_TEXT
    options = list(dict.fromkeys([OWN_TEXT, *known, now]))

    def changed(chosen: str) -> None:
        kept = field.fallback if field else (written.strip() or None)
        store(board, node, path, FieldValue(chosen, kept).written() if chosen else (kept or ""))

    st.selectbox(
        board.say("value", name=name), options, key=widget, on_change=saving(widget, now, changed),
        **first_of(widget, now, options),
        format_func=lambda one: f"{field_label(one, board.language)} · {one}" if one else board.say("value.own"),
    )  # fmt: skip


def _if_empty(board: Board, node: str, path: Prefix, field: FieldValue) -> None:
    widget = key_of(node, path, ".if_empty")

    now = field.fallback or ""

    def changed(text: str) -> None:
        store(board, node, path, FieldValue(field.path, text.strip() or None).written())

    st.text_input(
        board.say("value.if_empty"), key=widget, on_change=saving(widget, now, changed),
        placeholder=board.say("value.if_empty.hint"), **first(widget, now),
    )  # fmt: skip
