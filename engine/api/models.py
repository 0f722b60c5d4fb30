"""What other systems may tell us. Each model is the contract, the check and the documentation at once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import phonenumbers
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator


def _digits(number: str) -> str:
    """A WhatsApp id: digits as WhatsApp gives them, or a business-scoped user id such as `FR.1349…`. Meta's own ids are not
    always valid numbers for a library, so only their form is asked."""
    if re.fullmatch(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}", number):
        return number
    digits = re.sub(r"[ .+-]", "", number).removeprefix("00")
    if not re.fullmatch(r"[1-9][0-9]{5,16}", digits):
        raise ValueError("must be an international number such as 33612345678, digits only")
    return digits


def _phone(number: str) -> str:
    """Digits of the number as it is dialled from abroad."""
    try:
        parsed = phonenumbers.parse(number if number.startswith("+") else f"+{number.removeprefix('00')}")
    except phonenumbers.NumberParseException:
        raise ValueError("must be an international number such as +33612345678") from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("cannot be a number of its country; write it such as +33612345678")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def _moment(at: dt.datetime) -> dt.datetime:
    if not 1970 < at.year < 2100:
        raise ValueError("must be a moment of our time such as 2026-01-05T09:00:00Z")
    return at.astimezone(dt.UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_moment)]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("must be a time zone such as Europe/Paris")
    return name


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_max_length=4096)


class Person(Body):
    """Who it is about: at least one of `external_id`, `whatsapp`, `phone`, looked for in this order. Fields that are given
    are written on the contact; `attributes` are merged into those there."""

    external_id: str | None = Field(
        default=None, min_length=1, max_length=200, description="Your own id of the person."
    )
    whatsapp: Annotated[str, AfterValidator(_digits)] | None = Field(
        default=None, description="Digits, with country code."
    )
    phone: Annotated[str, AfterValidator(_phone)] | None = Field(default=None, description="International number.")
    name: str | None = Field(default=None, max_length=200)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}([_-][A-Za-z]{2})?$", examples=["fr"])
    timezone: Annotated[str, AfterValidator(_zone)] | None = Field(default=None, examples=["Europe/Paris"])
    attributes: dict[str, Any] = Field(default_factory=dict, max_length=200)

    @model_validator(mode="after")
    def _says_who(self) -> Person:
        if not (self.external_id or self.whatsapp or self.phone):
            raise ValueError("give at least one of external_id, whatsapp, phone")
        return self


class EventBody(Body):
    """Something happened in your system. The same `id` again gives the same answer and has no second effect."""

    id: str = Field(min_length=1, max_length=200, description="Unique for this event, for good.")
    name: str = Field(min_length=1, max_length=200, examples=["cart.abandoned"])
    at: Moment | None = Field(default=None, description="When it happened, with its time zone; now if left out.")
    contact: Person
    data: dict[str, Any] = Field(default_factory=dict, max_length=200, description="Readable in texts as event.…")


class EventAnswer(BaseModel):
    event: str
    contact: str
    enrollments: list[str]


class ContactAnswer(BaseModel):
    contact: str


class ConsentBody(Body):
    """A person said yes or no to your messages, somewhere else than on WhatsApp."""

    id: str = Field(min_length=1, max_length=200, description="Unique for this statement, for good.")
    contact: Person
    purpose: Literal["marketing", "service", "all"]
    given: bool
    source: str = Field(min_length=1, max_length=200, examples=["web form"])
    words: str | None = Field(default=None, description="The exact words that the person agreed to.")
    at: Moment | None = None
