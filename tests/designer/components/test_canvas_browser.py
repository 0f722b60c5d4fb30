"""The canvas in a real browser, against a real streamlit server with a model in memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.designer.components.component_page import open_browser, serve

pytestmark = pytest.mark.browser

APP = Path(__file__).parent / "canvas_app.py"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serve(APP) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


Open = Callable[..., Any]


@pytest.fixture
def open_page(server: str, browser: Any) -> Iterator[Open]:
    pages: list[Any] = []
    errors: list[str] = []

    def open_with(query: str = "", width: int = 1300) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 1000})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/?{query}")
        page.get_by_test_id("canvas").wait_for(timeout=30_000)
        page.locator("#report").wait_for(state="attached", timeout=30_000)
        page.wait_for_timeout(300)
        pages.append(page)
        return page

    yield open_with
    for page in pages:
        page.close()
    assert errors == []


def report(page: Any) -> dict[str, Any]:
    return json.loads(page.locator("#report").text_content())


def log(page: Any) -> list[dict[str, Any]]:
    return report(page)["log"]


def wait_for(page: Any, reached: Callable[[dict[str, Any]], Any], what: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        now = report(page)
        if reached(now):
            return now
        page.wait_for_timeout(60)
    raise AssertionError(f"{what}; Python knows {report(page)}")


def wait_for_ops(page: Any, count: int) -> list[dict[str, Any]]:
    return wait_for(page, lambda now: len(now["log"]) >= count, f"{count} edits should have arrived")["log"]


def wait_for_selection(page: Any, ids: list[str]) -> None:
    wait_for(page, lambda now: now["selection"] == ids, f"{ids} should be selected")


def middle(locator: Any) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def select(page: Any, card: str) -> None:
    page.get_by_test_id(f"card-{card}").click()
    wait_for_selection(page, [card])


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


def test_arrow_keys_move_the_selected_card_and_rest_into_one_edit(open_page: Open) -> None:
    page = open_page()
    select(page, "step:bye")

    for _ in range(5):
        page.keyboard.press("ArrowRight")

    (moved,) = wait_for_ops(page, 1)
    page.wait_for_timeout(500)
    assert moved["positions"] == {"step:bye": [50, 380]}
    assert len(log(page)) == 1


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


def test_twelve_rapid_moves_arrive_once_each_in_order_while_the_page_reruns(open_page: Open) -> None:
    page = open_page("slow=0.4")
    card = page.get_by_test_id("card-step:bye")

    for turn in range(12):
        at = middle(card)
        step = 40 if turn % 3 else -30
        drag(page, at, (at[0] + step, at[1]))
    shown = middle(card)

    moves = wait_for_ops(page, 12)
    page.wait_for_timeout(1500)
    assert [op["seq"] for op in log(page)] == list(range(1, 13))
    assert {op["op"] for op in moves} == {"move"}
    assert report(page)["nodes"]["step:bye"]["x"] == moves[-1]["positions"]["step:bye"][0]
    assert middle(card) == pytest.approx(shown, abs=1)


def test_edits_of_one_tick_all_arrive(open_page: Open) -> None:
    page = open_page()
    select(page, "step:remind")
    press = "new KeyboardEvent('keydown', {key: 'd', ctrlKey: true, bubbles: true})"

    four_times = f"at => {{ for (let n = 0; n < 4; n++) at.dispatchEvent({press}) }}"
    page.get_by_test_id("canvas").evaluate(four_times)

    ops = wait_for_ops(page, 4)
    assert [(op["seq"], op["op"]) for op in ops] == [(n, "duplicate") for n in (1, 2, 3, 4)]
    assert len(report(page)["nodes"]) == 7


def test_delete_and_undo_pressed_in_turn_are_all_kept_in_order(open_page: Open) -> None:
    page = open_page("slow=0.2")

    for _ in range(3):
        page.get_by_test_id("card-step:bye").click()
        page.keyboard.press("Backspace")
        page.get_by_test_id("card-step:bye").wait_for(state="detached")
        page.keyboard.press("Control+z")
        page.get_by_test_id("card-step:bye").wait_for()

    assert [op["op"] for op in wait_for_ops(page, 6)] == ["delete", "undo"] * 3


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
    [("Enter", "edit"), ("F8", "next_problem"), ("t", "test_phone"), ("?", "help"), ("Control+s", "save")],
)
def test_keys_that_the_page_answers_arrive_as_commands(open_page: Open, key: str, name: str) -> None:
    page = open_page()
    select(page, "step:remind")

    page.keyboard.press(key)
    first = wait_for(page, lambda now: now["command"], f"{name} should arrive")["command"]
    page.keyboard.press(key)
    second = wait_for(page, lambda now: now["command"] != first, f"{name} should arrive again")["command"]

    assert (first["name"], second["name"]) == (name, name)


def test_tidy_is_one_edit_that_leaves_no_card_over_another(open_page: Open) -> None:
    page = open_page("cards=14")

    page.get_by_test_id("toolbar-tidy").click()

    (tidied,) = wait_for_ops(page, 1)
    spots = list(tidied["positions"].values())
    pairs = [(a, b) for n, a in enumerate(spots) for b in spots[:n]]
    assert tidied["op"] == "tidy"
    assert len(spots) == 14
    assert all(abs(a[0] - b[0]) >= 240 or abs(a[1] - b[1]) >= 84 for a, b in pairs)


def test_tidy_keeps_branches_in_the_order_of_their_paths_and_centres_where_they_meet(open_page: Open) -> None:
    page = open_page("cards=14")

    page.get_by_test_id("canvas").focus()
    page.keyboard.press("g")

    at = wait_for_ops(page, 1)[0]["positions"]
    branches = ["step:thanks", "step:wait", "step:human", "step:loyal"]
    assert [at[card][1] for card in branches] == [at["step:answer"][1] + 190] * 4
    assert sorted(branches, key=lambda card: at[card][0]) == branches
    assert at["step:bye"][0] == at["step:answer"][0]
    assert at["step:bye"][1] == max(y for _, y in at.values())


def test_search_shows_a_step_that_was_out_of_sight(open_page: Open) -> None:
    page = open_page("cards=200")
    assert page.get_by_test_id("card-step:n150").count() == 0

    page.get_by_test_id("canvas").focus()
    page.keyboard.press("Control+f")
    page.keyboard.type("etape 150")
    page.keyboard.press("Enter")

    page.get_by_test_id("card-step:n150").wait_for()
    wait_for_selection(page, ["step:n150"])


def test_the_page_can_ask_to_show_a_card(open_page: Open) -> None:
    page = open_page("cards=200")

    page.get_by_role("button", name="Montrer la fin").click()

    page.get_by_test_id("card-step:n198").wait_for()
    wait_for_selection(page, ["step:n198"])


def test_the_view_stays_where_it_was_when_the_page_reruns(open_page: Open) -> None:
    page = open_page("cards=14")
    page.get_by_test_id("toolbar-fit").click()
    page.wait_for_timeout(500)
    before = middle(page.get_by_test_id("card-trigger:hello"))

    page.get_by_label("Titre").fill("Noël")
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)

    assert middle(page.get_by_test_id("card-trigger:hello")) == pytest.approx(before, abs=0.5)


def test_an_empty_journey_asks_what_starts_it(open_page: Open) -> None:
    page = open_page("cards=0")
    assert page.get_by_role("heading", name="Qu'est-ce qui démarre ce parcours ?").is_visible()

    page.get_by_test_id("palette-item-link").click()

    (added,) = wait_for_ops(page, 1)
    assert (added["id"].split(":")[0], added["type"]) == ("trigger", "link")
    assert page.get_by_text("Que reçoit le client ?").is_visible()
    assert page.get_by_test_id("start").count() == 0


def test_a_narrow_screen_shows_the_same_cards_as_a_list_that_can_be_drawn_on(open_page: Open) -> None:
    page = open_page("cards=14", width=390)
    cards = page.get_by_test_id("outline").locator("[data-testid^='card-']")
    assert cards.count() == 14

    page.get_by_test_id("card-step:remind").click()
    wait_for_selection(page, ["step:remind"])
    page.get_by_test_id("plus-step:remind-next").click()
    page.get_by_test_id("palette-item-wait").click()

    assert wait_for_ops(page, 1)[0]["from"] == {"node": "step:remind", "port": "next"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_edit_sends_the_drawing_and_not_the_program_again(open_page: Open) -> None:
    page = open_page()
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(len(frame))))
    page.reload()
    page.get_by_test_id("card-step:bye").click()
    wait_for_selection(page, ["step:bye"])
    at_first = sum(received)
    received.clear()

    page.keyboard.press("ArrowRight")

    wait_for_ops(page, 1)
    page.wait_for_timeout(500)
    assert at_first > 400_000
    assert 0 < sum(received) < 40_000


def test_edits_made_while_the_connection_is_down_are_announced_and_sent_later(open_page: Open) -> None:
    page = open_page()
    down: list[bool] = []

    def relay(socket: Any) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if down else server.send(message))

    page.route_web_socket(lambda address: "_stcore/stream" in address, relay)
    page.reload()
    page.get_by_test_id("card-step:bye").click()
    wait_for_selection(page, ["step:bye"])

    down.append(True)
    page.keyboard.press("ArrowRight")
    page.get_by_text("Non enregistré : connexion perdue.").wait_for()
    before = log(page)
    down.clear()

    assert before == []
    assert [op["op"] for op in wait_for_ops(page, 1)] == ["move"]
    page.get_by_text("Non enregistré : connexion perdue.").wait_for(state="detached")


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


def test_each_card_says_what_it_is_to_a_screen_reader(open_page: Open) -> None:
    page = open_page()

    assert page.get_by_label("Étape 2 sur 3, Rappel").is_visible()
    assert page.get_by_role("region", name="Dessin du parcours").is_visible()


def test_a_title_that_looks_like_markup_stays_text(open_page: Open) -> None:
    page = open_page("hostile")

    card = page.get_by_test_id("card-step:remind")
    assert "<img src=x onerror=" in card.inner_text()
    assert page.evaluate("window.pwned") is None
