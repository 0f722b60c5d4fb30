"""The editor page without a browser: a house with two people and a template, and hands to work with it.

Edits arrive as the canvas sends them, through the session state of its component.
"""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from designer import routes, services
from designer.draft_model import Desk, Draft
from designer.draft_services import load_draft
from engine.journey.definition import read_definition
from engine.settings import load_settings
from storage import journeys, people
from storage.database import writing
from storage.templates import ListedTemplate, upsert_templates

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
EDITOR = Path(services.__file__).parent / "app_pages" / "editor.py"
PAGES = (routes.JOURNEYS, routes.EDITOR, routes.PREVIEW, routes.LIVE, routes.SETTINGS)
SCRIPT = f"""
import streamlit as st
from designer import state
state.choose_person("claire")
state.choose_language("fr")
st.navigation([st.Page(page) for page in {PAGES}]).run()
"""
BODY = "Bonjour {{name}}, votre panier vous attend. Répondez STOP pour ne plus rien recevoir."


@cache
def pages() -> Path:
    """The editor as it is, among empty pages that its links may lead to."""
    folder = Path(tempfile.mkdtemp(prefix="parcours-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "app_pages").mkdir()
    for page in PAGES:
        (folder / page).write_text(EDITOR.read_text("utf-8") if page == routes.EDITOR else "", "utf-8")
    (folder / "app.py").write_text(SCRIPT, "utf-8")
    return folder


@pytest.fixture
def desk(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("PARCOURS_DATABASE_URL", sqlite_database.url.render_as_string(hide_password=False))
    load_settings.cache_clear()
    with writing(sqlite_database) as connection:
        for person_id, name in (("claire", "Claire"), ("paul", "Paul")):
            people.create_person(connection, person_id=person_id, name=name, by=None, at=NOON)
        template = ListedTemplate(
            "t", "cart_reminder", "fr", "MARKETING", "APPROVED",
            {"header": None, "body": BODY, "footer": "", "buttons": []}, "hash",
        )  # fmt: skip
        upsert_templates(connection, listed=[template], at=NOON)
    yield services.desk("claire")
    services.database().dispose()
    load_settings.cache_clear()


def create(desk: Desk, definition: dict[str, Any]) -> None:
    with writing(desk.database) as connection:
        journeys.create_journey(
            connection, journey_id=definition["key"], version_id=f"v-{definition['key']}", key=definition["key"],
            name=definition["name"], definition=definition, by="claire", at=NOON,
            content_hash=read_definition(definition).content_hash(),
        )  # fmt: skip


def opened(key: str = "cart", **query: str) -> AppTest:
    app = AppTest.from_file(str(pages() / "app.py"), default_timeout=30)
    app.query_params["journey"] = key
    for name, value in query.items():
        app.query_params[name] = value
    return checked(app.switch_page("app_pages/editor.py"))


def checked(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def select(app: AppTest, *nodes: str) -> AppTest:
    app.session_state["canvas"] = {"selection": list(nodes)}
    return checked(app)


def send(app: AppTest, *operations: dict[str, Any]) -> AppTest:
    items = [{"seq": place, **operation} for place, operation in enumerate(operations, start=1)]
    app.session_state["canvas"] = {"ops": {"client": "c1", "items": items}, "selection": []}
    return checked(app)


def definition(desk: Desk, key: str = "cart") -> dict[str, Any]:
    draft = load_draft(desk, key)
    assert isinstance(draft, Draft)
    return draft.definition


def words(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.error, *app.info, *app.success, *app.warning, *app.toast]
    return "\n".join(str(element.value) for element in shown)


ADD = {"op": "add", "id": "step:wait_a1", "type": "wait", "x": 0, "y": 0, "positions": {},
       "from": {"node": "step:remind", "port": "next"}}  # fmt: skip
