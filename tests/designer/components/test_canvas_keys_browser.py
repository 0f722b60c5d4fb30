"""The keyboard on the canvas."""

from __future__ import annotations

import pytest

from tests.designer.components.canvas_page import Open, log, report, select, wait_for, wait_for_ops, wait_for_selection

pytestmark = pytest.mark.browser
FOCUSED = """(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.dataset.id ?? null;
})()"""


def test_arrow_keys_move_the_selected_card_and_rest_into_one_edit(open_page: Open) -> None:
    page = open_page()
    select(page, "step:bye")

    for _ in range(5):
        page.keyboard.press("ArrowRight")

    (moved,) = wait_for_ops(page, 1)
    page.wait_for_timeout(500)
    assert moved["positions"] == {"step:bye": [50, 380]}
    assert len(log(page)) == 1


def test_keys_pressed_in_a_field_outside_leave_the_canvas_alone(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.get_by_label("Titre").click()
    page.keyboard.type("nlt")
    page.keyboard.press("Backspace")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Montrer la fin").focus()
    page.keyboard.press("Backspace")
    page.wait_for_timeout(500)

    assert log(page) == []
    assert report(page)["command"] is None
    assert page.get_by_test_id("card-step:remind").is_visible()


def test_letters_on_the_canvas_do_not_reach_the_keys_of_the_page(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("c")
    page.wait_for_timeout(300)

    assert page.get_by_role("dialog").count() == 0


def test_l_connects_the_selected_card_to_a_step_found_by_name(open_page: Open) -> None:
    page = open_page()
    select(page, "trigger:cart")

    page.keyboard.press("l")
    page.keyboard.type("fin")
    page.keyboard.press("Enter")

    (connected,) = wait_for_ops(page, 1)
    assert (connected["op"], connected["target"]) == ("connect", "step:bye")


def test_tab_walks_along_the_path_and_n_adds_after_the_card_reached(open_page: Open) -> None:
    page = open_page()
    select(page, "trigger:cart")

    page.keyboard.press("Tab")
    wait_for_selection(page, ["step:remind"])
    page.keyboard.press("n")
    page.keyboard.type("attendre une")
    page.keyboard.press("Enter")

    assert wait_for_ops(page, 1)[0]["from"] == {"node": "step:remind", "port": "next"}


@pytest.mark.parametrize(
    ("key", "name"),
    [("Enter", "edit"), ("F8", "next_problem"), ("?", "help"), ("Control+s", "save")],
)
def test_keys_that_the_page_answers_arrive_as_commands(open_page: Open, key: str, name: str) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press(key)
    first = wait_for(page, lambda now: now["command"], f"{name} should arrive")["command"]
    page.keyboard.press(key)
    second = wait_for(page, lambda now: now["command"] != first, f"{name} should arrive again")["command"]

    assert (first["name"], second["name"]) == (name, name)


def test_enter_selects_the_card_that_has_the_keyboard_and_then_opens_its_form(open_page: Open) -> None:
    page = open_page()
    page.get_by_test_id("canvas").focus()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_selection(page, ["trigger:cart"])
    before = report(page)["command"]
    page.keyboard.press("Enter")

    assert before is None
    assert wait_for(page, lambda now: now["command"], "edit should arrive")["command"]["name"] == "edit"


def test_one_press_of_tab_enters_a_long_journey_and_a_few_leave_it(open_page: Open) -> None:
    page = open_page("cards=200")
    page.get_by_test_id("canvas").focus()

    page.keyboard.press("Tab")
    inside = page.evaluate(FOCUSED)
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") in ("BUTTON", "INPUT"):
            break

    assert inside == "trigger:start"
    assert page.evaluate("document.activeElement.closest('[data-testid=stButton]') !== null")


def test_arrow_keys_move_everything_that_is_selected(open_page: Open) -> None:
    page = open_page()
    page.get_by_test_id("canvas").focus()

    page.keyboard.press("Control+a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")

    (moved,) = wait_for_ops(page, 1)
    assert moved["positions"] == {"trigger:cart": [10, 40], "step:remind": [10, 230], "step:bye": [10, 420]}


def test_l_can_also_take_an_arrow_away(open_page: Open) -> None:
    page = open_page()
    select(page, "trigger:cart")

    page.keyboard.press("l")
    page.keyboard.type("nulle part")
    page.keyboard.press("Enter")

    (cut,) = wait_for_ops(page, 1)
    assert (cut["op"], cut["node"], cut["port"]) == ("disconnect", "trigger:cart", "next")


def test_keys_that_are_no_letters_work_while_nothing_has_the_keyboard(open_page: Open) -> None:
    page = open_page()
    select(page, "step:bye")
    page.keyboard.press("Delete")
    wait_for_ops(page, 1)
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("n")
    page.keyboard.press("Control+z")

    assert [op["op"] for op in wait_for_ops(page, 2)] == ["delete", "undo"]
    assert page.get_by_test_id("palette").count() == 0


def test_a_card_that_was_just_added_has_the_keyboard(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("n")
    page.keyboard.type("attendre une")
    page.keyboard.press("Enter")
    (added,) = wait_for_ops(page, 1)
    wait_for_selection(page, [added["id"]])
    page.wait_for_timeout(300)

    assert page.evaluate(FOCUSED) == added["id"]


def test_alt_with_an_arrow_goes_to_the_other_branch(open_page: Open) -> None:
    page = open_page("cards=14")
    select(page, "step:thanks")

    page.keyboard.press("Alt+ArrowRight")

    wait_for_selection(page, ["step:wait"])
    assert log(page) == []


def test_escape_selects_nothing_any_more(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press("Escape")

    wait_for_selection(page, [])


def test_the_view_is_worked_with_the_keyboard(open_page: Open) -> None:
    page = open_page("cards=14")
    page.get_by_test_id("canvas").focus()
    zoom = page.get_by_test_id("toolbar-zoom")
    seen = [zoom.inner_text()]

    for key in ("+", "-", "-", "0"):
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        seen.append(zoom.inner_text())

    first, larger, back, smaller, fitted = (int(text.split()[0]) for text in seen)
    assert larger > first > smaller
    assert back == pytest.approx(first, abs=1)
    assert fitted != smaller
    assert log(page) == []


def test_the_sheet_of_keys_is_also_behind_a_button(open_page: Open) -> None:
    page = open_page()

    page.get_by_test_id("toolbar-help").click()

    assert wait_for(page, lambda now: now["command"], "help should arrive")["command"]["name"] == "help"
