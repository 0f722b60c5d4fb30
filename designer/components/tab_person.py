"""Who works in this tab, kept by the tab itself: a reload begins a new session, and undo belongs to a person."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from streamlit.components.v2 import component

KEY = "tab_person"
_COMPONENT = component(
    "parcours.tab_person", js=Path(__file__).with_suffix(".js").read_text("utf-8"), html="<span></span>"
)


def keep_person(person_id: str) -> None:
    """The tab remembers this person; after a reload it tells once whom it knew, see `person_before`."""
    _COMPONENT(key=KEY, data={"person": person_id}, on_before_change=_on_change)


def person_before(session: Mapping[str, Any]) -> str | None:
    """Whom the tab knew before it was loaded anew. `session`: the session state."""
    told = session.get(KEY)
    before = cast("Mapping[str, Any]", told).get("before") if isinstance(told, Mapping) else None
    return before if isinstance(before, str) else None


def _on_change() -> None:
    """Streamlit returns a state value only where a callback exists; the script reads it at its beginning."""
