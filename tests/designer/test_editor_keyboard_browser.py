"""A journey of six steps, from the first page to going live, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.designer.components.component_page import open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# What has the keyboard: in the drawing a card's id, elsewhere the words of a button or the label of a field.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body || at.matches("main, section")) return "";
  return at.dataset.id ?? at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText?.trim() ?? "";
}"""
TEXT = "Texte du message"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    def fill(database: Engine) -> None:
        furnish(database)
        draw(database, live=False)

    with running_designer(tmp_path_factory.mktemp("designer"), fill) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


class Keys:
    """Ten fingers, and eyes that wait for what was asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("canvas")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focused(self) -> str:
        return str(self.page.evaluate(FOCUSED))

    def walk_to(self, wanted: str, key: str = "Tab", most: int = 60) -> None:
        """Press a key until something with these words has the keyboard."""
        for _ in range(most):
            if re.search(wanted, self.focused()):
                return
            self.press(key)
            self.page.wait_for_timeout(40)
        raise AssertionError(f"{key} did not lead to {wanted!r}; the keyboard is at {self.focused()!r}")

    def wait_at(self, wanted: str) -> None:
        """The keyboard comes here by itself."""
        for _ in range(200):
            if re.search(wanted, self.focused()):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"the keyboard did not come to {wanted!r}; it is at {self.focused()!r}")

    def add(self, name: str, kind: str) -> str:
        """`N`, a few letters, `Enter`: the new card, whose form then has the keyboard."""
        self.press("n")
        self.write(name)
        self.press("Enter")
        card = self.canvas.locator(f".card.selected[data-testid^='card-step:{kind}_']")
        expect(card).to_have_count(1)
        inside = "document.activeElement.closest('.st-key-editor-inspector') !== null"
        self.page.wait_for_function(inside, timeout=40_000)
        return str(card.get_attribute("data-testid")).removeprefix("card-")

    def back_to(self, card: str) -> None:
        """`Escape` leaves the form for its card."""
        self.press("Escape")
        self.wait_at(f"^{re.escape(card)}$")

    def connect(self, path: str, title: str) -> None:
        """`L`, the path, the step."""
        self.press("l")
        if path:
            self.write(path)
            self.press("Enter")
        self.write(title)
        self.press("Enter")

    def find(self, words: str, card: str) -> None:
        """`Ctrl+F` goes to a card."""
        self.press("Control+f")
        self.write(words)
        self.press("Enter")
        self.wait_at(f"^{re.escape(card)}$")


def begin(keys: Keys) -> None:
    """From the list of journeys to an empty drawing that starts with a word."""
    keys.walk_to("Nouveau parcours")
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_be_visible()
    keys.walk_to("^Nom$")
    keys.write("Au clavier")
    keys.walk_to("Mots, séparés")
    keys.write("colis")
    keys.walk_to("Créer le parcours")
    keys.press("Enter")
    expect(keys.canvas.get_by_text("« colis »")).to_be_visible()


def draw_six_steps(keys: Keys) -> None:
    """Question → reply → thanks → end; other answers get a message, silence a wait, and both lead to the same end."""
    keys.walk_to("^trigger:")
    keys.press("Enter")
    question = keys.add("réponse libre", "send_session")
    keys.wait_at(TEXT)
    keys.write("Votre colis est-il arrivé ? Répondez oui, ou STOP pour ne plus rien recevoir.")
    keys.back_to(question)
    reply = keys.add("attendre une", "wait_for_reply")
    keys.walk_to("Chemin")
    keys.press("Enter")
    keys.walk_to("Le client écrit")
    keys.write("oui")
    keys.press("Enter")
    expect(keys.canvas.get_by_text("« oui »").first).to_be_visible()
    keys.back_to(reply)
    thanks = keys.add("réponse libre", "send_session")
    keys.wait_at(TEXT)
    keys.write("Merci, bonne journée !")
    keys.back_to(thanks)
    end = keys.add("fin", "exit")
    keys.back_to(end)

    keys.find("attendre une réponse", reply)
    other = keys.add("réponse libre", "send_session")
    keys.wait_at(TEXT)
    keys.write("Un conseiller vous répond.")
    keys.back_to(other)
    keys.connect("", "fin")
    keys.find("attendre une réponse", reply)
    pause = keys.add("des minutes", "wait")
    keys.wait_at("^Le client attend$")
    keys.walk_to("^Attendre$")
    keys.write("2")
    keys.back_to(pause)
    keys.press("Alt+ArrowLeft")
    keys.wait_at(f"^{other}$")
    keys.find("attendre 2", pause)
    keys.connect("", "fin")


def put_live(keys: Keys) -> None:
    """Back to the head of the page, and through the dialog."""
    keys.press("Escape")
    keys.walk_to("Mettre en ligne$", "Shift+Tab")
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog").get_by_role("button", name="Mettre en ligne maintenant")).to_be_visible()
    keys.walk_to("Mettre en ligne maintenant$")
    keys.press("Enter")
    expect(keys.page.get_by_text(re.compile("En ligne v1"))).to_be_visible()


def test_a_journey_of_six_steps_is_built_and_published_with_the_keyboard_alone(
    served: Served, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", timezone_id="Europe/Paris")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(served.address)
    expect(page.get_by_role("button", name="Nouveau parcours")).to_be_visible()
    keys = Keys(page)

    begin(keys)
    draw_six_steps(keys)
    put_live(keys)

    live = served.live_of("au-clavier")
    steps = live["steps"]
    kinds = {step_id: step["type"] for step_id, step in steps.items()}
    ids = {kind: [one for one, held in kinds.items() if held == kind] for kind in set(kinds.values())}
    (reply,), (end,), (pause,) = ids["wait_for_reply"], ids["exit"], ids["wait"]
    question, thanks, other = ids["send_session"]
    assert len(steps) == 6
    assert live["triggers"][0] | {"any_of": ["colis"], "next": question} == live["triggers"][0]
    assert steps[question]["next"] == reply
    (path,) = steps[reply]["branches"]
    assert (path["any_of"], path["next"]) == (["oui"], thanks)
    assert (steps[reply]["otherwise"], steps[reply]["no_reply"]) == (other, pause)
    assert [steps[one]["next"] for one in (thanks, other, pause)] == [end, end, end]
    assert steps[thanks]["text"] in ("Merci, bonne journée !", {"fr": "Merci, bonne journée !"})
    context.close()
