"""The form of a free reply: its text in every language, seen on the phone at each key, and its reply buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer.components.message_editor import EditorLanguage, Field, message_editor
from designer.components.phone_words import MESSAGE_EDITOR_WORDS
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import small_button, text_input
from designer.components.step_form.sample_phone import choose_sample
from designer.components.step_form.shared import not_sent_input
from designer.editing import add_button, mend, move_item, pair_buttons, remove_item
from designer.filling import fill_loosely
from designer.placeholders import field_label
from engine.checker.names import language_name
from engine.checker.words import spoken_language
from engine.journey.conditions import look_up
from engine.journey.model import LocalText, text_in
from engine.journey.steps.send_session import BUTTONS_AT_MOST, TEXT_LIMIT, TEXT_LIMIT_WITH_BUTTONS

EDITOR = "message_editor"
LANGUAGES = ("fr", "en", "es", "de", "it", "nl", "pt", "ar")


def form(board: Board, node: str) -> None:
    step = board.part(node)
    codes = languages_of(step, board.journey.language)
    _text(board, node, step, codes)
    _more_languages(board, node, codes)
    choose_sample(board)
    _buttons(board, node, step, codes)
    not_sent_input(board, node)


def languages_of(step: Mapping[str, Any], default: str) -> list[str]:
    """The journey's language, then those in which this message is or will be written."""
    texts = [step.get("text"), *(button.get("title") for button in step.get("buttons") or [])]
    return list(dict.fromkeys([default, *(code for text in texts if isinstance(text, Mapping) for code in text)]))


def by_language(text: LocalText | None, codes: list[str], default: str) -> dict[str, str]:
    """A text for each tab; a text that serves all languages stands under the journey's."""
    written = dict(text) if isinstance(text, Mapping) else {default: text or ""}
    return {code: written.get(code, "") for code in codes}


def _text(board: Board, node: str, step: Mapping[str, Any], codes: list[str]) -> None:
    default, buttons = board.journey.language, step.get("buttons") or []
    message_editor(
        by_language(step.get("text"), codes, default),
        key=EDITOR,
        field_id=f"{node}:text",
        revision=board.revision,
        acknowledged=board.texts_acknowledged,
        label=board.say("text"),
        fields=[_field(board, path) for path in board.fields()],
        sample={path: _sample(board, path) for path in board.fields()},
        limit=TEXT_LIMIT_WITH_BUTTONS if buttons else TEXT_LIMIT,
        words=MESSAGE_EDITOR_WORDS[spoken_language(board.language)],
        languages=[_tab(board, code) for code in codes],
        language=board.sample.language(default) if board.sample.language(default) in codes else default,
        locale=spoken_language(board.language),
        buttons=[_title(board, button) for button in buttons],
    )


def _field(board: Board, path: str) -> Field:
    return {"path": path, "label": field_label(path, board.language), "sample": _sample(board, path)}


def _sample(board: Board, path: str) -> str:
    value = look_up(board.sample.facts(), path)
    return "" if value is None else str(value)


def _tab(board: Board, code: str) -> EditorLanguage:
    return {"code": code, "label": language_name(code)[spoken_language(board.language)].capitalize()}


def _title(board: Board, button: Mapping[str, Any]) -> str:
    language = board.sample.language(board.journey.language)
    return fill_loosely(text_in(button.get("title"), language, board.journey.language), board.sample.facts())


def _more_languages(board: Board, node: str, codes: list[str]) -> None:
    left = [code for code in LANGUAGES if code not in codes]
    reader = spoken_language(board.language)
    chosen = st.menu_button(
        board.say("add_language"), left, key=f"form:{node}:add_language", type="tertiary", icon=":material/translate:",
        format_func=lambda code: language_name(code)[reader].capitalize(),
    )  # fmt: skip
    if chosen in left:
        board.save(lambda now: mend(now, "add_language", node, {"language": chosen}))
        st.rerun(scope="fragment")


def _buttons(board: Board, node: str, step: Mapping[str, Any], codes: list[str]) -> None:
    buttons, step_id = step.get("buttons") or [], node.removeprefix("step:")
    if buttons:
        st.caption(board.say("buttons"))
    for place, button in enumerate(buttons):
        _button(board, node, button, place, codes)
    with st.container(horizontal=True):
        if len(buttons) < BUTTONS_AT_MOST:
            st.button(
                board.say("button.add"), key=f"form:{node}:add_button", icon=":material/add:",
                on_click=lambda: board.save(lambda now: add_button(now, step_id)),
            )  # fmt: skip
        if buttons and not _all_paired(board, step):
            st.button(
                board.say("buttons.pair"), key=f"form:{node}:pair", icon=":material/alt_route:",
                on_click=lambda: board.save(lambda now: pair_buttons(now, step_id)),
            )  # fmt: skip


def _button(board: Board, node: str, button: Mapping[str, Any], place: int, codes: list[str]) -> None:
    button_id, step_id = str(button["id"]), node.removeprefix("step:")
    titles, acts = st.columns([5, 2], vertical_alignment="bottom")
    with titles:
        _titles(board, node, button, place, codes)
    with acts.container(horizontal=True, gap="xxsmall"):
        key = f"form:{node}:buttons.{button_id}"
        small_button(
            f"{key}.up", ":material/arrow_upward:", board.say("up"), disabled=place == 0,
            act=lambda: board.save(lambda now: move_item(now, step_id, "buttons", button_id, -1)),
        )  # fmt: skip
        small_button(
            f"{key}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: remove_item(now, step_id, "buttons", button_id)),
        )  # fmt: skip


def _titles(board: Board, node: str, button: Mapping[str, Any], place: int, codes: list[str]) -> None:
    path = ("buttons", str(button["id"]), "title")
    title, label = button.get("title"), board.say("button", place=str(place + 1))
    if not isinstance(title, Mapping):
        text_input(board, node, path, title or "", label, keep_empty=True, placeholder=board.say("button.hint"))
        return
    for code in codes:
        text_input(board, node, (*path, code), title.get(code, ""), f"{label} · {code}", keep_empty=True)


def _all_paired(board: Board, step: Mapping[str, Any]) -> bool:
    wait = board.part(f"step:{step.get('next')}")
    taken = {button for branch in wait.get("branches") or [] for button in branch.get("buttons") or []}
    return all(button["id"] in taken for button in step.get("buttons") or [])
