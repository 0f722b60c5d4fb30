"""Several cards at once: chosen, moved, deleted, copied, also into another journey."""

from __future__ import annotations

import pytest

from tests.designer.components.canvas_page import (
    Open,
    drag,
    log,
    middle,
    report,
    select,
    wait_for,
    wait_for_ops,
    wait_for_selection,
)

pytestmark = pytest.mark.browser


def test_cards_chosen_by_a_marquee_move_together_in_one_edit(open_page: Open) -> None:
    page = open_page()
    first, last = (page.get_by_test_id(f"card-{card}").bounding_box() for card in ("step:remind", "step:bye"))

    page.keyboard.down("Shift")
    corner = (last["x"] + last["width"] + 40, last["y"] + last["height"] + 20)
    drag(page, (first["x"] - 60, first["y"] - 8), corner)
    page.keyboard.up("Shift")
    wait_for_selection(page, ["step:remind", "step:bye"])
    at = middle(page.get_by_test_id("card-step:remind"))
    drag(page, at, (at[0] + 100, at[1]))

    wait_for_ops(page, 1)
    page.wait_for_timeout(400)
    (moved,) = log(page)
    assert (moved["op"], sorted(moved["positions"])) == ("move", ["step:bye", "step:remind"])


def test_a_copied_card_can_be_pasted_into_another_journey(open_page: Open) -> None:
    page = open_page("journey=one")
    select(page, "step:remind")
    page.keyboard.press("Control+c")
    there = page.url.replace("journey=one", "journey=two&cards=0")

    page.goto(there)
    page.get_by_test_id("start").wait_for()
    page.get_by_test_id("canvas").focus()
    page.keyboard.press("Control+v")

    (pasted,) = wait_for_ops(page, 1)
    assert (pasted["op"], pasted["source"]) == ("paste", "one")
    assert pasted["nodes"][0]["title"] == "Rappel"
    wait_for_selection(page, list(pasted["new_ids"].values()))


def test_shift_click_adds_cards_to_the_selection_and_one_key_deletes_them(open_page: Open) -> None:
    page = open_page("cards=14")
    select(page, "step:thanks")

    page.get_by_test_id("card-step:wait").click(modifiers=["Shift"])
    wait_for(page, lambda now: sorted(now["selection"]) == ["step:thanks", "step:wait"], "two should be selected")
    page.keyboard.press("Delete")

    (deleted,) = wait_for_ops(page, 1)
    assert (deleted["op"], sorted(deleted["ids"])) == ("delete", ["step:thanks", "step:wait"])


def test_several_cards_are_duplicated_with_the_arrows_among_them(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")
    page.get_by_test_id("card-step:bye").click(modifiers=["Shift"])

    page.keyboard.press("Control+d")

    (made,) = wait_for_ops(page, 1)
    nodes, new = report(page)["nodes"], made["new_ids"]
    assert nodes[new["step:remind"]]["ports"][0]["target"] == new["step:bye"]
    wait_for(page, lambda now: sorted(now["selection"]) == sorted(new.values()), "the copies should be selected")


def test_cards_that_were_cut_are_pasted_back(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("Control+x")
    page.get_by_test_id("card-step:remind").wait_for(state="detached")
    page.keyboard.press("Control+v")

    cut, pasted = wait_for_ops(page, 2)
    assert (cut["op"], pasted["op"]) == ("delete", "paste")
    assert pasted["new_ids"]["step:remind"] != "step:remind"
    assert page.get_by_test_id(f"card-{pasted['new_ids']['step:remind']}").is_visible()


def test_cards_copied_in_one_tab_are_pasted_in_another_with_the_arrows_among_them(open_page: Open) -> None:
    page = open_page("journey=one")
    page.get_by_test_id("canvas").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")

    other = open_page("journey=two", beside=page)
    other.get_by_test_id("canvas").focus()
    other.keyboard.press("Control+v")

    (pasted,) = wait_for_ops(other, 1)
    nodes, new = report(other)["nodes"], pasted["new_ids"]
    assert len(nodes) == 6
    assert set(new.values()).isdisjoint({"trigger:cart", "step:remind", "step:bye"})
    assert nodes[new["trigger:cart"]]["ports"][0]["target"] == new["step:remind"]
    assert nodes[new["step:remind"]]["ports"][0]["target"] == new["step:bye"]
    assert log(page) == []


def test_search_adds_a_card_to_the_selection_with_shift(open_page: Open) -> None:
    page = open_page()
    select(page, "trigger:cart")

    page.keyboard.press("Control+f")
    page.keyboard.type("fin")
    page.keyboard.press("Shift+Enter")

    wait_for(page, lambda now: sorted(now["selection"]) == ["step:bye", "trigger:cart"], "both should be selected")
