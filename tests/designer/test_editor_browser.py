"""The editor in a real browser, worked by someone faster than the page: no letter goes astray, nothing is said too early."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine

from tests.designer.components.component_page import lent, open_browser
from tests.designer.pages import draw as draw_journey
from tests.designer.pages import furnish
from tests.designer.served import Served, running_designer

pytestmark = pytest.mark.browser
START = {"id": "first", "type": "keyword", "any_of": ["menu"], "next": None}
KEYWORD = "Le parcours démarre quand le client écrit"
BADGE = "Rien n’est prévu ensuite"


def fill(database: Engine) -> None:
    furnish(database)
    for key in ("again", "quiet", "kept", "slow", "twice", "undone", "target", "sheet"):
        empty: dict[str, Any] = {"triggers": [START], "steps": {}, "layout": {}}
        draw_journey(database, live=False, key=key, name=key.title(), **empty)
    steps = {"hello": {"type": "send_session", "text": {"fr": "Bonjour"}, "next": "bye"}, "bye": {"type": "exit"}}
    start = {**START, "any_of": ["bonjour"], "next": "hello"}
    draw_journey(database, live=False, key="source", name="Source", triggers=[start], steps=steps, layout={})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


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


def canvas(page: Page) -> Locator:
    return page.get_by_test_id("canvas")


def card(page: Page, kind: str) -> Locator:
    return canvas(page).locator(f"[data-testid^='card-{kind}:']")


def open_editor(page: Page, served: Served, key: str) -> None:
    page.goto(f"{served.address}/editor?journey={key}")
    expect(card(page, "trigger").first).to_be_visible()
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_attached()


def add_step(page: Page, type_: str) -> None:
    """Behind the start."""
    canvas(page).locator("[data-testid^='plus-trigger:']").click()
    canvas(page).get_by_test_id(f"palette-item-{type_}").click()


def until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("what the test waited for did not happen in time")


def text_of_only_step(served: Served, key: str) -> Any:
    (step,) = served.draft_of(key)["steps"].values()
    return step.get("text")


def test_letters_typed_at_once_into_the_form_of_a_new_card_are_its_own(served: Served, page: Page) -> None:
    """The form of the start that was just deleted has the same field: it must not take them."""
    open_editor(page, served, "again")
    card(page, "trigger").click()
    expect(page.get_by_label(KEYWORD)).to_be_visible()
    card(page, "trigger").click()

    page.keyboard.press("Delete")
    canvas(page).get_by_text("Le client écrit un mot").click()
    page.get_by_label(KEYWORD).click()
    page.keyboard.type("essai")
    page.keyboard.press("Enter")

    expect(canvas(page).get_by_text("« essai »")).to_be_visible()
    (start,) = served.draft_of("again")["triggers"]
    assert start["any_of"] == ["essai"]


def test_a_form_that_is_not_the_selected_cards_takes_no_letter_and_becomes_a_skeleton(
    served: Served, page: Page
) -> None:
    open_editor(page, served, "slow")
    card(page, "trigger").click()
    expect(page.get_by_label(KEYWORD)).to_be_visible()
    form = page.locator(".st-key-editor-inspector")
    expect(form).not_to_have_attribute("data-parcours-waiting", "")
    page.evaluate(
        """() => new MutationObserver((changes) => {
             for (const change of changes) (window.waited ??= []).push(change.target.inert);
           }).observe(document.querySelector(".st-key-editor-inspector"), {attributeFilter: ["data-parcours-waiting"]})"""
    )

    add_step(page, "wait")

    expect(page.get_by_label("Attendre", exact=True).first).to_be_visible()
    expect(form).not_to_have_attribute("data-parcours-waiting", "")
    waited = page.evaluate("window.waited")
    assert waited[0] is True
    assert waited[-1] is False


def test_a_new_card_is_blamed_only_when_its_field_was_left(served: Served, page: Page) -> None:
    open_editor(page, served, "quiet")
    add_step(page, "send_session")
    page.get_by_test_id("editor-text").click()

    page.keyboard.type("Bonjour")
    until(page, lambda: text_of_only_step(served, "quiet") in ("Bonjour", {"fr": "Bonjour"}))
    page.wait_for_timeout(1500)

    expect(card(page, "step")).not_to_contain_text(BADGE)
    page.keyboard.type(" à tous")
    page.get_by_placeholder("Réponse libre", exact=True).click()
    expect(card(page, "step")).to_contain_text(BADGE)
    until(page, lambda: text_of_only_step(served, "quiet") in ("Bonjour à tous", {"fr": "Bonjour à tous"}))


def test_what_was_drawn_outlives_a_reload_and_can_still_be_undone(served: Served, page: Page) -> None:
    """The last letters had no time to reach Python: they wait in the tab until their card is opened."""
    open_editor(page, served, "kept")
    add_step(page, "send_session")
    page.get_by_test_id("editor-text").click()
    page.keyboard.type("Bonjour")

    page.reload()
    card(page, "step").click()

    until(page, lambda: text_of_only_step(served, "kept") in ("Bonjour", {"fr": "Bonjour"}))
    expect(card(page, "step")).to_contain_text("Bonjour")
    undo = page.get_by_role("button", name="undo icon")
    undo.click()
    until(page, lambda: not text_of_only_step(served, "kept"))
    undo.click()
    until(page, lambda: served.draft_of("kept")["steps"] == {})
    expect(card(page, "step")).to_have_count(0)


def test_ctrl_z_brings_back_after_a_reload_what_was_deleted_before_it(served: Served, page: Page) -> None:
    open_editor(page, served, "undone")
    add_step(page, "wait")
    until(page, lambda: len(served.draft_of("undone")["steps"]) == 1)
    step = canvas(page).locator("[data-testid^='card-step:']")
    step.click()
    page.keyboard.press("Delete")
    until(page, lambda: served.draft_of("undone")["steps"] == {})

    page.reload()
    expect(card(page, "trigger")).to_have_count(1)
    page.keyboard.press("Control+z")

    expect(step).to_have_count(1)
    (kept,) = served.draft_of("undone")["steps"]
    assert served.draft_of("undone")["triggers"][0]["next"] == kept
    page.keyboard.press("Control+Shift+z")
    expect(step).to_have_count(0)


def test_cards_copied_in_one_journey_are_pasted_into_another_in_another_tab(served: Served, page: Page) -> None:
    open_editor(page, served, "source")
    card(page, "trigger").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")

    other = page.context.new_page()
    open_editor(other, served, "target")
    canvas(other).focus()
    expect(canvas(other)).to_be_focused()
    other.keyboard.press("Control+v")

    expect(card(other, "step")).to_have_count(2)
    until(other, lambda: len(served.draft_of("target")["steps"]) == 2)
    draft, source = served.draft_of("target"), served.draft_of("source")
    start = draft["triggers"][1]
    (hello,) = (step_id for step_id, step in draft["steps"].items() if step["type"] == "send_session")
    (bye,) = (step_id for step_id, step in draft["steps"].items() if step["type"] == "exit")
    assert (start["any_of"], start["next"], draft["steps"][hello]["next"]) == (["bonjour"], hello, bye)
    assert draft["steps"][hello]["text"] == {"fr": "Bonjour"}
    assert {start["id"], hello, bye}.isdisjoint({"first", *source["steps"]})
    assert draft["triggers"][0] == START


def test_the_sheet_of_keys_opens_and_gives_the_keyboard_back(served: Served, page: Page) -> None:
    open_editor(page, served, "sheet")
    card(page, "trigger").click()

    page.keyboard.press("?")

    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("relier à une étape, ou à aucune")).to_be_visible()
    expect(sheet.get_by_text("Échap")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(canvas(page).get_by_test_id("palette")).to_be_visible()


def test_two_edits_in_a_breath_are_both_kept(served: Served, page: Page) -> None:
    open_editor(page, served, "twice")
    add_step(page, "send_session")
    page.get_by_test_id("editor-text").click()
    page.keyboard.type("Bonjour")
    page.get_by_placeholder("Réponse libre", exact=True).click()
    page.keyboard.type("Accueil")
    page.keyboard.press("Tab")
    card(page, "trigger").click()
    page.get_by_label(KEYWORD).click()
    page.keyboard.type("salut")
    page.keyboard.press("Enter")

    until(page, lambda: served.draft_of("twice")["triggers"][0]["any_of"] == ["menu", "salut"])
    (step,) = served.draft_of("twice")["steps"].values()
    assert step["title"] == "Accueil"
    assert step["text"] in ("Bonjour", {"fr": "Bonjour"})


def test_the_editor_follows_the_interface_into_english(served: Served, page: Page) -> None:
    open_editor(page, served, "slow")

    page.get_by_role("button", name="FR", exact=True).click()
    page.get_by_text("English").click()

    expect(page.get_by_role("link", name="Live")).to_be_visible()
    expect(page.get_by_role("button", name="Go live")).to_be_visible()
    expect(page.get_by_text(re.compile("^Saved "))).to_be_visible()
    expect(canvas(page).get_by_text("Search")).to_be_visible()
    page.get_by_role("button", name="EN", exact=True).click()
    page.get_by_text("Français").click()
    expect(page.get_by_role("link", name="En direct")).to_be_visible()


def test_on_a_phone_a_tap_on_a_card_opens_its_form_over_the_whole_screen(served: Served, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", has_touch=True, is_mobile=True
    )
    phone = context.new_page()
    open_editor(phone, served, "source")
    back = phone.get_by_role("button", name="Retour au dessin")
    expect(back).to_have_count(0)

    phone.get_by_test_id("card-step:hello").tap()

    expect(back).to_be_visible()
    text = phone.get_by_test_id("editor-text")
    expect(text).to_be_visible()
    text.fill("Bonjour à tous")
    last = phone.get_by_role("combobox", name=re.compile("S’il ne part pas"))
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None
    assert 56 < box["y"] < 844
    back.tap()
    expect(back).to_have_count(0)
    expect(phone.get_by_test_id("outline")).to_contain_text("Bonjour à tous")
    until(phone, lambda: served.draft_of("source")["steps"]["hello"]["text"] == {"fr": "Bonjour à tous"})
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
