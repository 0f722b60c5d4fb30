"""What is seen: tidy, search, the camera, narrow screens, screen readers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.designer.components.canvas_page import Open, drag, log, middle, wait_for_ops, wait_for_selection

pytestmark = pytest.mark.browser
LIGHTNESS = """(selector) => {
  const hosts = [...document.querySelectorAll("*")].filter((one) => one.shadowRoot?.querySelector(".canvas"));
  const style = getComputedStyle(hosts[0].shadowRoot.querySelector(selector));
  const paint = document.createElement("canvas").getContext("2d");
  const light = (colour) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  };
  return {ground: light(style.backgroundColor), ink: light(style.color), stroke: light(style.stroke)};
}"""


def swipe(page: Any, hand: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger, as a phone's screen reports it."""
    steps = [(start[0] + (end[0] - start[0]) * n / 6, start[1] + (end[1] - start[1]) * n / 6) for n in range(7)]
    touch(hand, "touchStart", steps[0])
    for at in steps[1:]:
        touch(hand, "touchMove", at)
        page.wait_for_timeout(30)
    touch(hand, "touchEnd")
    page.wait_for_timeout(200)


def pinch(page: Any, hand: Any, around: tuple[float, float]) -> None:
    """Two fingers that part."""
    for turn, apart in enumerate((40, 60, 80, 100)):
        fingers = [(around[0] - apart, around[1]), (around[0] + apart, around[1])]
        touch(hand, "touchStart" if turn == 0 else "touchMove", *fingers)
        page.wait_for_timeout(40)
    touch(hand, "touchEnd")
    page.wait_for_timeout(300)


def touch(hand: Any, kind: str, *fingers: tuple[float, float]) -> None:
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
    hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


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


def test_each_card_says_what_it_is_to_a_screen_reader(open_page: Open) -> None:
    page = open_page()

    assert page.get_by_label("Étape 2 sur 3, Rappel").is_visible()
    assert page.get_by_role("region", name="Dessin du parcours").is_visible()


def test_a_title_that_looks_like_markup_stays_text(open_page: Open) -> None:
    page = open_page("hostile")

    card = page.get_by_test_id("card-step:remind")
    assert "<img src=x onerror=" in card.inner_text()
    assert page.evaluate("window.pwned") is None


def test_search_finds_a_text_far_inside_a_message_and_goes_to_its_card(open_page: Open) -> None:
    page = open_page("cards=200&texts")
    page.get_by_test_id("canvas").focus()

    page.keyboard.press("Control+f")
    page.keyboard.type("parapluie")
    found = page.get_by_test_id("find-item-step:n150")
    hint = found.inner_text()
    page.keyboard.press("Enter")

    assert "parapluie" in hint
    wait_for_selection(page, ["step:n150"])
    page.get_by_test_id("card-step:n150").wait_for()


def test_the_small_map_shows_every_card_and_moves_the_view(open_page: Open) -> None:
    page = open_page("cards=14")
    small = page.locator(".react-flow__minimap")
    assert small.locator(".react-flow__minimap-node").count() == 14
    before = middle(page.get_by_test_id("card-trigger:hello"))

    at = middle(small)
    drag(page, at, (at[0] + 20, at[1] + 10))

    assert middle(page.get_by_test_id("card-trigger:hello")) != pytest.approx(before, abs=5)
    assert log(page) == []


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_cards_and_their_words_follow_the_theme(open_page: Open, scheme: str, light: bool) -> None:
    page = open_page("cards=14", color_scheme=scheme)

    card, desk, arrow = (page.evaluate(LIGHTNESS, at) for at in (".card", ".canvas", ".arrow"))
    words = page.evaluate(LIGHTNESS, ".card .title")

    assert (card["ground"] > 0.5, desk["ground"] > 0.5) == (light, light)
    assert (words["ink"] < 0.5) == light
    assert abs(arrow["stroke"] - desk["ground"]) > 0.15


def test_a_finger_pans_pinches_and_selects_and_drags_no_card(open_page: Open) -> None:
    page = open_page("cards=14", has_touch=True)
    hand = page.context.new_cdp_session(page)
    card = page.get_by_test_id("card-step:answer")
    zoom = page.get_by_test_id("toolbar-zoom").inner_text()

    start = middle(card)
    swipe(page, hand, start, (start[0] + 120, start[1] + 60))
    panned = middle(card)
    pinch(page, hand, panned)
    zoomed = page.get_by_test_id("toolbar-zoom").inner_text()
    page.touchscreen.tap(*middle(card))

    assert panned == pytest.approx((start[0] + 120, start[1] + 60), abs=12)
    assert zoomed != zoom
    wait_for_selection(page, ["step:answer"])
    assert log(page) == []
