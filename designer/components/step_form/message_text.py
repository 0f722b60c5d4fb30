"""Writing a text that customers read, in every language, with the phone that follows each key.

A page has one message editor, which passes from text to text; what it sends says which text it is of (`step:note:retry`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from designer.components.message_editor import EditorLanguage, Field, message_editor
from designer.components.phone import Header
from designer.components.phone_words import MESSAGE_EDITOR_WORDS
from designer.components.step_form.board import Board
from designer.editing import mend
from designer.filling import fill_loosely
from designer.placeholders import field_label
from designer.preview import shown_instead
from engine.checker.names import language_name
from engine.checker.words import spoken_language
from engine.journey.conditions import look_up
from engine.journey.model import LocalText, fallback_language, text_in

EDITOR = "message_editor"
TEXTS = ("text", "retry", "words")
"""The fields of a step that the editor may write."""
TITLED = ("buttons", "choices")
LANGUAGES = ("fr", "en", "es", "de", "it", "nl", "pt", "ar")


def languages_of(step: Mapping[str, Any], default: str) -> list[str]:
    """The journey's language, then those in which this message is or will be written."""
    titles = [one.get("title") for items in TITLED for one in step.get(items) or []]
    texts = [*(step.get(name) for name in TEXTS), *titles, *offered_texts(step)]
    return list(dict.fromkeys([default, *(code for text in texts if isinstance(text, Mapping) for code in text)]))


def offered_texts(step: Mapping[str, Any]) -> Iterator[LocalText | None]:
    """The texts of the list and the link of a free reply."""
    sheet, link = step.get("list") or {}, step.get("link_button") or {}
    yield from (sheet.get("button"), link.get("title"), link.get("url"))
    for section in sheet.get("sections") or []:
        yield section.get("title")
        for row in section.get("rows") or []:
            yield from (row.get("title"), row.get("description"))


def by_language(text: LocalText | None, codes: list[str], default: str) -> dict[str, str]:
    """A text for each tab; a text that serves all languages stands under the journey's."""
    written = dict(text) if isinstance(text, Mapping) else {default: text or ""}
    return {code: written.get(code, "") for code in codes}


def write_text(
    board: Board,
    node: str,
    field: str,
    *,
    label: str,
    limit: int,
    codes: list[str],
    buttons: Sequence[Mapping[str, Any]] = (),
    offer: Mapping[str, Any] | None = None,
    header: Header | None = None,
) -> None:
    """The editor of one text of a step; `buttons` (or what stands under the message `offer`) and `header` are what the
    phone shows around it."""
    default = board.journey.language
    shown = board.sample.language(default)
    message_editor(
        by_language(board.part(node).get(field), codes, default),
        key=EDITOR,
        field_id=f"{node}:{field}",
        revision=board.revision,
        acknowledged=board.texts_acknowledged,
        label=label,
        fields=[_field(board, path) for path in board.fields()],
        sample={path: _sample(board, path) for path in board.fields()},
        limit=limit,
        words=MESSAGE_EDITOR_WORDS[spoken_language(board.language)],
        languages=[_tab(board, code) for code in codes],
        language=shown if shown in codes else default,
        locale=spoken_language(board.language),
        default_language=default,
        caption=_caption(board, codes, board.part(node).get(field)),
        buttons=offer["buttons"] if offer else [_title(board, button) for button in buttons],
        sheet=offer.get("list") if offer else None,
        header=header,
    )


def more_languages(board: Board, node: str, codes: list[str]) -> None:
    """A menu of the languages that this step is not written in yet."""
    left = [code for code in LANGUAGES if code not in codes]
    reader = spoken_language(board.language)
    chosen = st.menu_button(
        board.say("add_language"), left, key=f"form:{node}:add_language", type="tertiary", icon=":material/translate:",
        format_func=lambda code: language_name(code)[reader].capitalize(),
    )  # fmt: skip
    if chosen in left:
        board.save(lambda now: mend(now, "add_language", node, {"language": chosen}))
        st.rerun(scope="fragment")


def _field(board: Board, path: str) -> Field:
    return {"path": path, "label": field_label(path, board.language), "sample": _sample(board, path)}


def _sample(board: Board, path: str) -> str:
    value = look_up(board.sample.facts(), path)
    return "" if value is None else str(value)


def _tab(board: Board, code: str) -> EditorLanguage:
    name = language_name(code)[spoken_language(board.language)]
    lacking = shown_instead(code, "{shown}", board.language)
    return {"code": code, "label": name.capitalize(), "name": name, "lacking": lacking}


def _caption(board: Board, codes: Sequence[str], text: LocalText | None) -> str:
    """What a sample contact reads for whose language there is no tab; nothing where one text serves all."""
    default, wanted = board.journey.language, board.sample.language(board.journey.language)
    if wanted in codes:
        return ""
    other = fallback_language([text], wanted, default)
    return shown_instead(wanted, other, board.language) if other else ""


def _title(board: Board, button: Mapping[str, Any]) -> str:
    language = board.sample.language(board.journey.language)
    return fill_loosely(text_in(button.get("title"), language, board.journey.language), board.sample.facts())
