"""A journey of 200 steps against one of 10, in a real browser on a real designer: clicking, opening, dragging.

Both are open in one browser and measured in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.benchmarks.table import Row
from tests.designer.components.component_page import open_browser
from tests.designer.pages import draw, furnish
from tests.designer.served import Served, running_designer

SMALL, LARGE = 10, 200
AT_MOST = 2.0
COLUMNS, WIDE, HIGH = 3, 280, 150
CLICKED = 6
# From the press on a card until its form is there and can be written in.
CLICK = """(title) => {
  window.took = null;
  const pressed = () => {
    const begun = performance.now();
    const look = () => {
      const form = document.querySelector(".st-key-editor-inspector");
      const there = form && !form.inert && [...form.querySelectorAll("input")].some((field) => field.value === title);
      there ? (window.took = performance.now() - begun) : setTimeout(look, 4);
    };
    look();
  };
  addEventListener("pointerdown", pressed, {once: true, capture: true});
}"""
FIRST_CARD = """() => {
  const look = () => {
    const hosts = [...document.querySelectorAll(".st-key-canvas *")].filter((one) => one.shadowRoot);
    const card = hosts.some((one) => one.shadowRoot.querySelector("[data-testid^='card-']"));
    card ? requestAnimationFrame(() => (window.painted = performance.now())) : setTimeout(look, 8);
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", look) : look();
}"""
FRAMES = """() => {
  window.lasted = [];
  let last = performance.now();
  const tick = (now) => {
    window.lasted.push(now - last);
    last = now;
    if (window.lasted.length < 10000) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def rows(short: bool) -> list[Row]:
    """The ratio of the design's table, and two figures of 200 steps as they are on this machine."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_designer(Path(folder), furnished) as served,
        open_browser(brief=False) as browser,
    ):
        pages = {size: opened(browser, served, size) for size in (SMALL, LARGE)}
        clicks = click_times(pages, 9 if short else 21)
        frames = {size: drag_frames(page) for size, page in pages.items()}
        paints = {size: first_paint(browser, served, size, 2 if short else 5) for size in (SMALL, LARGE)}
    return [click_row(clicks), paint_row(paints), drag_row(frames)]


def click_row(times: dict[int, list[float]]) -> Row:
    small, large = (statistics.median(times[size]) for size in (SMALL, LARGE))
    return Row(
        "canvas, 200 steps: click → form ÷ 10 steps", f"≤ {AT_MOST:g}", f"{large / small:.2f}", large / small <= AT_MOST,
        f"{large:.0f} ms ÷ {small:.0f} ms, medians of {len(times[LARGE])} clicks each, in turn",
    )  # fmt: skip


def paint_row(times: dict[int, float]) -> Row:
    detail = f"from the address to the first card drawn; 10 steps: {times[SMALL]:.0f} ms"
    return Row("canvas, 200 steps: first paint", "–", f"{times[LARGE]:.0f} ms", None, detail)


def drag_row(frames: dict[int, list[float]]) -> Row:
    small, large = (statistics.median(frames[size]) for size in (SMALL, LARGE))
    late = sorted(frames[LARGE])[int(len(frames[LARGE]) * 0.95)]
    detail = f"median of {len(frames[LARGE])} frames, 95th in a hundred {late:.0f} ms; 10 steps: {small:.0f} ms"
    return Row("canvas, 200 steps: a frame while a card is dragged", "–", f"{large:.0f} ms", None, detail)


def furnished(database: Engine) -> None:
    furnish(database)
    for size in (SMALL, LARGE):
        draw(database, live=False, **ladder(size))


def ladder(size: int) -> dict[str, Any]:
    """Messages, waits for a reply, notes and waits in turn, in rows of three cards; each card has a name of its own."""
    ids = [f"s{place:03d}" for place in range(size)]
    steps = {step: one(place, ids) for place, step in enumerate(ids)}
    spots = {step: [place % COLUMNS * WIDE, HIGH + place // COLUMNS * HIGH] for place, step in enumerate(ids)}
    start = {"id": "start", "type": "keyword", "any_of": ["menu"], "next": ids[0]}
    return {
        "key": f"ladder-{size}", "name": f"{size} étapes", "language": "fr", "purpose": "service",
        "triggers": [start], "steps": steps, "layout": {"trigger:start": [0, 0], **spots},
    }  # fmt: skip


def one(place: int, ids: list[str]) -> dict[str, Any]:
    after = ids[place + 1] if place + 1 < len(ids) else None
    title = {"title": name_of(place)}
    if after is None:
        return {"type": "exit", **title}
    match place % 4:
        case 0:
            text = f"Bonjour {{{{ contact.name }}}}, ceci est le message {place}. " + "Votre commande part demain. " * 3
            return {"type": "send_session", **title, "text": {"fr": text}, "next": after}
        case 1:
            paths = [{"id": "yes", "any_of": ["oui", "ok"], "typos": True, "next": after}]
            ways = {"branches": paths, "otherwise": after, "no_reply": ids[-1]}
            return {"type": "wait_for_reply", **title, "for": "12h", **ways}
        case 2:
            return {"type": "update_contact", **title, "set": {"seen": str(place)}, "next": after}
        case _:
            return {"type": "wait", **title, "for": "1h", "next": after}


def name_of(place: int) -> str:
    return f"Étape {place} du parcours"


def opened(browser: Browser, served: Served, size: int) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR").new_page()
    page.goto(f"{served.address}/editor?journey=ladder-{size}")
    page.get_by_test_id("card-step:s000").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    return page


def click_times(pages: dict[int, Page], count: int) -> dict[int, list[float]]:
    """Milliseconds from the press until the form of that card can be written in. The first two of each are not counted."""
    times: dict[int, list[float]] = {size: [] for size in pages}
    for turn in range(count + 2):
        for size, page in pages.items():
            took = click_time(page, turn % CLICKED)
            if turn >= 2:
                times[size].append(took)
    return times


def click_time(page: Page, place: int) -> float:
    page.evaluate(CLICK, name_of(place))
    box = page.get_by_test_id(f"card-step:s{place:03d}").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + box["height"] / 2)
    page.wait_for_function("window.took !== null", timeout=30_000)
    return float(page.evaluate("window.took"))


def drag_frames(page: Page) -> list[float]:
    """Milliseconds of each frame while the first message is dragged about."""
    box = page.get_by_test_id("card-step:s000").bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    page.evaluate(FRAMES)
    for turn in range(80):
        page.mouse.move(x + turn % 20 * 6, y + turn % 10 * 4)
    frames = page.evaluate("window.lasted.splice(0)")
    page.mouse.up()
    return [float(one) for one in frames]


def first_paint(browser: Browser, served: Served, size: int, times: int) -> float:
    """Milliseconds from the address to the first card, in a fresh browser context each time; the median."""
    return statistics.median(paint_time(browser, served, size) for _ in range(times))


def paint_time(browser: Browser, served: Served, size: int) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR")
    context.add_init_script(f"({FIRST_CARD})()")
    page = context.new_page()
    page.goto(f"{served.address}/editor?journey=ladder-{size}")
    page.wait_for_function("window.painted", timeout=60_000)
    took = float(page.evaluate("window.painted"))
    context.close()
    return took
