"""Stories: a conversation with expectations, as a marketer writes it down. The format is described in
docs/stories.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationError, model_validator

from engine.journey.durations import Duration, parse_duration
from engine.journey.events import Location
from engine.journey.faults import Fault, faults_of, unwritable_in
from engine.journey.files import BadFile, load_source, load_text, with_line
from engine.journey.model import Part, Words
from engine.journey.plain import is_group

START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
IS_A_JOURNEY = (
    "This is a journey, not a story: it has steps and triggers. "
    "Write a story that names it (“journey: …”), or check it with “parcours check”."
)
ACTIONS = ("event", "agrees", "says", "taps", "sends", "receipt", "http")


def _moment(value: Any) -> Any:
    """`2026-01-05T09:00Z` → an aware moment in UTC."""
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” is not a moment; write 2026-01-05T09:00Z") from None
    if moment.tzinfo is None:
        raise ValueError(f"“{value}” does not say its zone; write 2026-01-05T09:00Z or +01:00 at its end")
    return moment.astimezone(dt.UTC)


Moment = Annotated[dt.datetime, BeforeValidator(_moment)]


class Happens(Part):
    """An event from outside: `{name: cart.abandoned, data: {total: 80}}`. The data is `event.…` in the
    journey it starts."""

    name: str
    data: dict[str, Any] = Field(default_factory=dict)


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

Provider: TypeAlias = Literal["accepts", "refuses", "unreachable", "slow"]
Promise: TypeAlias = Literal[
    "ends", "one_message_a_visit", "silent_after_opt_out", "every_answer_is_met", "inside_window", "filled", "no_fault"
]  # fmt: skip
MediaKind: TypeAlias = Literal["image", "video", "audio", "document", "location", "contact", "unknown"]


class Ad(Part):
    """The click-to-WhatsApp ad that brought the customer: what WhatsApp tells of it."""

    source_id: str = ""
    source_type: str = "ad"
    source_url: str = ""
    headline: str = ""
    body: str = ""
    ref: str = ""

    def told(self) -> dict[str, str]:
        """What is known, by name."""
        return {name: text for name, text in self.model_dump().items() if text}


class Answers(Part):
    """What another system answers to the call that is waiting: `{status: 200, body: {state: sent}}`."""

    status: int = Field(default=200, ge=100, le=599)
    body: Any = None


class Place(Part):
    """Where the customer is, in degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: str = ""
    address: str = ""

    def location(self) -> Location:
        return Location(self.latitude, self.longitude, self.name, self.address)


class Line(Part):
    """One thing that happens, and what must follow. `at` or `after` moves the time first; a line with nothing
    else only lets time pass. Without `expect` or `nothing`, nothing is checked.

    `of` names the step whose button is tapped, `late` how long ago the customer did it, `provider` how the
    provider treats messages from this line on."""

    at: Moment | None = None
    after: Duration | None = None
    event: Happens | None = None
    agrees: Literal["marketing", "service", "all"] | None = None
    says: str | None = None
    taps: str | None = None
    sends: MediaKind | None = None
    caption: str = ""
    place: Place | None = None
    http: Answers | None = None
    of: str | None = None
    late: Duration | None = None
    provider: Provider | None = None
    receipt: Literal["delivered", "read", "failed"] | None = None
    ad: Ad | None = None
    expect: list[Expectation] | None = None
    nothing: Literal[True] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Line:
        done = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(done) > 1:
            raise ValueError(f"{' and '.join(done)} stand in one line; give each its own")
        if self.at is not None and self.after is not None:
            raise ValueError("at and after stand in one line; keep one")
        if self.caption and self.sends is None:
            raise ValueError("a caption belongs to a medium; write “sends: image” beside it")
        if self.of is not None and self.taps is None:
            raise ValueError("“of” names the step whose button is tapped; write “taps: Oui” beside it")
        if self.late is not None and self.says is None and self.taps is None and self.sends is None:
            raise ValueError("only what a customer writes, taps or sends can be late; name it beside it")
        if self.ad is not None and self.says is None and self.sends is None:
            raise ValueError("an ad brings a message; write “says: …” beside it")
        if (self.place is not None) != (self.sends == "location"):
            raise ValueError("“sends: location” and “place: {latitude: …, longitude: …}” stand together")
        if self.nothing and self.expect:
            raise ValueError("“nothing” and “expect” contradict each other; keep one")
        return self

    def expected(self) -> list[Expectation] | None:
        """What must happen; empty for nothing, None when it is not checked."""
        return [] if self.nothing else self.expect


class Person(Part):
    """Who the story is about. `consent`: the purposes they agreed to."""

    name: str | None = None
    language: str | None = None
    whatsapp: str | None = None
    timezone: str | None = None
    country: str | None = None
    attributes: dict[str, str | int | float | bool | list[str] | None] = Field(default_factory=dict)
    consent: list[Literal["marketing", "service", "all"]] = Field(
        default_factory=list[Literal["marketing", "service", "all"]]
    )


class Template(Part):
    """What the library says of a template the story uses: its category decides the consent it needs, its
    quick replies are what can be tapped."""

    category: Literal["marketing", "utility", "authentication"] | None = None
    buttons: Words = Field(default_factory=list[str])


class Story(Part):
    """A whole story. `journey` is the path of its file, beside the story's own. `always`: what must hold after
    every line (`engine.journey.promises`)."""

    name: str = ""
    journey: str | None = None
    start: Moment | None = None
    contact: Person = Person()
    templates: dict[str, Template] = Field(default_factory=dict)
    always: list[Promise] = Field(default_factory=list[Promise])
    story: list[Line] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _time_goes_on(self) -> Story:
        before = self.begins_at()
        for number, moment in enumerate(self.moments(), start=1):
            if moment < before:
                raise ValueError(f"line {number} of the story is at {moment:%Y-%m-%dT%H:%MZ}, before the line above it")
            before = moment
        return self

    def begins_at(self) -> dt.datetime:
        """`start`, else the moment of the first line, else Monday 5 January 2026 at 9:00 UTC."""
        return self.start or self.story[0].at or START

    def moments(self) -> list[dt.datetime]:
        """When each line happens."""
        now, moments = self.begins_at(), list[dt.datetime]()
        for line in self.story:
            now = line.at or now + parse_duration(line.after or "0s")
            moments.append(now)
        return moments


def read_story(path: Path | str) -> Story:
    """The story in this file. Raises BadFile."""
    return read_story_text(load_text(path), str(path))


def read_story_text(text: str, name: str) -> Story:
    """The story in this text; `name` is what problems call it. Raises BadFile."""
    source = load_source(text, name, "story", "It holds journey, contact and story: a list of lines.")
    if "story" not in source.value and not source.value.keys().isdisjoint(("parcours", "steps", "triggers")):
        raise BadFile(name, [IS_A_JOURNEY])
    try:
        faults: Sequence[Fault] = unwritable_in(source.value)
        if not faults:
            return Story.model_validate(source.value)
    except ValidationError as failure:
        faults = faults_of(failure, source.value, {})
    raise BadFile(name, [with_line(source, fault.place, str(fault)) for fault in faults])


def journey_beside(story: Story, path: Path | str) -> Path | None:
    """Where the story's journey lies: its path counts from the folder of the story's own file."""
    return Path(path).parent / story.journey if story.journey else None
