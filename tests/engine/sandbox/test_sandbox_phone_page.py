"""The phone page in a real browser: a person plays the customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.designer.components.component_page import open_browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Any, wire: Any) -> Iterator[Page]:
    """Amina's phone, as wide as a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{wire.http.base_url}/?to=33600000001")
    yield page
    context.close()


def send_choices(wire: Any, *titles: str) -> str:
    choices = [{"text_message": {"text": title}, "postback_data": title.lower()} for title in titles]
    body = {"text_message": {"text": "On continue ?"}, "choices": choices}
    return wire.send(wire.request_for(message={"choice_message": body}))


def test_a_customer_writes_and_taps_on_the_page(page: Page, wire: Any) -> None:
    page.get_by_label("Écrivez un message").fill("bonjour")
    page.get_by_label("Écrivez un message").press("Enter")
    expect(page.get_by_role("log")).to_contain_text("bonjour")
    sent = send_choices(wire, "Oui", "Non")

    page.get_by_role("button", name="Oui").click()

    reply = wire.receiver.wait_for("message", 2)[1]["message"]["contact_message"]
    assert reply["choice_response_message"] == {"message_id": sent, "postback_data": "oui"}


def test_a_customer_picks_a_row_of_a_list_and_shares_where_they_are(page: Page, wire: Any) -> None:
    wire.say(text="bonjour")
    rows = [{"choice": {"title": title, "postback_data": title.lower()}} for title in ("Lille", "Nice")]
    sections = [{"title": "Villes", "items": rows}]
    shown = {"title": "Où ?", "sections": sections, "message_properties": {"menu": "Choisir"}}
    picked = wire.send(wire.request_for(message={"list_message": shown}))
    page.get_by_role("button", name="Choisir").click()
    page.get_by_role("dialog").get_by_role("button", name="Nice").click()
    reply = wire.receiver.wait_for("message", 2)[1]["message"]["contact_message"]
    assert reply["choice_response_message"] == {"message_id": picked, "postback_data": "nice"}

    choice = {"share_location_message": {"title": "Envoyer ma position", "fallback_url": "https://maps.example/"}}
    asked = wire.send(
        wire.request_for(message={"choice_message": {"text_message": {"text": "Où ?"}, "choices": [choice]}})
    )
    page.get_by_role("button", name="Envoyer ma position").click()

    reply = wire.receiver.wait_for("message", 3)[2]["message"]["contact_message"]
    assert reply["location_message"]["coordinates"] == {"latitude": 48.8566, "longitude": 2.3522}
    assert reply["reply_to"] == {"message_id": asked}


def test_text_is_never_taken_for_markup(page: Page, wire: Any) -> None:
    wire.say(text="<img src=x onerror=alert(1)> *gras*")

    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("log").locator("strong")).to_have_text("gras")
    assert page.get_by_role("log").locator("img").count() == 0


def test_a_message_that_did_not_pass_says_why_in_both_languages(page: Page, wire: Any) -> None:
    wire.send(wire.request_for())
    expect(page.get_by_role("log")).to_contain_text("plus de 24 h depuis le dernier message du client")

    page.get_by_label("Tous les téléphones").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Amina").click()

    expect(page.get_by_role("log")).to_contain_text("more than 24 hours since the customer last wrote")


def test_nothing_is_wider_than_a_phone(page: Page, wire: Any) -> None:
    wire.say(text="x" * 300)
    send_choices(wire, "Oui", "Non", "Un conseiller")
    expect(page.get_by_role("button", name="Un conseiller")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_wrong_number_is_explained_beside_the_field(page: Page) -> None:
    page.get_by_label("Tous les téléphones").click()
    page.get_by_label("Numéro du client").fill("bob")
    page.get_by_role("button", name="Ouvrir").click()

    expect(page.locator("#add-fault")).to_contain_text("Donnez un numéro international")
