"""One running product for all acceptance tests, and a browser page on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.product import Product, running_product
from tests.designer.components.component_page import open_browser


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: while Playwright runs, nothing else in this process may start an event loop."""
    with open_browser() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A French reader's tab, 1440 wide; a picture of its end lies in the test's folder."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", color_scheme="light")
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    yield tab
    tab.screenshot(path=tmp_path / f"{request.node.name}.png")
    context.close()
