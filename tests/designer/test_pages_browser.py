"""The designer in a real browser: dialogs, the map that moves without losing itself, phones, no word to other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from storage import journeys, templates
from storage.database import writing
from storage.tables import JourneyVersion
from storage.templates import ListedTemplate
from tests.designer.components.component_page import lent, open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer
from tests.storage.house import NOON, enter, meet, walk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


def fill(database: Engine) -> None:
    """Two live journeys, and Amina who waits in the first."""
    furnish(database)
    draw(database)
    draw(database, key="second", name="Deuxième")
    with writing(database) as connection:
        body = {"body": {"text": "Bonjour {{name}}, *votre panier* vous attend."}}
        listed = ListedTemplate("t", "cart_reminder", "fr", "MARKETING", "APPROVED", body, "h")
        templates.upsert_templates(connection, listed=[listed], at=NOON)
    come(database, "Amina")


def come(database: Engine, name: str) -> None:
    """Someone enters the cart journey and waits at the question."""
    with writing(database) as connection:
        meet(connection, name)
        version = journeys.version(connection, version_id="cart-v1")
        assert isinstance(version, JourneyVersion)
        passage = enter(connection, version, name, step="answer")
        walk(connection, passage, ("remind", None, None, 0), ("remind", "next", None, 1), ("answer", None, None, 1))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", timezone_id="Europe/Paris")
    context.set_default_timeout(20_000)
    return context.new_page()


@pytest.fixture
def page(tab: Page, served: Served) -> Iterator[Page]:
    with lent(tab, served.address) as opened:
        yield opened


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="fr-FR", timezone_id="Europe/Paris")
    yield opened
    opened.close()


def test_a_marketer_suspends_a_journey_in_three_clicks(served: Served, page: Page) -> None:
    page.goto(served.address)
    card = page.locator(".st-key-card_second")
    card.get_by_role("button", name=re.compile("⋯")).click()
    page.get_by_text("Mettre en pause…").click()

    page.get_by_role("button", name="Suspendre ce parcours").click()

    expect(card.get_by_text("En pause")).to_be_visible()
    expect(card.get_by_text("par Claire")).to_be_visible()
    assert served.state_of("second") == "paused"


def test_a_new_journey_asks_in_words_and_opens_the_editor(served: Served, page: Page) -> None:
    page.goto(served.address)
    page.get_by_role("button", name="Nouveau parcours").click()
    page.get_by_label("Nom", exact=True).fill("Mon premier")
    page.get_by_label("Mots, séparés par des virgules").fill("menu, bonjour")
    page.keyboard.press("Tab")

    page.get_by_role("button", name="Créer le parcours").click()

    expect(page).to_have_url(re.compile(r"/editor\?journey=mon-premier"))
    expect(page.get_by_text("Brouillon créé")).to_be_visible()


def test_the_list_follows_each_letter_that_is_typed(served: Served, page: Page) -> None:
    page.goto(served.address)
    expect(page.locator(".st-key-card_cart")).to_be_visible()

    page.get_by_placeholder("Chercher un parcours, un texte, un mot-clé").press_sequentially("deux")

    expect(page.locator(".st-key-card_cart")).to_have_count(0)
    expect(page.locator(".st-key-card_second")).to_be_visible()


def test_the_map_counts_on_without_starting_over(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/live?journey=cart")
    frame = page.frame_locator("iframe").locator("canvas")
    frame.wait_for()
    inside = page.get_by_test_id("stMetricValue").first
    before = inside.inner_text()
    handle = page.locator("iframe").element_handle()
    assert handle is not None
    window = handle.content_frame()
    assert window is not None
    window.evaluate("window.sameAsBefore = true")

    come(served.database, "John")

    expect(inside).not_to_have_text(before, timeout=15_000)
    assert window.evaluate("window.sameAsBefore === true")


def test_a_click_on_a_card_opens_its_counts(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/live?journey=cart")
    canvas = page.frame_locator("iframe").locator("canvas")
    canvas.wait_for()
    page.wait_for_timeout(1000)
    box = canvas.bounding_box()
    assert box is not None

    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})

    expect(page.locator(".st-key-panel").get_by_role("heading", name="Attendre une réponse")).to_be_visible()
    expect(page.get_by_role("button", name="Voir les personnes")).to_be_visible()


def test_the_people_at_a_step_open_in_a_drawer_that_stays_while_counts_move(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/live?journey=cart&step=answer")
    page.get_by_role("button", name="Voir les personnes").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Amina")).to_be_visible()

    page.wait_for_timeout(6000)

    expect(drawer.get_by_text("Amina")).to_be_visible()


def test_every_message_can_be_read_on_a_phone(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/preview?journey=cart")

    expect(page.get_by_text("Bonjour Amina,")).to_be_visible()
    expect(page.locator("strong", has_text="votre panier")).to_be_visible()
    expect(page.get_by_text("Merci Amina !")).to_be_visible()


def test_a_tab_stays_with_its_person_when_it_is_loaded_anew(served: Served, page: Page) -> None:
    page.goto(served.address)
    page.get_by_role("button", name="Vous êtes : Claire").click()
    page.get_by_role("menuitem", name=re.compile("Paul")).click()
    expect(page.get_by_role("button", name="Vous êtes : Paul")).to_be_visible()

    page.reload()

    expect(page.get_by_role("button", name="Vous êtes : Paul")).to_be_visible()
    other = page.context.new_page()
    other.goto(served.address)
    expect(other.get_by_role("button", name="Vous êtes : Claire")).to_be_visible()


def test_the_interface_changes_its_language(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/live?journey=cart")
    page.get_by_role("button", name="FR").click()

    page.get_by_text("English").click()

    expect(page.get_by_text("Sandbox: no real phone receives anything")).to_be_visible()
    page.get_by_role("button", name="EN").click()
    page.get_by_text("Français").click()
    expect(page.get_by_text("Bac à sable")).to_be_visible()


@pytest.mark.parametrize("path", ["", "live?journey=cart", "preview?journey=cart", "settings"])
def test_no_page_talks_to_another_host(served: Served, own_page: Page, path: str) -> None:
    elsewhere: list[str] = []
    own_page.on("request", lambda request: elsewhere.append(request.url) if not own(request.url, served) else None)

    own_page.goto(f"{served.address}/{path}")
    own_page.wait_for_selector(".stMarkdown")
    own_page.wait_for_timeout(1500)

    assert elsewhere == []


def own(url: str, served: Served) -> bool:
    return url.startswith((served.address, "data:", "blob:"))


@pytest.mark.parametrize("path", ["", "live?journey=cart", "preview?journey=cart", "settings"])
def test_nothing_but_the_map_scrolls_sideways_on_a_phone(served: Served, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{served.address}/{path}")
    page.wait_for_selector(".stMarkdown")
    page.wait_for_timeout(1500)

    too_wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")

    context.close()
    assert too_wide <= 0
