"""What must happen because a contact moved. `advance` only says it; the engine, the test phone or a story
does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

WhenUnconfirmed: TypeAlias = Literal["resend", "drop", "ask"]


@dataclass(frozen=True, slots=True)
class Button:
    """A reply button as sent: `id` comes back when it is tapped."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list as sent: `id` comes back when it is picked."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one title, which is empty where there is one section."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OptionList:
    """A list that opens by a button."""

    button: str
    sections: tuple[Section, ...]

    def rows(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.rows)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens a page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Media:
    """A file that goes along with a message: `url` is where the platform fetches it, `name` what a customer
    reads under a document, empty for none."""

    kind: Literal["image", "video", "document"]
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fallback:
    """The template that leaves in place of a session message once the window is closed. `problem` says why this
    one cannot leave either (`cannot_render:city`)."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    media: Media | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """A message to send. `message_id` is made of the enrollment and the visit: the same visit never makes
    two.

    A template carries `template`, `language` and `values` (placeholder → text); a session message `text` and
    one of `buttons`, `list`, `link` and `asks_location`, or none. `media` is the file at the head of a template, or the one that a session message explains.
    `fallback` leaves instead when the window has closed meanwhile. `if_unconfirmed`: see `SendStep`.
    """

    message_id: str
    step_id: str
    kind: Literal["template", "session"]
    language: str
    template: str | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str = ""
    buttons: tuple[Button, ...] = ()
    list: OptionList | None = None
    link: Link | None = None
    asks_location: bool = False
    media: Media | None = None
    fallback: Fallback | None = None
    if_unconfirmed: WhenUnconfirmed | None = None

    def tappable(self) -> tuple[Button, ...]:
        """What the customer may tap to answer: the buttons, or the rows of the list."""
        return self.buttons or tuple(Button(row.id, row.title) for row in (self.list.rows() if self.list else ()))

    def may_be_opened(self) -> bool:
        """Whether it holds a link; a template may, its buttons stand elsewhere."""
        return self.kind == "template" or self.link is not None or "://" in self.text

    def instead(self, fallback: Fallback) -> Send:
        """The same message as its fallback template."""
        return Send(
            self.message_id, self.step_id, "template", self.language,
            template=fallback.template, values=fallback.values, media=fallback.media, if_unconfirmed=self.if_unconfirmed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class UpdateContact:
    """Attributes to write on the contact; None removes one. `name` and `language` are the contact's own
    fields."""

    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """A statement of the customer to keep: `words` are what they were shown, in `language`. Step and visit tell it
    apart from every other. It counts before the next message of the same passage."""

    purpose: Literal["marketing", "service"]
    given: bool
    words: str
    language: str
    step_id: str
    visit: int


@dataclass(frozen=True, slots=True)
class StartJourney:
    """The contact is to enter the live journey of this key. What became of it comes back as `Begun`, at once."""

    journey: str
    step_id: str
    visit: int


@dataclass(frozen=True, slots=True)
class CallHttp:
    """A question to another system. `call_id` is made of the enrollment and the visit: the same visit never asks twice.
    `save`: attribute → where its value stands in the answer. `wait`: how long one exchange may take. After `until` it is
    not asked any more."""

    call_id: str
    step_id: str
    method: Literal["GET", "POST"]
    url: str
    headers: Mapping[str, str]
    body: Mapping[str, str]
    save: Mapping[str, str]
    wait: dt.timedelta
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """The contact arrived at a step (`port` is None) or left it by a port, and why in machine words
    (`word:oui`, `near:oui`, `button:yes`, `otherwise`, `no_reply`, `refused:no_consent`)."""

    step_id: str
    port: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Exited:
    """The passage is over: `end` (an exit step), `goal`, `exit_on`, `refused:…`, `stopped`, `opted_out`,
    `loop`."""

    reason: str
    step_id: str | None = None


Effect: TypeAlias = Send | UpdateContact | RecordConsent | CallHttp | StartJourney | Passed | Exited
