"""What the journeys page asks: the list with its counts and problems, and the acts on a journey."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from designer import draft_services
from designer.draft_model import Desk, NoJourney
from designer.editing import Definition, Edited
from designer.editing import Refused as NotEdited
from designer.wording import say
from engine.checker.check import check
from engine.checker.context import (
    CodeElsewhere,
    EventElsewhere,
    JourneyElsewhere,
    KeywordElsewhere,
    KnownTemplate,
    Surroundings,
)
from engine.checker.neighbours import codes_of, events_of, keywords_of
from engine.checker.problem import Problem
from engine.customers_view import Customers, know_customers
from engine.journey import files
from engine.journey.definition import BadDefinition, Journey, read_definition
from engine.journey.quiet_hours import QuietHours
from engine.library_view import called, house_hours
from storage import counts, drafts, journeys, people, templates
from storage.core import Refused
from storage.counts import Deliveries
from storage.database import reading, writing
from storage.journeys import Act, JourneySummary, PeopleInside
from storage.tables import Journey as JourneyRow
from storage.tables import MessageTemplate

SAMPLES = Path(files.__file__).parents[1] / "samples"


@dataclass(frozen=True, slots=True)
class Listed:
    """One journey of the list: as it is drawn, what is wrong with it, what became of its messages."""

    summary: JourneySummary
    definition: Mapping[str, Any]
    journey: Journey | None
    problems: tuple[Problem, ...]
    deliveries: Deliveries
    changed_by: str | None

    @property
    def row(self) -> JourneyRow:
        return self.summary.journey

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A definition by its hash: read again it is the same journey."""

    content_hash: str
    definition: Mapping[str, Any] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Question:
    """A definition among its surroundings; asked again it has the same answer, so the answer is kept by these hashes."""

    drawing: _Drawing
    house_hash: str
    surroundings: Surroundings = field(compare=False)


def list_journeys(desk: Desk) -> tuple[list[Listed], list[MessageTemplate]]:
    """Every journey, and the library of templates that they use."""
    with reading(desk.database) as connection:
        summaries = journeys.list_journeys(connection)
        sent = counts.deliveries_by_journey(connection)
        library = templates.list_templates(connection)
        customers = know_customers(connection)
        names = {one.id: one.name for one in people.list_people(connection)}
        hours = house_hours(connection)
    around = _Around(summaries, library, customers, desk, hours)
    return [_listed(one, around, sent, names) for one in summaries], library


class _Around:
    """The surroundings of every journey, made once for all of them."""

    def __init__(
        self,
        summaries: Sequence[JourneySummary],
        library: Sequence[MessageTemplate],
        customers: Customers,
        desk: Desk,
        quiet_hours: QuietHours | None,
    ) -> None:
        self.templates = known_templates(library)
        self.customers, self.quiet_hours = customers, quiet_hours
        self.desk, asked = desk, (desk.business_name, desk.http_hosts, desk.counted_links)
        live = [one for one in summaries if one.journey.state == "live" and one.live is not None]
        self.keywords = {one.journey.key: _keywords(one) for one in live}
        self.events = {one.journey.key: _events(one) for one in live}
        self.codes = {one.journey.key: _codes(one) for one in live}
        self.journeys = [_elsewhere(one) for one in summaries]
        drawn = [(one.journey.key, one.journey.state, one.live.content_hash if one.live else "") for one in summaries]
        parts = [(one.name, one.language, one.status, one.content_hash) for one in library]
        told = (
            sorted(parts), customers.outline(), self.keywords, self.events, self.codes, drawn, *asked, repr(quiet_hours),
        )  # fmt: skip
        self.hash = hashlib.sha256(repr(told).encode()).hexdigest()

    def of(self, key: str) -> Surroundings:
        elsewhere = [word for other, words in self.keywords.items() if other != key for word in words]
        events = [event for other, named in self.events.items() if other != key for event in named]
        codes = [code for other, held in self.codes.items() if other != key for code in held]
        house = Surroundings(
            self.templates, keywords_elsewhere=elsewhere, events_elsewhere=events, codes_elsewhere=codes,
            business_name=self.desk.business_name, journeys=[one for one in self.journeys if one.key != key],
            http_hosts=self.desk.http_hosts, counted_links=self.desk.counted_links, quiet_hours=self.quiet_hours,
        )  # fmt: skip
        return self.customers.among(house)


def known_templates(library: Sequence[MessageTemplate]) -> dict[tuple[str, str], KnownTemplate]:
    """The library as the checker and the phone read it."""
    return {(one.name, one.language): KnownTemplate(one.category, one.status, one.components) for one in library}


def _elsewhere(summary: JourneySummary) -> JourneyElsewhere:
    return JourneyElsewhere(
        summary.journey.key, called(summary.journey), summary.journey.state == "live", _live(summary)
    )


def _keywords(summary: JourneySummary) -> tuple[KeywordElsewhere, ...]:
    live = _live(summary)
    return tuple(keywords_of(called(summary.journey), live)) if live else ()


def _events(summary: JourneySummary) -> tuple[EventElsewhere, ...]:
    live = _live(summary)
    return tuple(events_of(called(summary.journey), live)) if live else ()


def _codes(summary: JourneySummary) -> tuple[CodeElsewhere, ...]:
    live = _live(summary)
    return tuple(codes_of(called(summary.journey), live)) if live else ()


def _live(summary: JourneySummary) -> Journey | None:
    return _read(_Drawing(summary.live.content_hash, summary.live.definition)) if summary.live else None


def _listed(
    summary: JourneySummary, around: _Around, sent: Mapping[str, Deliveries], names: Mapping[str, str]
) -> Listed:
    shown, key = summary.draft or summary.live, summary.journey.key
    definition = shown.definition if shown else {"parcours": 1, "key": key}
    drawing = _Drawing(shown.content_hash if shown else "", definition)
    question = _Question(drawing, f"{around.hash}:{key}", around.of(key))
    return Listed(
        summary, definition, _read(drawing), _problems(question), sent.get(summary.journey.id, Deliveries()),
        names.get(summary.journey.state_changed_by or ""),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _read(drawing: _Drawing) -> Journey | None:
    return readable(drawing.definition)


@lru_cache(maxsize=1024)
def _problems(question: _Question) -> tuple[Problem, ...]:
    journey = _read(question.drawing)
    return tuple(check(journey, question.surroundings)) if journey else ()


def readable(definition: Mapping[str, Any]) -> Journey | None:
    """The definition as a journey; None where an older or newer program wrote it."""
    try:
        return read_definition(definition)
    except BadDefinition:
        return None


def find_journey(desk: Desk, key: str) -> JourneyRow | None:
    with reading(desk.database) as connection:
        return journeys.find_journey(connection, key=key)


def create_journey(desk: Desk, definition: Definition, *, is_sample: bool = False) -> str:
    """A journey with this definition as its first draft, under its key or the next free one; the key."""
    wanted = str(definition["key"])
    for number in range(1, 1000):
        key = wanted if number == 1 else f"{wanted[:60]}-{number}"
        if not isinstance(_create(desk, {**definition, "key": key}, is_sample), Refused):
            return key
    raise RuntimeError(f"a thousand journeys are called {wanted}")


def _create(desk: Desk, definition: Definition, is_sample: bool) -> JourneyRow | Refused:
    journey = read_definition(definition)
    with writing(desk.database) as connection:
        return journeys.create_journey(
            connection, journey_id=desk.new_id(), version_id=desk.new_id(), key=journey.key,
            name=journey.name_in(), names=journey.names, definition=definition, content_hash=journey.content_hash(),
            by=desk.by, at=desk.clock(), is_sample=is_sample,
        )  # fmt: skip


def take_in(desk: Desk, text: str, name: str) -> str:
    """A file as the draft of its journey, which undo can take back; its key. Raises `files.BadFile` in sentences."""
    definition = files.read_text(text, name).to_json()
    key = str(definition["key"])
    if isinstance(_create(desk, definition, False), Refused):
        taken = draft_services.edit_draft(desk, key, lambda _: Edited(definition, "import"))
        if isinstance(taken, NotEdited | NoJourney):
            raise RuntimeError(f"the draft of {key} could not be saved: {taken}")
    return key


def samples() -> list[tuple[str, Journey]]:
    """The journeys that come with the program, ready to be changed: file text and definition."""
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.yaml"))]
    return [(text, files.read_text(text, "sample")) for text in texts]


def duplicate_journey(desk: Desk, listed: Listed, language: str) -> str:
    """A new draft with the same drawing, called a copy in each language that it has a name in, else in the reader's; its key."""
    row = listed.row
    names = {code: say(code, "Copie de {name}", name=name) for code, name in row.names.items()}
    name = names or say(language, "Copie de {name}", name=row.name)
    return create_journey(desk, {**listed.definition, "name": name, "key": f"{str(row.key)[:58]}-copie"})


def file_of(definition: Mapping[str, Any]) -> str:
    """The journey as a YAML file."""
    return files.write_text(definition)


def change_state(desk: Desk, journey_id: str, act: Act) -> JourneyRow | Refused:
    """Pause, resume, retire or stop; the engine follows within a second."""
    with writing(desk.database) as connection:
        return journeys.set_state(connection, journey_id=journey_id, act=act, by=desk.by, at=desk.clock())


def delete_draft(desk: Desk, row: JourneyRow) -> object:
    """Remove a journey that was never live, or only the draft of one that was."""
    with writing(desk.database) as connection:
        if row.live_version_id is None:
            return journeys.delete_journey(connection, journey_id=row.id, by=desk.by, at=desk.clock())
        draft = drafts.load_draft(connection, journey_id=row.id)
        return draft and drafts.discard_draft(connection, version_id=draft.id, by=desk.by, at=desk.clock())


def people_inside(desk: Desk, journey_id: str) -> PeopleInside:
    with reading(desk.database) as connection:
        return journeys.people_inside(connection, journey_id=journey_id)


def person_name(connection: Connection, person_id: str | None) -> str | None:
    found = people.find_person(connection, person_id=person_id) if person_id else None
    return found.name if found else None
