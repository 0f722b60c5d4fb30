"""The phone: a conversation drawn as WhatsApp shows it, in the browser, with real text.

Drawn in ``frontend/src/phone``, bundled in ``built/phone.js`` and ``.css``.
What the person does comes back through a durable outbox: each event carries a number, the browser sends
every event not yet acknowledged, and the page applies only those above what it has acknowledged.
A page does::

    state = st.session_state.get("essai")
    for event in fresh_events(state, acknowledged):
        ...                                   # answer, then draw the answer in the same run
    acknowledged = acknowledge(acknowledged, state)
    phone({..., "ack": acknowledged}, key="essai", compose=True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

from streamlit.components.v2 import component

from designer.components.phone_words import PHONE_WORDS

MediaKind = Literal["image", "video", "document", "location", "audio", "sticker"]


class Business(TypedDict):
    """Who speaks: ``picture`` is a web address, or None for the first letter of the name."""

    name: str
    picture: NotRequired[str | None]


class Header(TypedDict):
    """Top of a bubble: a text (``text``) or a file (``url``, ``name``; without ``url`` an empty frame)."""

    kind: Literal["text"] | MediaKind
    text: NotRequired[str]
    url: NotRequired[str | None]
    name: NotRequired[str]


class Media(TypedDict):
    """The file that a message is. A location has a ``name`` and its address in ``text``."""

    kind: MediaKind
    url: NotRequired[str | None]
    name: NotRequired[str]
    text: NotRequired[str]


class Button(TypedDict):
    """A button under a bubble. ``url`` is the address, number or code behind it."""

    id: str
    title: str
    kind: Literal["reply", "url", "phone", "copy_code", "list", "location"]
    url: NotRequired[str]


class Row(TypedDict):
    """One line of a list sheet."""

    id: str
    title: str
    description: NotRequired[str]


class Section(TypedDict):
    """Rows of a list sheet under one title."""

    title: NotRequired[str]
    rows: list[Row]


class OptionList(TypedDict):
    """A list message: the button that opens the sheet, and the sheet's sections."""

    button: str
    sections: list[Section]


class Message(TypedDict):
    """One message.

    ``at`` and ``date`` are already words in the reader's format; a ``date`` draws a chip above the message.
    ``filled`` are ranges of ``text`` (characters of the Python string, end excluded) that came from the
    sample contact. ``problem`` says why the message would not leave. ``tapped`` on a customer's message: it
    is a button's title; on a business message: one of its buttons has been used and they answer no more.
    """

    id: str
    side: Literal["business", "customer", "system"]
    text: str
    at: NotRequired[str]
    date: NotRequired[str | None]
    header: NotRequired[Header | None]
    media: NotRequired[Media | None]
    footer: NotRequired[str]
    buttons: NotRequired[Sequence[Button]]
    list: NotRequired[OptionList | None]
    status: NotRequired[Literal["queued", "sent", "delivered", "read", "failed"] | None]
    problem: NotRequired[str | None]
    caption: NotRequired[str]
    filled: NotRequired[Sequence[Sequence[int]]]
    quoted: NotRequired[str | None]
    tapped: NotRequired[bool]


class Conversation(TypedDict):
    """What the phone shows. ``words`` replaces words of ``PHONE_WORDS``; ``frame`` draws the device; with
    ``focus`` a phone that appears takes the keyboard."""

    business: Business
    messages: list[Message]
    language: NotRequired[str]
    words: NotRequired[Mapping[str, str]]
    frame: NotRequired[bool]
    focus: NotRequired[bool]
    ack: NotRequired[Mapping[str, int]]


class PhoneEvent(TypedDict):
    """What the person did: ``say`` has ``text``; ``tap`` has ``message_id``, ``button_id`` and ``title``."""

    seq: int
    kind: Literal["say", "tap"]
    text: NotRequired[str]
    message_id: NotRequired[str]
    button_id: NotRequired[str]
    title: NotRequired[str]


class PhoneEvents(TypedDict):
    """The outbox of one mounted phone: ``client`` is new at each mount, ``items`` are in order of ``seq``."""

    client: str
    items: list[PhoneEvent]


_BUILT = Path(__file__).parent / "built"
_COMPONENT = component(
    "parcours.phone",
    js=(_BUILT / "phone.js").read_text(encoding="utf-8"),
    css=(_BUILT / "phone.css").read_text(encoding="utf-8"),
)


def phone(conversation: Conversation, *, key: str, compose: bool = False, height: int | None = 640) -> PhoneEvents:
    """Draw a conversation; return what the person did and Python has not acknowledged.

    ``compose`` lets the person write and tap; without it buttons are shown and do nothing, sheets open.
    ``height`` is in pixels; None grows with the content.
    """
    language = conversation.get("language", "fr")
    words = PHONE_WORDS.get(language, PHONE_WORDS["fr"]) | dict(conversation.get("words", {}))
    drawn = {"frame": True, "ack": {}, **conversation, "language": language, "words": words}
    result = _COMPONENT(key=key, data=drawn | {"compose": compose, "height": height}, on_events_change=_on_change)
    return _events(result.get("events"))


def fresh_events(state: object, acknowledged: Mapping[str, int]) -> list[PhoneEvent]:
    """The events of a phone's session state (or of ``phone()``) above what is acknowledged, in order."""
    events = _events(state)
    after = acknowledged.get(events["client"], 0)
    return [item for item in events["items"] if item["seq"] > after]


def acknowledge(acknowledged: Mapping[str, int], state: object) -> dict[str, int]:
    """What to acknowledge once every event of ``state`` has been applied: highest ``seq`` by client."""
    events = _events(state)
    seqs = [item["seq"] for item in events["items"]]
    client = events["client"]
    return {**acknowledged, client: max([acknowledged.get(client, 0), *seqs])} if seqs else dict(acknowledged)


def _on_change() -> None:
    """Streamlit returns a state value only where a callback exists; the page reads it in its body."""


def _events(state: object) -> PhoneEvents:
    held = cast("Mapping[str, Any]", state) if isinstance(state, Mapping) else {}
    inner = held.get("events", held)
    if not isinstance(inner, Mapping) or "client" not in inner:
        return {"client": "", "items": []}
    items = [item for item in cast("list[Any]", inner.get("items") or []) if _is_event(item)]
    return {"client": str(inner["client"]), "items": sorted(items, key=lambda item: item["seq"])}


def _is_event(item: object) -> bool:
    """The browser's word is checked: whatever is not one of the two kinds is not an event."""
    if not isinstance(item, Mapping) or not isinstance(item.get("seq"), int):
        return False
    fields = {"say": ("text",), "tap": ("message_id", "button_id", "title")}.get(str(item.get("kind")))
    return fields is not None and all(isinstance(item.get(field), str) for field in fields)
