"""One line of a story: what happens, and what must follow. The format is described in docs/stories.md."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from engine.journey.durations import Duration
from engine.journey.events import Location, Sign
from engine.journey.expectations import Expectation
from engine.journey.model import Part

ACTIONS = ("event", "agrees", "says", "taps", "sends", "receipt", "http")
Provider: TypeAlias = Literal["accepts", "refuses", "unreachable", "slow"]
MediaKind: TypeAlias = Literal["image", "video", "audio", "document", "location", "contact", "unknown"]


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
    receipt: Sign | None = None
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
