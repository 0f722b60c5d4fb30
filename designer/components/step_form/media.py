"""The file that goes along with a message: where WhatsApp fetches it, and the name that a document shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer.components.phone import Header
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, key_of, saving
from designer.editing import clear_field, set_file, share_file
from designer.editing.media import FilePlace
from designer.filling import fill_loosely
from designer.preview import file_name
from engine.checker.names import language_name
from engine.checker.words import spoken_language
from engine.journey.model import LocalText, text_in
from engine.journey.steps.media import LINK

NONE = ""
KINDS = ("image", "video", "document")


def choose_file(board: Board, node: str, codes: list[str]) -> None:
    """Whether a free reply has a file, of which kind, and which."""
    kind = str(file_of(board, node, "media").get("kind") or NONE)
    names = {NONE: board.say("file.none"), **{one: board.say(f"file.{one}") for one in KINDS}}
    key = key_of(node, ("media", "kind"))

    def changed(chosen: str | None) -> None:
        if chosen:
            board.save(lambda now: set_file(now, node, "media", kind=chosen))
        else:
            board.save(lambda now: clear_field(now, node, ("media",)))

    st.segmented_control(
        board.say("file"), list(names), key=key, format_func=lambda one: names[one], required=True,
        on_change=saving(key, kind, changed), **first(key, kind, "default"),
    )  # fmt: skip
    if kind:
        file_inputs(board, node, "media", kind, codes)


def file_inputs(board: Board, node: str, place: FilePlace, kind: str, codes: list[str]) -> None:
    """Address and name, in one language or in each."""
    file = file_of(board, node, place)
    _texts(board, node, place, kind, part="url", codes=codes)
    if kind == "document":
        _texts(board, node, place, kind, part="name", codes=codes)
    if len(codes) > 1 and file:
        _by_language(board, node, place, file, codes)
    st.caption(board.say(f"file.{kind}.help"))


def file_of(board: Board, node: str, place: FilePlace) -> Mapping[str, Any]:
    """The file as it is written; empty without one."""
    held: Mapping[str, Any] = board.part(node)
    for name in place.split("."):
        held = held.get(name) or {}
    return held


def shown_file(board: Board, node: str, place: FilePlace) -> Header | None:
    """The file on the phone; without a link that can be fetched, its name alone."""
    file = file_of(board, node, place)
    if not file:
        return None
    link, name = _filled(board, file.get("url")).strip(), _filled(board, file.get("name"))
    found = LINK.fullmatch(link) is not None
    return {"kind": file["kind"], "url": link if found else None, "name": name or (file_name(link) if found else "")}


def _filled(board: Board, text: LocalText | None) -> str:
    default = board.journey.language
    return fill_loosely(text_in(text, board.sample.language(default), default), board.sample.facts())


def _texts(board: Board, node: str, place: FilePlace, kind: str, *, part: str, codes: list[str]) -> None:
    """One text of the file for all languages, or one for each."""
    written, reader = file_of(board, node, place).get(part), spoken_language(board.language)
    label = board.say(f"file.{part}")
    if not isinstance(written, Mapping):
        _text(board, node, place, kind, path=(part,), text=written or "", label=label)
        return
    for code in dict.fromkeys([*codes, *written]):
        named = f"{label} · {language_name(code)[reader]}"
        _text(board, node, place, kind, path=(part, code), text=written.get(code, ""), label=named)


def _text(
    board: Board, node: str, place: FilePlace, kind: str, *, path: tuple[str, ...], text: str, label: str
) -> None:
    key = key_of(node, (place, *path))

    def changed(written: str | None) -> None:
        value = str(written or "").strip()
        board.save(lambda now: set_file(now, node, place, kind=kind, part=path, value=value))

    hint = board.say(f"file.{path[0]}.hint")
    st.text_input(label, key=key, on_change=saving(key, text, changed), placeholder=hint, **first(key, text))


def _by_language(board: Board, node: str, place: FilePlace, file: Mapping[str, Any], codes: list[str]) -> None:
    key = key_of(node, (place,), ".by_language")

    now = any(isinstance(text, Mapping) for text in file.values())

    def changed(each: bool) -> None:
        languages = codes if each else [board.journey.language]
        board.save(lambda now: share_file(now, node, place, languages))

    st.toggle(board.say("file.by_language"), key=key, on_change=saving(key, now, changed), **first(key, now))
