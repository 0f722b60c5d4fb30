"""The first start of a house: its sender, the people of the sandbox, the sample journeys. Later starts change nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from sqlalchemy import Connection, Engine

from engine.checker.check import check
from engine.clock import system_clock
from engine.commands.exchange import take_in
from engine.commands.words import say
from engine.ids import new_id
from engine.journey.files import read_file
from engine.library_view import surroundings_of
from engine.providers.abilities import ProviderNumber, TellsNumber
from engine.providers.base import ProviderError
from engine.providers.registry import open_provider
from engine.runner.background import BackgroundDatabase
from engine.runner.template_sync import sync_templates
from engine.settings import Settings
from storage import drafts, journeys, people, senders
from storage.core import Refused
from storage.database import writing
from storage.senders import list_senders

SAMPLES = Path(__file__).parents[1] / "samples"
PEOPLE = (("Claire", "marketing"), ("Paul", "reviewer"), ("Sam", "agent"))


def prepare_house(engine: Engine, settings: Settings, *, with_samples: bool = True) -> None:
    """Add what is missing for this provider; publish the samples into an empty house of the sandbox."""
    told = _ask_provider(engine, settings)
    with writing(engine) as connection:
        _add_sender(connection, settings, told)
        if settings.provider == "sandbox" and not people.list_people(connection):
            _add_people(connection)
        if with_samples and settings.provider == "sandbox" and not journeys.list_journeys(connection):
            _publish_samples(connection, settings.business_name)


def _ask_provider(engine: Engine, settings: Settings) -> ProviderNumber:
    """Read the templates, and our number where the provider tells it. What it does not answer is said, and asked again at
    the next start."""

    told = ProviderNumber()

    async def ask() -> None:
        nonlocal told
        provider = open_provider(settings, system_clock)
        database = BackgroundDatabase(engine)
        try:
            if isinstance(provider, TellsNumber):
                told = await provider.read_number()
            await sync_templates(provider, database, clock=system_clock, new_id=new_id)
        finally:
            await provider.close()
            database.close()

    try:
        asyncio.run(ask())
    except ProviderError as problem:
        print(
            say(f"Les modèles n'ont pas pu être lus : {problem}", f"Templates could not be read: {problem}"),
            file=sys.stderr,
        )
    return told


def _add_sender(connection: Connection, settings: Settings, told: ProviderNumber) -> None:
    ours = list_senders(connection, provider=settings.provider)
    if ours:
        if told.digits and not ours[0]["number"]:  # the provider did not answer at the first start
            senders.change(connection, ours[0]["id"], number=told.digits)
        return
    known: dict[str, object] = {"quality": told.quality, "rate_per_second": told.rate_per_second}
    senders.add(
        connection, id=new_id(), key="main" if not list_senders(connection) else settings.provider,
        provider=settings.provider, number=told.digits or _set_number(settings), display_name=settings.business_name,
        created_at=system_clock(), **{name: value for name, value in known.items() if value},
    )  # fmt: skip


def _set_number(settings: Settings) -> str:
    from engine.sandbox.settings import SandboxSettings

    if settings.provider == "whatsapp_cloud":
        return ""
    return settings.sinch_sender or (SandboxSettings().sender_number if settings.provider == "sandbox" else "")


def _add_people(connection: Connection) -> None:
    for name, role in PEOPLE:
        people.create_person(connection, person_id=new_id(), name=name, role=role, by=None, at=system_clock())  # pyright: ignore[reportArgumentType]


def _publish_samples(connection: Connection, business_name: str) -> None:
    for path in sorted(SAMPLES.glob("*.yaml")):
        journey = read_file(path)
        take_in(connection, journey, is_sample=True)
        known = journeys.find_journey(connection, key=journey.key)
        assert known is not None
        draft = drafts.load_draft(connection, journey_id=known.id)
        around = surroundings_of(connection, journey.key, business_name=business_name)
        errors = [problem for problem in check(journey, around) if problem.is_error]
        if draft is None or errors:
            print("\n".join(problem.message("fr") for problem in errors), file=sys.stderr)
            continue
        published = journeys.publish(
            connection, journey_id=known.id, revision=draft.revision, by=None, at=system_clock()
        )
        if isinstance(published, Refused):
            raise RuntimeError(f"{journey.key} could not be published: {published.reason}")
