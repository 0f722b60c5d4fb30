"""The test phone in a real browser: a key opens it, the customer writes and taps, the drawing follows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from storage import stories
from storage.database import reading
from tests.designer.components.component_page import open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer

pytestmark = pytest.mark.browser
STEPS = {
    "hello": {
        "type": "send_session", "text": "Vous aimez le thé ?", "next": "answer",
        "buttons": [{"id": "yes", "title": "Oui"}, {"id": "no", "title": "Non"}],
    },
    "answer": {
        "type": "wait_for_reply", "for": "20h", "otherwise": "bye", "no_reply": "bye",
        "branches": [{"id": "yes", "any_of": ["oui"], "buttons": ["yes"], "next": "thanks"}],
    },
    "thanks": {"type": "send_session", "text": "Merci !", "next": "bye"},
    "bye": {"type": "exit"},
}  # fmt: skip


def fill(database: Engine) -> None:
    furnish(database)
    start = {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "hello"}
    draw(database, live=False, key="tea", name="Thé", triggers=[start], steps=STEPS, layout={})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


@pytest.fixture
def page() -> Iterator[Page]:
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR")
        context.set_default_timeout(20_000)
        yield context.new_page()
        context.close()


def test_a_conversation_is_tried_saved_and_marked_on_the_drawing(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/editor?journey=tea")
    page.get_by_test_id("card-step:hello").click()
    expect(page.get_by_test_id("card-step:hello")).to_have_class("card selected")

    page.keyboard.press("t")
    phone = page.get_by_test_id("phone")
    expect(page.get_by_test_id("phone-text")).to_be_focused()
    page.keyboard.type("menu")
    page.keyboard.press("Enter")
    phone.get_by_role("button", name="Oui").click()
    expect(phone.get_by_text("Merci !", exact=True)).to_be_visible(timeout=15_000)
    expect(phone.get_by_text("[Oui] touché")).to_be_visible()
    expect(page.get_by_test_id("card-step:thanks")).to_have_class("card lit")
    page.get_by_role("button", name="Enregistrer comme scénario").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("1 sur 1 tiennent")).to_be_visible(timeout=15_000)
    page.get_by_test_id("toolbar-coverage").click()

    expect(page.get_by_test_id("coverage")).to_have_text("4 étapes sur 4 essayées · 3 chemins sur 5", timeout=15_000)
    expect(page.get_by_role("button", name="chemin jamais essayé")).to_have_count(2)
    with reading(served.database) as connection:
        assert [one.name for one in stories.list_stories(connection, journey_id="journey-tea")] == ["Amina : Oui"]
