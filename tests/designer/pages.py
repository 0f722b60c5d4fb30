"""Opens the designer in memory, on a real database, for the tests of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from designer import services
from engine.journey.definition import read_definition
from engine.settings import load_settings
from storage import journeys
from storage.database import writing
from storage.people import create_person
from storage.tables import Journey, JourneyVersion
from tests.designer.editing_samples import cart
from tests.storage.house import CLAIRE, NOON, PAUL, open_sender

APP = Path(services.__file__).with_name("app.py")


@contextmanager
def configured(database: Engine, monkeypatch: Any, **settings: str) -> Iterator[None]:
    """The designer's settings name this database."""
    monkeypatch.setenv("PARCOURS_DATABASE_URL", database.url.render_as_string(hide_password=False))
    for name, value in settings.items():
        monkeypatch.setenv(f"PARCOURS_{name.upper()}", value)
    load_settings.cache_clear()
    try:
        yield
    finally:
        load_settings.cache_clear()


def furnish(database: Engine) -> None:
    """Claire draws, Paul reads; one number speaks."""
    with writing(database) as connection:
        create_person(connection, person_id=CLAIRE, name="Claire", role="marketing", by=None, at=NOON)
        create_person(connection, person_id=PAUL, name="Paul", role="reviewer", by=CLAIRE, at=NOON)
        open_sender(connection)


def draw(database: Engine, *, live: bool = True, **changes: Any) -> Journey:
    """The cart journey, drawn by Claire; its version is `<key>-v1`."""
    definition = {**cart(), **changes}
    key = str(definition["key"])
    with writing(database) as connection:
        journey = journeys.create_journey(
            connection, journey_id=f"journey-{key}", version_id=f"{key}-v1", key=key, name=str(definition["name"]),
            definition=definition, content_hash=read_definition(definition).content_hash(), by=CLAIRE, at=NOON,
        )  # fmt: skip
        assert isinstance(journey, Journey)
        if live:
            assert isinstance(
                journeys.publish(connection, journey_id=journey.id, revision=0, by=CLAIRE, at=NOON), JourneyVersion
            )
    return journey


def open_page(page: str = "", **query: str) -> AppTest:
    """A page of the designer as a person meets it; `page` as `app_pages/live.py`."""
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    if page:
        app.switch_page(page)
    return app.run()


def words_of(app: AppTest) -> str:
    """Everything that the page says."""
    parts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.title, *app.subheader]
    return "\n".join(str(part.value) for part in parts)


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()
