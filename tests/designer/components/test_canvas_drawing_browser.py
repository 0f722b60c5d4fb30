"""Drawing in a real browser: adding, inserting, connecting, dragging, deleting."""

from __future__ import annotations

import pytest

from tests.designer.components.canvas_page import (
    Open,
    drag,
    log,
    middle,
    report,
    select,
    wait_for_ops,
    wait_for_selection,
)

pytestmark = pytest.mark.browser


def test_a_step_chosen_in_the_palette_is_added_and_selected(open_page: Open) -> None:
    page = open_page()

    page.get_by_test_id("toolbar-add").click()
    page.get_by_test_id("palette-item-send_session").click()

    (added,) = wait_for_ops(page, 1)
    assert (added["op"], added["type"], added["from"]) == ("add", "send_session", None)
    assert added["id"].startswith("step:send_session_")
    wait_for_selection(page, [added["id"]])
    assert page.get_by_test_id(f"card-{added['id']}").is_visible()


def test_the_palette_is_searched_without_accents_and_chosen_with_the_keyboard(open_page: Open) -> None:
    page = open_page()
    page.get_by_test_id("toolbar-add").click()

    page.keyboard.type("temoin")
    page.keyboard.press("Enter")

    assert wait_for_ops(page, 1)[0]["type"] == "split"
    assert page.get_by_test_id("palette").count() == 0


def test_escape_and_a_click_elsewhere_close_the_palette_and_change_nothing(open_page: Open) -> None:
    page = open_page()

    page.get_by_test_id("toolbar-add").click()
    page.keyboard.press("Escape")
    closed_by_key = page.get_by_test_id("palette").count()
    page.get_by_test_id("toolbar-add").click()
    page.get_by_label("Titre").click()

    assert closed_by_key == 0
    assert page.get_by_test_id("palette").count() == 0
    assert log(page) == []


def test_the_plus_on_an_arrow_inserts_between_the_two_cards(open_page: Open) -> None:
    page = open_page()

    page.get_by_test_id("plus-trigger:cart-next").click()
    page.get_by_test_id("palette-item-wait").click()

    (added,) = wait_for_ops(page, 1)
    nodes = report(page)["nodes"]
    assert added["from"] == {"node": "trigger:cart", "port": "next"}
    assert nodes["trigger:cart"]["ports"][0]["target"] == added["id"]
    assert nodes[added["id"]]["ports"][0]["target"] == "step:remind"
    assert nodes["trigger:cart"]["y"] < nodes[added["id"]]["y"] < nodes["step:remind"]["y"] < nodes["step:bye"]["y"]
    assert page.get_by_test_id(f"plus-{added['id']}-next").is_visible()


def test_a_start_is_not_offered_after_a_card(open_page: Open) -> None:
    page = open_page()

    page.get_by_test_id("plus-trigger:cart-next").click()

    assert page.get_by_test_id("palette-item-send_template").is_visible()
    assert page.get_by_test_id("palette-item-keyword").count() == 0


def test_dragging_from_a_path_to_anywhere_on_a_card_connects_them(open_page: Open) -> None:
    page = open_page()
    handle = page.get_by_test_id("port-trigger:cart-next")
    page.get_by_test_id("card-trigger:cart").hover()

    drag(page, middle(handle), middle(page.get_by_test_id("card-step:bye")))

    (connected,) = wait_for_ops(page, 1)
    expected = {"op": "connect", "node": "trigger:cart", "port": "next", "target": "step:bye", "seq": 1}
    assert connected == expected


def test_dragging_from_a_path_to_the_empty_canvas_adds_the_chosen_step_there(open_page: Open) -> None:
    page = open_page()
    start = middle(page.get_by_test_id("port-trigger:cart-next"))
    page.get_by_test_id("card-trigger:cart").hover()

    drag(page, start, (start[0] + 320, start[1] + 60))
    page.get_by_test_id("palette-item-wait_for_reply").click()

    (added,) = wait_for_ops(page, 1)
    assert added["from"] == {"node": "trigger:cart", "port": "next"}
    assert added["x"] > 200
    assert page.get_by_test_id(f"plus-{added['id']}-no_reply").is_visible()


def test_dragging_a_card_is_one_edit_at_its_end(open_page: Open) -> None:
    page = open_page()
    start = middle(page.get_by_test_id("card-step:bye"))

    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 60, start[1] - 20, steps=5)
    page.wait_for_timeout(400)
    while_held = log(page)
    page.mouse.move(start[0] + 120, start[1] - 40, steps=5)
    page.mouse.up()

    (moved,) = wait_for_ops(page, 1)
    page.wait_for_timeout(500)
    assert while_held == []
    assert len(log(page)) == 1
    assert moved["op"] == "move"
    assert list(moved["positions"]) == ["step:bye"]
    assert moved["positions"]["step:bye"][0] > 80


def test_a_deleted_card_comes_back_with_its_arrow_when_undone(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("Delete")
    page.get_by_test_id("card-step:remind").wait_for(state="detached")
    wait_for_ops(page, 1)
    page.keyboard.press("Control+z")

    page.get_by_test_id("card-step:remind").wait_for()
    assert [op["op"] for op in wait_for_ops(page, 2)] == ["delete", "undo"]
    assert report(page)["nodes"]["trigger:cart"]["ports"][0]["target"] == "step:remind"
    page.keyboard.press("Control+Shift+z")
    page.get_by_test_id("card-step:remind").wait_for(state="detached")


def test_deleting_a_card_joins_what_came_before_to_what_comes_after(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("Delete")

    wait_for_ops(page, 1)
    assert report(page)["nodes"]["trigger:cart"]["ports"][0]["target"] == "step:bye"
    assert page.get_by_test_id("plus-trigger:cart-next").is_visible()


def test_a_selected_arrow_is_removed_with_the_delete_key(open_page: Open) -> None:
    page = open_page()
    plus = middle(page.get_by_test_id("plus-trigger:cart-next"))

    page.mouse.click(plus[0], plus[1] - 22)
    page.keyboard.press("Delete")

    (cut,) = wait_for_ops(page, 1)
    assert (cut["op"], cut["node"], cut["port"]) == ("disconnect", "trigger:cart", "next")


def test_an_empty_journey_asks_what_starts_it(open_page: Open) -> None:
    page = open_page("cards=0")
    assert page.get_by_role("heading", name="Qu'est-ce qui démarre ce parcours ?").is_visible()

    page.get_by_test_id("palette-item-link").click()

    (added,) = wait_for_ops(page, 1)
    assert (added["id"].split(":")[0], added["type"]) == ("trigger", "link")
    assert page.get_by_text("Que reçoit le client ?").is_visible()
    assert page.get_by_test_id("start").count() == 0


def test_a_locked_journey_is_shown_and_cannot_be_changed(open_page: Open) -> None:
    page = open_page("locked")
    select(page, "step:remind")
    at = middle(page.get_by_test_id("card-step:remind"))

    page.keyboard.press("Delete")
    page.keyboard.press("Control+d")
    drag(page, at, (at[0] + 120, at[1]))
    page.wait_for_timeout(500)

    assert log(page) == []
    assert page.get_by_test_id("toolbar-add").count() == 0
    assert page.get_by_test_id("plus-trigger:cart-next").count() == 0
