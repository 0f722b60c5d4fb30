"""In a real browser, whose widgets report values by themselves: looking is not editing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.designer.components.component_page import open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer
from tests.designer.test_editor_phantoms import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
expect.set_options(timeout=30_000)
HEAD = {"id": "first", "type": "keyword", "any_of": ["menu"], "next": "hello"}
HELLO = {"type": "send_session", "title": "Bonjour", "text": {"fr": "Bonjour"}, "next": "bye"}

PICKED = (
    "trigger:word", "trigger:audience", "step:send_session", "step:ask", "step:wait", "step:wait_for_reply", "step:branch",
    "step:split", "step:update_contact", "step:call_http",
)  # fmt: skip
"""Among them every kind of input; `test_editor_phantoms` opens all forms."""


def fill(database: Engine) -> None:
    furnish(database)
    layout: dict[str, Any] = {}
    steps = {"hello": HELLO, "bye": {"type": "exit"}}
    draw(database, live=False, **{**one_of_each(), "key": "each", "name": "Un de chaque", "layout": spots()})
    draw(database, live=False, key="arrow", name="Flèche", triggers=[HEAD], steps=steps, layout=layout)


def spots() -> dict[str, list[int]]:
    """Five cards a row."""
    definition = one_of_each()
    nodes = [*(f"trigger:{one['id']}" for one in definition["triggers"]), *definition["steps"]]
    return {node: [place % 5 * 270, place // 5 * 130] for place, node in enumerate(nodes)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", timezone_id="Europe/Paris")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def calm(page: Page) -> None:
    still = 0
    while still < 4:
        running = page.locator("[data-testid='stApp'][data-test-script-state='running']").count()
        still = 0 if running else still + 1
        page.wait_for_timeout(100)


def test_opening_one_form_after_another_writes_no_edit(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/editor?journey=each")
    form = page.locator(".st-key-editor-inspector")
    everything = page.get_by_role("button", name="Voir tout le parcours")
    everything.click()
    expect(page.get_by_test_id("card-step:wait")).to_be_visible()
    calm(page)

    for node in PICKED:
        page.get_by_test_id(f"card-{node}").click()
        calm(page)
        expect(form).not_to_have_attribute("inert", "")
    page.keyboard.press("Escape")
    calm(page)
    page.reload()
    expect(page.get_by_test_id("card-trigger:word")).to_be_visible()
    calm(page)

    assert [(edit.label, edit.changes) for edit in served.edits_of("each")] == []


def test_a_journey_that_was_just_made_has_no_edit_yet(served: Served, page: Page) -> None:
    page.goto(served.address)
    page.get_by_role("button", name="Nouveau parcours").click()
    page.get_by_label("Nom", exact=True).fill("Tout neuf")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Créer le parcours").click()
    expect(page.get_by_test_id("canvas").locator("[data-testid^='card-trigger:']")).to_have_count(1)
    calm(page)

    page.get_by_test_id("canvas").locator("[data-testid^='card-trigger:']").click()
    calm(page)
    page.keyboard.press("Escape")
    calm(page)

    assert [(edit.label, edit.changes) for edit in served.edits_of("tout-neuf")] == []
    page.get_by_test_id("canvas").locator("[data-testid^='card-trigger:']").click()
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("start")).to_be_visible()
    calm(page)
    assert [edit.label for edit in served.edits_of("tout-neuf")] == ["delete"]


def test_a_list_of_steps_that_changed_while_it_was_shown_keeps_the_arrow(served: Served, page: Page) -> None:
    """The form of the start lists every step; the step that is added behind it changes that list and its arrow at once."""
    page.goto(f"{served.address}/editor?journey=arrow")
    canvas = page.get_by_test_id("canvas")
    page.get_by_test_id("card-trigger:first").click()
    expect(page.get_by_role("combobox", name=re.compile("Ensuite"))).to_be_visible()

    for kind in ("wait", "update_contact", "wait_for_reply"):
        canvas.locator("[data-testid^='plus-trigger:']").click()
        canvas.get_by_test_id(f"palette-item-{kind}").click()
        expect(canvas.locator(f"[data-testid^='card-step:{kind}_']")).to_have_count(1)
        page.get_by_test_id("card-trigger:first").click()
    calm(page)

    draft = served.draft_of("arrow")
    asked = draft["triggers"][0]["next"]
    noted = draft["steps"][asked]["otherwise"] or next(one["next"] for one in draft["steps"][asked]["branches"])
    assert asked.startswith("wait_for_reply_")
    assert noted.startswith("update_contact_")
    assert draft["steps"][noted]["next"].startswith("wait_")
    assert len(served.edits_of("arrow")) == 3
