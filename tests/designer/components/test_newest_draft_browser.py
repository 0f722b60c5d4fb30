"""How the editor asks for others' edits: only while the page stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

import designer.components
from tests.designer.components.component_page import open_browser

pytestmark = pytest.mark.browser
ASKING = Path(designer.components.__file__).with_name("newest_draft.js")
LONG_ENOUGH = 10_000


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of Streamlit's on which a run is under way, and the clock of which stands."""
    with open_browser() as browser:
        page = browser.new_page()
        page.clock.install()
        page.set_content("<main data-test-script-state='running'><span id='place'></span></main>")
        page.evaluate(
            """async (source) => {
              const { default: tell } = await import(source);
              window.asked = 0;
              tell({ data: {}, parentElement: document.getElementById('place'), setTriggerValue: () => { window.asked += 1; } });
            }""",
            f"data:text/javascript,{quote(ASKING.read_text(encoding='utf-8'))}",
        )
        yield page


def test_the_newest_draft_is_not_asked_for_while_a_form_is_being_drawn(page: Page) -> None:
    """Another run would begin before the browser knows the end of this one, and fields of another card would stay."""
    page.clock.run_for(LONG_ENOUGH)
    during = page.evaluate("window.asked")

    page.evaluate("document.querySelector('main').dataset.testScriptState = 'notRunning'")
    page.clock.run_for(LONG_ENOUGH)

    assert during == 0
    assert page.evaluate("window.asked") >= 2
