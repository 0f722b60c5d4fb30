"""Edits travel through the outbox: each arrives once, in order, whatever the page and the connection do."""

from __future__ import annotations

from typing import Any

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
