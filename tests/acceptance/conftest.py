"""One running product for all acceptance tests, and a browser page on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from product import Product, running_product

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the test is skipped, except where CI promises one."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium on PATH. CI must install one: the browser tests may not be skipped there.")
    if path is None:
        pytest.skip("No Chromium on PATH: install chromium to run the browser tests.")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A French reader's tab, 1440 wide; a picture of its end lies in the test's folder."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="fr-FR", color_scheme="light")
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    yield tab
    tab.screenshot(path=tmp_path / f"{request.node.name}.png")
    context.close()
