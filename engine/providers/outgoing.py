"""What leaves: a template or a free reply for one address, and the word that it was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

MediaContent: TypeAlias = tuple[Literal["image", "video", "document"], str, str]
"""Kind, link and file name (empty for none) of a file that goes along."""
LocationContent: TypeAlias = tuple[float, float, str, str]
"""Latitude and longitude in degrees, name and address (empty for none) of a place."""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """A template message ready to leave. `header`, `body` and `buttons` hold the placeholder names in order of appearance,
    so that a provider that counts positions can; `values` fills them by name. `quick_replies` maps the place of each quick
    reply button (0-based, among all buttons) to the payload that comes back when it is tapped."""

    name: str
    language: str
    header: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    url_buttons: Mapping[int, str] = field(default_factory=dict[int, str])
    quick_replies: Mapping[int, str] = field(default_factory=dict[int, str])
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    header_media: MediaContent | None = None
    category: str = ""
    written: str = ""
    """The body as it was approved, placeholders included, for channels that know no templates."""


@dataclass(frozen=True, slots=True)
class ListContent:
    """A list that opens by a button: sections as (title, rows), rows as (payload, title, description); a title of a
    section and a description may be empty. At most ten rows in all."""

    button: str
    sections: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class SessionContent:
    """A free reply ready to leave: text, and a file whose caption the text is. Under it at most one of: up to three reply
    buttons as (payload, title), a list, a link as (title, address), a request for the location (`location_label` is what
    stands on it where the channel has no words of its own). The text is empty only where a file goes without a word."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    media: MediaContent | None = None
    list: ListContent | None = None
    link: tuple[str, str] | None = None
    location_label: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message for one address. `message_id` is ours and travels with it, so that a receipt or a look-up finds it."""

    message_id: str
    channel: str
    sender: str
    to: str
    content: TemplateContent | SessionContent
    purpose: Literal["marketing", "service"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it. `at` is the provider's own time where it tells."""

    provider_message_id: str
    at: dt.datetime | None = None
