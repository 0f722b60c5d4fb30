"""The engine is headless: API and worker run where Streamlit is not installed (`make headless` uses a real environment)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BLOCKED = """
import sys
for name in ("streamlit", "streamlit_agraph", "designer"):
    sys.modules[name] = None
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""


def test_the_engine_answers_a_customer_without_streamlit() -> None:
    """A conversation, an event and a forged webhook, in a process in which Streamlit cannot be imported."""
    tests = [
        f"{HERE / 'test_conversation.py'}::test_a_tapped_button_takes_its_branch_and_notes_the_contact[sqlite]",
        f"{HERE / 'test_events_api.py'}::test_an_unknown_contact_is_made_and_the_journey_starts[sqlite]",
        f"{HERE / 'test_webhooks.py'}::test_a_webhook_that_is_not_signed_by_the_provider_is_refused_and_not_stored[forged]",
    ]

    run = subprocess.run(
        [sys.executable, "-c", BLOCKED, *tests], capture_output=True, text=True, timeout=110, check=False
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]
    assert "3 passed" in run.stdout
