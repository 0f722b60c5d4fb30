"""From an empty canvas to an answered customer, with a real mouse and keyboard."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.product import Product, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

AMINA = "33600000077"
QUESTION = "Bonjour ! Que voulez-vous savoir ?"


class Drawing:
    """The editor as a marketer uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("canvas")

    def card(self, title: str) -> Locator:
        """The card with this title; a step without a name of its own is called after its type."""
        return self.canvas.locator("[data-testid^='card-step:']", has_text=title).first

    def node(self, title: str) -> str:
        """`step:send_session_k3f9`: how the canvas calls a card."""
        return str(self.card(title).get_attribute("data-testid")).removeprefix("card-")

    def plus(self, node: str, port: str) -> Locator:
        return self.canvas.get_by_test_id(f"plus-{node}-{port}")

    def choose(self, palette_item: str) -> None:
        self.canvas.get_by_test_id(f"palette-item-{palette_item}").click()

    def connect(self, node: str, port: str, target: str) -> None:
        """Drag from a card's way out to another card, with the mouse held down."""
        start = self.canvas.get_by_test_id(f"port-{node}-{port}").bounding_box()
        end = self.canvas.get_by_test_id(f"card-{target}").bounding_box()
        assert start is not None
        assert end is not None
        mouse = self.page.mouse
        mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        mouse.down()
        mouse.move(end["x"] + 20, end["y"] + 10, steps=8)
        mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 3, steps=8)
        mouse.up()

    def calm(self) -> None:
        """The page has drawn what the last act asked for: a person looks before they type."""
        still = 0
        while still < 4:
            running = self.page.locator("[data-testid='stApp'][data-test-script-state='running']").count()
            still = 0 if running else still + 1
            self.page.wait_for_timeout(100)

    def saved(self) -> None:
        expect(self.page.get_by_text(re.compile("Enregistré à")).first).to_be_visible()


def make_an_empty_journey(page: Page, product: Product, name: str) -> Drawing:
    page.goto(product.designer)
    page.get_by_role("button", name="Nouveau parcours").click()
    page.get_by_label("Nom", exact=True).fill(name)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Créer le parcours").click()
    drawing = Drawing(page)
    start = drawing.canvas.locator("[data-testid^='card-trigger:']")
    expect(start).to_have_count(1)
    start.click()
    page.keyboard.press("Delete")
    expect(drawing.canvas.get_by_text("Qu'est-ce qui démarre ce parcours ?")).to_be_visible()
    return drawing


def draw(drawing: Drawing) -> None:
    """Keyword → free reply with two buttons → a path each → template → end."""
    page = drawing.page
    drawing.canvas.get_by_text("Le client écrit un mot").click()
    drawing.calm()
    words = page.get_by_label("Le parcours démarre quand le client écrit")
    words.click()
    page.keyboard.type("essai")
    page.keyboard.press("Enter")
    expect(drawing.canvas.get_by_text("« essai »")).to_be_visible()

    drawing.canvas.get_by_text("Que reçoit le client ?").click()
    page.keyboard.type("réponse libre")
    page.keyboard.press("Enter")
    expect(drawing.card("Réponse libre")).to_be_visible()
    drawing.calm()
    page.get_by_test_id("editor-text").click()
    page.keyboard.type(QUESTION)
    expect(page.get_by_test_id("editor-bubble").get_by_text(QUESTION)).to_be_visible()
    expect(drawing.card("Réponse libre")).to_contain_text("Que voulez-vous savoir")

    for place, title in enumerate(("Mon colis", "Horaires"), start=1):
        page.locator("[class*='add_button'] button").click()
        drawing.calm()
        page.get_by_label(f"Bouton {place}").fill(title)
        page.keyboard.press("Tab")
        expect(page.get_by_test_id("editor-bubble").get_by_text(title)).to_be_visible()
    drawing.calm()
    page.get_by_role("button", name="Donner un chemin à chaque bouton").click()
    expect(drawing.card("Attendre une réponse")).to_contain_text("Mon colis / Horaires")

    wait = drawing.node("Attendre une réponse")
    branches = drawing.canvas.locator(f"[data-testid^='plus-{wait}-branch:']")
    expect(branches).to_have_count(2)
    branches.first.click()
    drawing.choose("send_template")
    expect(drawing.card("Message modèle")).to_be_visible()
    drawing.calm()
    page.get_by_role("combobox", name="Modèle", exact=True).click()
    page.get_by_role("option", name="rendez_vous").click()
    expect(drawing.card("Message modèle")).to_contain_text("nous vous attendons")
    fill_the_template(drawing)

    template = drawing.node("Message modèle")
    drawing.plus(template, "next").click()
    drawing.choose("exit")
    expect(drawing.card("Fin")).to_be_visible()
    connect_the_rest(drawing, wait, drawing.node("Fin"))


def fill_the_template(drawing: Drawing) -> None:
    page = drawing.page
    for place, text in enumerate(("Amina", "mardi 12 mai")):
        page.get_by_label("Texte", exact=True).nth(place).fill(text)
        page.keyboard.press("Tab")
        drawing.calm()
    expect(page.get_by_test_id("phone").get_by_text("mardi 12 mai")).to_be_visible()


def connect_the_rest(drawing: Drawing, wait: str, end: str) -> None:
    """The ways that are left all lead to the end: dragged with the mouse."""
    drawing.canvas.get_by_test_id("toolbar-fit").click()
    drawing.page.wait_for_timeout(600)
    open_ways = drawing.canvas.locator(f"[data-testid^='port-{wait}-']")
    ports = [str(way.get_attribute("data-testid")).removeprefix(f"port-{wait}-") for way in open_ways.all()]
    for port in ports[1:]:
        drawing.connect(wait, port, end)
        drawing.page.wait_for_timeout(400)


def test_a_journey_drawn_in_the_browser_answers_a_customer(page: Page, product: Product) -> None:
    drawing = make_an_empty_journey(page, product, "Premier essai")
    draw(drawing)
    drawing.saved()
    expect(page.get_by_role("radio", name=re.compile("^Problèmes$"))).to_be_visible()

    page.get_by_role("button", name="Mettre en ligne").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Mettre en ligne")).click()
    expect(page.get_by_text(re.compile("En ligne v1"))).to_be_visible()

    started = time.monotonic()
    product.says("essai", who=AMINA)
    until(lambda: product.phone(AMINA), 60)
    took = time.monotonic() - started
    assert took < 2, f"the reply took {took:.2f} s"
    (question,) = product.phone(AMINA)
    assert question["text"] == QUESTION
    assert [button["title"] for button in question["buttons"]] == ["Mon colis", "Horaires"]

    product.taps("Mon colis", who=AMINA)
    until(lambda: len(product.phone(AMINA)) == 2, 60)
    template = product.phone(AMINA)[1]
    assert (template["kind"], template["template"]) == ("template", "rendez_vous")
    assert "mardi 12 mai" in template["text"]
    until(lambda: [message["status"] for message in product.phone(AMINA)] == ["READ", "READ"], 60)

    see_the_counts(page)
    see_the_messages(page, product)


def see_the_counts(page: Page) -> None:
    """The live page counts the person, the two messages that were read, and draws the map."""
    page.get_by_role("link", name="En direct").click()
    expect(page).to_have_url(re.compile("/live"))
    expect(page.get_by_text("Personne n’est encore entré")).to_have_count(0)
    expect(page.locator(".st-key-live-totals, [class*='totals']").first).to_contain_text("2")
    expect(page.locator("iframe").first).to_be_visible()


def see_the_messages(page: Page, product: Product) -> None:
    """The preview shows each message as the phone does."""
    page.goto(f"{product.designer}/preview?journey=premier-essai")
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    expect(page.get_by_text("Mon colis").first).to_be_visible()
    expect(page.get_by_text(re.compile("nous vous attendons le mardi 12 mai")).first).to_be_visible()
