"""What a line of a story may expect to follow, one class a kind. The format is described in docs/stories.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from engine.journey.model import Part, Words
from engine.journey.plain import is_group


class FileSent(Part):
    """The file that went along: what stands here is checked."""

    kind: Literal["image", "video", "document"] | None = None
    url: str | None = None
    name: str | None = None


class TemplateSent(Part):
    """A template message left. `values` names only those that matter; `language`, `media` (the file at its
    head) and `fallback` (it left in place of a free reply) are checked when they stand there."""

    template: str
    values: dict[str, str] | None = None
    language: str | None = None
    media: FileSent | None = None
    fallback: bool | None = None


class SessionSent(Part):
    """A session message left with exactly this text (`""` for a file without words); `buttons` are its
    titles, `list` those of the rows, `link` the address behind its button, `location_request` whether it asks for
    the location."""

    session: str
    buttons: Words | None = None
    list_: Words | None = Field(default=None, alias="list")
    link: str | None = None
    location_request: bool | None = None
    language: str | None = None
    media: FileSent | None = None


class Exits(Part):
    """The passage is over: the exit step's id, or the reason (`goal`, `opted_out`, `no_consent`…)."""

    exit: str


class Refused(Part):
    """A message did not leave: `opted_out`, `no_consent`, `window_closed`, `loop`, `cannot_render:city`."""

    refused: str


class Confirmed(Part):
    """The one confirmation after an opt-out or opt-in word: `opt_out` or `opt_in`."""

    confirmation: Literal["opt_out", "opt_in"]


class Takes(Part):
    """A way was taken: `answer.yes`, `answer.no_reply`, `remind.next`."""

    branch: str


class Knows(Part):
    """What is known of the contact after this line. `null`: nothing is."""

    contact: dict[str, str | int | float | bool | None]


class Consents(Part):
    """The customer's agreement to this purpose was recorded; `given: false`: it was taken back."""

    consent: Literal["marketing", "service"]
    given: bool = True


class Begins(Part):
    """The customer was led into another journey, by its key. That journey is not played."""

    starts: str


class Asks(Part):
    """Another system is asked at this address; `body` is checked when it stands there."""

    call: str
    body: dict[str, str] | None = None


_KINDS: dict[str, type[Part]] = {
    "template": TemplateSent, "session": SessionSent, "exit": Exits, "refused": Refused, "confirmation": Confirmed,
    "branch": Takes, "contact": Knows, "consent": Consents, "starts": Begins, "call": Asks,
}  # fmt: skip


def _kind(value: Any) -> str | None:
    if isinstance(value, Part):
        return type(value).__name__
    names = [name for name in _KINDS if is_group(value) and name in value]
    return _KINDS[names[0]].__name__ if names else None


Expectation = Annotated[
    Annotated[TemplateSent, Tag("TemplateSent")]
    | Annotated[SessionSent, Tag("SessionSent")]
    | Annotated[Exits, Tag("Exits")]
    | Annotated[Refused, Tag("Refused")]
    | Annotated[Confirmed, Tag("Confirmed")]
    | Annotated[Takes, Tag("Takes")]
    | Annotated[Knows, Tag("Knows")]
    | Annotated[Consents, Tag("Consents")]
    | Annotated[Begins, Tag("Begins")]
    | Annotated[Asks, Tag("Asks")],
    Discriminator(
        _kind,
        custom_error_type="unknown_expectation",
        custom_error_message=f"an expectation starts with one of {', '.join(_KINDS)}",
    ),
]
