"""Two people draw one journey at the same time, each in a browser of their own: nothing of either is lost.

Fifteen seconds in the suite; `make soak` sets `PARCOURS_SOAK` to a minute.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.designer.components.component_page import open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer
from tests.designer.two_people import Edit, Hand
from tests.storage.house import CLAIRE, PAUL

SECONDS = float(os.environ.get("PARCOURS_SOAK", "15"))
pytestmark = [pytest.mark.browser, pytest.mark.timeout(SECONDS * 3 + 180)]
FAULTS: list[str] = []
PLACES = {"claire": 0, "paul": 640}


def cards_of(who: str, x: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A message, a wait and two ends, for one pair of hands."""
    steps = {
        f"{who}_text": {
            "type": "send_session",
            "title": f"Texte {who}",
            "text": {"fr": "Bonjour"},
            "next": f"{who}_hold",
        },
        f"{who}_hold": {"type": "wait", "title": f"Attente {who}", "for": "1h", "next": f"{who}_end"},
        f"{who}_end": {"type": "exit", "title": f"Fin {who}"},
        f"{who}_other": {"type": "exit", "title": f"Autre fin {who}"},
    }
    spots = {
        name: [x + (300 if name.endswith("other") else 0), 190 + 180 * min(place, 2)]
        for place, name in enumerate(steps)
    }
    return steps, spots


def fill(database: Engine) -> None:
    furnish(database)
    steps: dict[str, Any] = {}
    layout: dict[str, Any] = {}
    for who, x in PLACES.items():
        own, spots = cards_of(who, x)
        steps |= own
        layout |= spots | {f"trigger:{who}": [x, 0]}
    starts = [{"id": who, "type": "keyword", "any_of": [who], "next": f"{who}_text"} for who in PLACES]
    starts.append({"id": "both", "type": "keyword", "title": "À nous deux", "any_of": ["deux"], "next": "claire_text"})
    layout["trigger:both"] = [320, 0]
    draw(database, live=False, key="shared", name="À deux", triggers=starts, steps=steps, layout=layout)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _everybody_leaves(browser: Browser) -> Iterator[None]:
    FAULTS.clear()
    yield
    for context in browser.contexts:
        context.close()
    assert FAULTS == []


def sit_down(browser: Browser, served: Served, who: str) -> Page:
    """A browser of one's own, on the journey, as this person."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", timezone_id="Europe/Paris")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("pageerror", lambda fault: FAULTS.append(str(fault)))
    page.goto(f"{served.address}/editor?journey=shared")
    expect(page.get_by_test_id("card-step:paul_text")).to_be_visible()
    if who != "claire":
        page.get_by_role("button", name=re.compile("Vous êtes")).click()
        page.get_by_text(re.compile("^Paul")).click()
        expect(page.get_by_role("button", name=re.compile("Vous êtes : Paul"))).to_be_visible()
        expect(page.get_by_test_id("card-step:paul_text")).to_be_visible()
    return page


def name_in(served: Served, who: str) -> str:
    """What the message of a person is called now."""
    return str(served.draft_of("shared")["steps"][f"{who}_text"]["title"])


def missing(edits: list[Edit], stored: list[Any], person: str) -> list[Edit]:
    """Those that the history of the draft does not hold as this person's, as often as they were made."""
    kept = [change for one in stored if one.person_id == person for change in one.changes]
    found = {edit: sum(edit.is_kept_in(change) for change in kept) for edit in map(hashable, edits)}
    return [edit for edit in found if found[edit] < list(map(hashable, edits)).count(edit)]


def hashable(edit: Edit) -> Edit:
    """A place on the canvas is a list."""
    return Edit(edit.path, tuple(edit.value)) if isinstance(edit.value, list) else edit


def story_of(edit: Edit, stored: list[Any]) -> list[tuple[Any, ...]]:
    """Who put what into this place: revision, person, outbox of the drawing (none: a form), value."""
    found = [(one, change) for one in stored for change in one.changes if tuple(change["path"]) == edit.path]
    return [(one.revision, one.person_id, one.client, one.label, change.get("after")) for one, change in found]


def test_every_edit_of_two_people_is_kept_and_each_sees_the_others(served: Served, browser: Browser) -> None:
    claire, paul = (Hand(sit_down(browser, served, who), who) for who in ("claire", "paul"))
    end = time.monotonic() + SECONDS

    turn = 0
    while time.monotonic() < end:
        claire.work(turn)
        paul.work(turn + 3)
        turn += 1
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        stored = served.edits_of("shared")
        lost = [*missing(claire.edits, stored, CLAIRE), *missing(paul.edits, stored, PAUL)]
        if not lost:
            break
        claire.page.wait_for_timeout(300)

    draft = served.draft_of("shared")
    told = [(edit, story_of(edit, stored)) for edit in lost]
    assert told == [], f"of {len(claire.edits)} and {len(paul.edits)} edits: {told}"
    assert min(len(claire.edits), len(paul.edits)) >= SECONDS / 5
    for hand in (claire, paul):
        for edit in hand.standing():
            assert edit.stands_in(draft), (edit, story_of(edit, stored))
    claire.sees(paul.name_of_text)
    paul.sees(claire.name_of_text)
    assert any("Paul a modifié" in words for words in claire.heard())
    assert any("Claire a modifié" in words for words in paul.heard())
    print(f"{SECONDS:g} s: {len(claire.edits)} + {len(paul.edits)} edits, all kept")


def test_who_only_looks_sees_the_others_edits_without_touching_anything(served: Served, browser: Browser) -> None:
    claire, paul = (Hand(sit_down(browser, served, who), who) for who in ("claire", "paul"))
    paul.name_of_text = name_in(served, "paul")

    paul.rename(100)

    expect(claire.canvas.get_by_text(paul.name_of_text, exact=True)).to_be_visible()
    claire.page.wait_for_function("window.heard.some((words) => words.includes('Paul a modifié'))")


def test_letters_that_are_being_typed_survive_the_others_edit(served: Served, browser: Browser) -> None:
    claire, paul = (Hand(sit_down(browser, served, who), who) for who in ("claire", "paul"))
    paul.name_of_text = name_in(served, "paul")
    claire.page.get_by_test_id("card-step:claire_hold").click()
    field = claire.page.locator(".st-key-editor-inspector input").first
    expect(field).to_have_value("Attente claire")
    field.fill("Attente écrite à m")

    paul.rename(101)
    expect(claire.canvas.get_by_text(paul.name_of_text, exact=True)).to_be_visible()
    claire.page.wait_for_timeout(500)
    claire.page.keyboard.type("oitié")
    claire.page.keyboard.press("Enter")

    expect(claire.canvas.get_by_text("Attente écrite à moitié", exact=True)).to_be_visible()
    assert served.draft_of("shared")["steps"]["claire_hold"]["title"] == "Attente écrite à moitié"
