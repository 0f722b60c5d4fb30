"""The message editor: a text in one or more languages, with the phone bubble that follows each key.

Drawn in ``frontend/src/message_editor``, bundled in ``built/message_editor.js`` and ``.css``.
Python receives the text 0.8 s after the last key, when the person leaves the editor and before the page goes.
Until Python acknowledges it, the text stays in the browser tab's own storage and survives a reload.
A page does::

    state = st.session_state.get("text")
    for edit in fresh_edits(state, acknowledged):
        ...                                   # merge edit["texts"] into the draft, save
    acknowledged = last_nonce(state, acknowledged)
    message_editor(texts, key="text", acknowledged=acknowledged, ...)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict, cast

from designer.components.bundle import bundled
from designer.components.phone import Button, Header, OptionList


class Field(TypedDict):
    """A customer field to insert: ``path`` as in ``{{ contact.name }}``, a label, a sample value."""

    path: str
    label: str
    sample: NotRequired[str]


class EditorLanguage(TypedDict):
    """One tab: a language code and its name in the reader's language. ``lacking`` is said under the bubble while this
    language is unwritten, with ``{shown}`` for the ``name`` of the one that customers read instead."""

    code: str
    label: str
    lacking: NotRequired[str]
    name: NotRequired[str]


class MessageEdit(TypedDict):
    """A text as the person left it.

    ``nonce`` grows with each sending (0: nothing was sent). ``revision`` is the draft's revision that the
    person was writing on, so that a change made by someone else since can be merged.
    """

    nonce: int
    field_id: str
    revision: int
    texts: dict[str, str]


_COMPONENT = bundled("message_editor")


def message_editor(
    value: Mapping[str, str],
    *,
    key: str,
    fields: Sequence[Field],
    limit: int,
    words: Mapping[str, str],
    sample: Mapping[str, str],
    label: str,
    field_id: str,
    revision: int,
    acknowledged: int,
    languages: Sequence[EditorLanguage] | None = None,
    language: str | None = None,
    locale: str = "fr",
    default_language: str = "",
    caption: str = "",
    buttons: Sequence[str | Button] = (),
    sheet: OptionList | None = None,
    footer: str = "",
    header: Header | None = None,
) -> MessageEdit:
    """Show ``value`` (text by language code) for writing; return the last text that the browser sent.

    ``sample`` gives the sample contact's values by path and goes before the fields' own samples. ``limit`` is
    in UTF-16 units of the text with these values filled in. ``words`` is ``MESSAGE_EDITOR_WORDS[...]``.
    ``field_id`` names the text within the draft and ``revision`` the draft's state: one editor may pass from
    field to field. ``acknowledged`` is the nonce of the last edit applied. ``language`` is the tab to open;
    ``locale`` is the reader's, for numbers. A tab without words shows those of ``default_language``, as its customers
    would read them. ``caption`` stands under the bubble of the tab that opens: what the sample contact's language lacks.
    """
    tabs = list(languages or [{"code": code, "label": code} for code in value])
    opened = language or (tabs[0]["code"] if tabs else locale)
    shown = {
        "key": key,
        "field_id": field_id,
        "revision": revision,
        "ack": acknowledged,
        "label": label,
        "texts": dict(value),
        "language": opened,
        "languages": tabs,
        "locale": locale,
        "default_language": default_language,
        "caption": caption,
        "fields": list(fields),
        "sample": dict(sample),
        "limit": limit,
        "words": dict(words),
        "buttons": [_button(place, one) for place, one in enumerate(buttons)],
        "list": sheet,
        "footer": footer,
        "header": header,
    }
    edits = _edits(_COMPONENT(key=key, data=shown, on_text_change=_on_change).get("text"))
    unsent: MessageEdit = {"nonce": 0, "field_id": field_id, "revision": revision, "texts": dict(value)}
    return edits[-1] if edits else unsent


def _button(place: int, one: str | Button) -> Button:
    """A bare title is a reply button."""
    return {"id": str(place), "title": one, "kind": "reply"} if isinstance(one, str) else one


def fresh_edits(state: object, acknowledged: int) -> list[MessageEdit]:
    """The edits of an editor's session state above the acknowledged nonce, in order; at most one a field."""
    return [edit for edit in _edits(state) if edit["nonce"] > acknowledged]


def last_nonce(state: object, acknowledged: int) -> int:
    """What to acknowledge once every edit of ``state`` has been applied."""
    return max([acknowledged, *(edit["nonce"] for edit in _edits(state))])


def _on_change() -> None:
    """Streamlit returns a state value only where a callback exists; the page reads it in its body."""


def _edits(state: object) -> list[MessageEdit]:
    """Every edit of a state, oldest first; what is not an edit is not the editor's and is left out."""
    held = cast("Mapping[str, Any]", state) if isinstance(state, Mapping) else {}
    last = held.get("text", held)
    if not isinstance(last, Mapping):
        return []
    earlier = cast("Mapping[str, Any]", last).get("earlier")
    found = [*(cast("list[object]", earlier) if isinstance(earlier, list) else []), cast("object", last)]
    edits = [edit for edit in map(_edit, found) if edit is not None]
    return sorted(edits, key=lambda edit: edit["nonce"])


def _edit(found: object) -> MessageEdit | None:
    if not isinstance(found, Mapping):
        return None
    sent = cast("Mapping[str, Any]", found)
    nonce, field_id, revision, texts = (sent.get(name) for name in ("nonce", "field_id", "revision", "texts"))
    if not (isinstance(nonce, int) and isinstance(field_id, str) and isinstance(revision, int)):
        return None
    if not isinstance(texts, Mapping):
        return None
    kept = {str(code): text for code, text in cast("Mapping[Any, Any]", texts).items() if isinstance(text, str)}
    return {"nonce": nonce, "field_id": field_id, "revision": revision, "texts": kept}
