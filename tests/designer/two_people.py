"""The hands of one of two people who draw the same journey: each act is noted, to be looked for in the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

GONE: Any = None
SHARED = ("triggers", "both", "any_of")
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll("[data-testid='stToast']")) {
      if (!window.heard.includes(toast.innerText)) window.heard.push(toast.innerText);
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


@dataclass(frozen=True)
class Edit:
    """A place of the definition and what was put there; None: it was taken away."""

    path: tuple[str, ...]
    value: Any

    def is_kept_in(self, change: dict[str, Any]) -> bool:
        """Whether a change of the history is this edit; a text may be kept under its language, an added step has more."""
        path = tuple(change["path"])
        after = change.get("after")
        if self.value is GONE:
            return path == self.path and "after" not in change
        listed = isinstance(after, list) and (tuple(after) == self.value or self.value in after)
        same = after == self.value or listed
        return path[: len(self.path)] == self.path and (same or self._is_added(path, change))

    def _is_added(self, path: tuple[str, ...], change: dict[str, Any]) -> bool:
        after = change.get("after")
        return path == self.path and isinstance(after, dict) and self.value in (after.get("type"), after.get("fr"))

    def stands_in(self, definition: Any) -> bool:
        held = definition
        for name in self.path:
            held = {one["id"]: one for one in held} if isinstance(held, list) else held
            held = held.get(name, {}) if isinstance(held, dict) else {}
        if self.value is GONE:
            return not held
        if isinstance(held, list) and self.value in held:
            return True
        return held == self.value or (isinstance(held, dict) and self.value in (held.get("type"), held.get("fr")))


class Hand:
    """One person at work on the cards that bear their name, and on one that two people share."""

    def __init__(self, page: Page, who: str) -> None:
        self.page, self.who, self.edits = page, who, list[Edit]()
        self.added: list[str] = []
        self.name_of_text = f"Texte {who}"
        self.canvas = page.get_by_test_id("canvas")
        page.evaluate(LISTEN)

    def work(self, turn: int) -> None:
        acts = [self.move, self.rename, self.add, self.share, self.write, self.connect, self.remove]
        acts[turn % len(acts)](turn)

    def standing(self) -> list[Edit]:
        """The last edit of each place; of the words that are shared, each."""
        return list({(edit.path, edit.value if edit.path == SHARED else None): edit for edit in self.edits}.values())

    def heard(self) -> list[str]:
        return self.page.evaluate("window.heard")

    def sees(self, title: str) -> None:
        """A look at the drawing: one click, and what the other did is there."""
        self._card("hold").click()
        self.page.get_by_test_id("toolbar-fit").click()
        expect(self.canvas.get_by_text(title, exact=True)).to_be_visible()

    def move(self, turn: int) -> None:
        box = self._card("hold").bounding_box()
        assert box is not None
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        here = self._spot(f"step:{self.who}_hold")
        aside = 30 if turn // 7 % 2 else -30
        self.page.mouse.move(*at)
        self.page.mouse.down()
        self.page.mouse.move(at[0] + aside / 2, at[1], steps=3)
        self.page.mouse.move(at[0] + aside, at[1], steps=3)
        self.page.mouse.up()
        there = self._spot(f"step:{self.who}_hold")
        if there != here:  # a hand that missed the card sees so
            self._note(("layout", f"{self.who}_hold"), there)

    def rename(self, turn: int) -> None:
        self._card("text").click()
        field = self._name_field(self.name_of_text)
        self.name_of_text = f"Texte {self.who} {turn}"
        field.fill(self.name_of_text)
        self.page.keyboard.press("Enter")
        self._note(("steps", f"{self.who}_text", "title"), self.name_of_text)

    def add(self, _: int) -> None:
        before = self._ids()
        self.page.get_by_test_id("toolbar-add").click()
        self.page.get_by_test_id("palette-item-update_contact").click()
        self.page.get_by_test_id("toolbar-fit").click()
        fresh = self.canvas.locator(".card.selected[data-testid^='card-step:update_contact']")
        expect(fresh).to_have_count(1)
        node = str(fresh.get_attribute("data-testid")).removeprefix("card-")
        assert node not in before
        self.added.append(node)
        self._note(("steps", node.removeprefix("step:")), "update_contact")

    def write(self, turn: int) -> None:
        self._card("text").click()
        self._name_field(self.name_of_text)
        text = f"Bonjour de {self.who}, mot {turn}"
        self.page.get_by_test_id("editor-text").fill(text)
        self._card("hold").click()
        self._note(("steps", f"{self.who}_text", "text"), text)

    def share(self, turn: int) -> None:
        """A word for the start that the other person fills as well, at the same time."""
        self.page.get_by_test_id("card-trigger:both").click()
        self._name_field("À nous deux")
        field = self.page.locator(".st-key-editor-inspector [data-testid='stMultiSelect'] input").first
        word = f"{self.who}{turn}"
        field.fill(word)
        field.press("Enter")
        self.page.get_by_test_id(f"card-step:{self.who}_hold").click()
        self._note(SHARED, word)

    def connect(self, turn: int) -> None:
        end = f"{self.who}_other" if turn // 7 % 2 else f"{self.who}_end"
        if next((edit.value for edit in reversed(self.edits) if edit.path[-1] == "next"), f"{self.who}_end") == end:
            end = f"{self.who}_end" if end.endswith("other") else f"{self.who}_other"
        self._card("hold").click()
        self.page.keyboard.press("l")
        self.page.keyboard.type(f"{'autre fin' if end.endswith('other') else 'fin'} {self.who}")
        item = self.page.get_by_test_id(f"connect-item-step:{end}")
        item.click()
        expect(item).to_have_count(0)
        self._note(("steps", f"{self.who}_hold", "next"), end)

    def remove(self, _: int) -> None:
        if not self.added:
            return
        node = self.added.pop(0)
        self.page.get_by_test_id(f"card-{node}").click()
        self.page.keyboard.press("Delete")
        expect(self.page.get_by_test_id(f"card-{node}")).to_have_count(0)
        self._note(("steps", node.removeprefix("step:")), GONE)

    def _note(self, path: tuple[str, ...], value: Any) -> None:
        self.edits.append(Edit(path, value))

    def _card(self, name: str) -> Locator:
        return self.page.get_by_test_id(f"card-step:{self.who}_{name}")

    def _name_field(self, title: str) -> Locator:
        """The field of the card's name, once its form is there."""
        field = self.page.locator(".st-key-editor-inspector input").first
        expect(field).to_have_value(title)
        expect(self.page.locator(".st-key-editor-inspector")).not_to_have_attribute("inert", "")
        return field

    def _ids(self) -> list[str]:
        cards = self.canvas.locator("[data-testid^='card-step:']").all()
        return [str(card.get_attribute("data-testid")).removeprefix("card-") for card in cards]

    def _spot(self, node: str) -> list[int]:
        style = str(self.canvas.locator(f".react-flow__node[data-id='{node}']").get_attribute("style"))
        found = re.search(r"translate\((-?[\d.]+)px, ?(-?[\d.]+)px\)", style)
        assert found is not None, style
        return [round(float(found.group(1))), round(float(found.group(2)))]
