"""`python -m engine.sandbox`: the sandbox alone, for anyone who speaks Sinch's Conversation API."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .app import run
from .settings import SandboxSettings


def read_settings(arguments: list[str] | None = None) -> SandboxSettings:
    """Settings from the command line; secrets from the environment, so that no process list shows them."""
    default = SandboxSettings()
    parser = argparse.ArgumentParser(prog="python -m engine.sandbox", description=__doc__)
    parser.add_argument("--host", default=default.host)
    parser.add_argument("--port", type=int, default=default.port)
    parser.add_argument("--webhook-url", default="", help="where signed callbacks go")
    parser.add_argument("--templates", type=Path, help="JSON file of WhatsApp templates")
    parser.add_argument("--ledger", type=Path, help="JSON lines of every accepted send")
    given = parser.parse_args(arguments)
    return SandboxSettings(
        host=given.host,
        port=given.port,
        webhook_url=given.webhook_url,
        templates_path=given.templates,
        ledger_path=given.ledger,
        key_secret=os.environ.get("PARCOURS_SINCH_KEY_SECRET", default.key_secret),
        webhook_secret=os.environ.get("PARCOURS_SINCH_WEBHOOK_SECRET", default.webhook_secret),
    )


if __name__ == "__main__":
    run(read_settings())
