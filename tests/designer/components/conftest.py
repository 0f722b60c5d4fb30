"""The canvas alone in a real browser, against a real streamlit server with a model in memory (`canvas_app`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.designer.components.canvas_page import Open
from tests.designer.components.component_page import open_browser, serve

APP = Path(__file__).parent / "canvas_app.py"


@pytest.fixture(scope="module")
def canvas_server() -> Iterator[str]:
    with serve(APP) as address:
        yield address


@pytest.fixture(scope="module")
def canvas_browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def open_page(canvas_server: str, canvas_browser: Any) -> Iterator[Open]:
    """Opens the canvas with a query of `canvas_app`; no page may have had an error in the end."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_with(query: str = "", width: int = 1300, *, beside: Any = None, **more: Any) -> Any:
        context = (
            beside.context if beside else canvas_browser.new_context(viewport={"width": width, "height": 1000}, **more)
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{canvas_server}/?{query}")
        page.get_by_test_id("canvas").wait_for(timeout=30_000)
        page.locator("#report").wait_for(state="attached", timeout=30_000)
        page.wait_for_timeout(300)
        contexts.append(context)
        return page

    yield open_with
    for context in dict.fromkeys(contexts):
        context.close()
    assert errors == []
