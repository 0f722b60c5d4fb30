"""The canvas alone in a real browser, against a real streamlit server with a model in memory (`canvas_app`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.designer.components.canvas_page import Open
from tests.designer.components.component_page import lent, open_browser, serve

APP = Path(__file__).parent / "canvas_app.py"
WIDTH, HEIGHT = 1300, 1000


@pytest.fixture(scope="session")
def canvas_server() -> Iterator[str]:
    with serve(APP) as address:
        yield address


@pytest.fixture(scope="module")
def canvas_browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def canvas_tab(canvas_browser: Any) -> Any:
    return canvas_browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()


@pytest.fixture
def lent_tab(canvas_tab: Any, canvas_server: str) -> Iterator[Any]:
    with lent(canvas_tab, canvas_server) as page:
        yield page


@pytest.fixture
def open_page(canvas_server: str, canvas_browser: Any, lent_tab: Any) -> Iterator[Open]:
    """Opens the canvas with a query of `canvas_app`; no page may have had an error in the end."""
    opened: list[Any] = []
    errors: list[str] = []

    def note(error: Any) -> None:
        errors.append(str(error))

    def choose(beside: Any, width: int, more: dict[str, Any]) -> Any:
        if beside:
            return beside.context.new_page()
        if width == WIDTH and not more and lent_tab not in opened:
            return lent_tab
        return canvas_browser.new_page(viewport={"width": width, "height": HEIGHT}, **more)

    def open_with(query: str = "", width: int = WIDTH, *, beside: Any = None, **more: Any) -> Any:
        page = choose(beside, width, more)
        opened.append(page)
        page.on("pageerror", note)
        page.goto(f"{canvas_server}/?{query}")
        page.get_by_test_id("canvas").wait_for(timeout=30_000)
        page.locator("#report").wait_for(state="attached", timeout=30_000)
        page.wait_for_timeout(300)
        return page

    yield open_with
    for page in opened:
        page.remove_listener("pageerror", note)
        if page is not lent_tab:
            page.close()
    assert errors == []
