"""Where each page stands, for links inside the designer."""

from __future__ import annotations

from typing import Any

JOURNEYS = "app_pages/journeys.py"
EDITOR = "app_pages/editor.py"
PREVIEW = "app_pages/preview.py"
LIVE = "app_pages/live.py"
SETTINGS = "app_pages/settings.py"


def of_journey(key: str, **more: str | None) -> dict[str, Any]:
    """The query of a page about one journey: `?journey=key&step=…`."""
    return {"journey": key, **{name: value for name, value in more.items() if value}}
