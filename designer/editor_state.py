"""What one tab of the editor remembers between two runs. Nothing here is the only copy of anybody's work: edits are saved
before they are acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from designer import state

CANVAS = "canvas"
SAMPLE = "editor:sample"
TAB = "editor:tab"
WATCH = "inspector-watch"
NEWEST = "newest-draft"


def acknowledged(version_key: str) -> dict[str, int]:
    """Steps of canvas outboxes that are applied (or refused), by client."""
    return state.recall(f"editor:acks:{version_key}", {})


def acknowledge(version_key: str, acks: dict[str, int]) -> None:
    state.remember(f"editor:acks:{version_key}", acks)


def texts_acknowledged() -> int:
    """The last edit of the message editor that is saved."""
    return state.recall("editor:texts", 0)


def acknowledge_texts(nonce: int) -> None:
    state.remember("editor:texts", nonce)


def focus_on(node: str) -> None:
    """Show and select this card; the form follows at once, before the browser answers."""
    nonce = int((state.recall("editor:focus") or {}).get("nonce", 0)) + 1
    before = list(state.recall("editor:selection", []))
    state.remember("editor:tab_wanted", "step")
    state.remember("editor:focus", {"id": node, "nonce": nonce, "before": before})


def show_form() -> None:
    """Show the form of the selected card, whatever is shown now."""
    state.remember("editor:tab_wanted", "step")


def show_trial() -> None:
    """Show the test phone, with the keyboard in it."""
    state.remember("editor:tab_wanted", "trial")
    state.remember("editor:trial_by_key", True)


def trial_by_key() -> bool:
    """Whether a key opened the test phone. It stays so while the phone is in sight: the browser may be spared the first of two
    runs that follow closely."""
    return state.recall("editor:trial_by_key", False)


def leave_trial() -> None:
    """Another side of the inspector is in sight."""
    state.remember("editor:trial_by_key", False)


def shows(wanted: str) -> bool:
    """Whether this side of the inspector is about to be drawn."""
    return (state.recall("editor:tab_wanted") or state.widget(TAB) or "step") == wanted


def tab() -> str:
    """Which side of the inspector to show: the one that was asked for, else the one that is open."""
    return state.take("editor:tab_wanted", None) or state.widget(TAB) or "step"


def focus() -> dict[str, Any] | None:
    """`{"id", "nonce"}` for the canvas."""
    held = state.recall("editor:focus")
    return {"id": held["id"], "nonce": held["nonce"]} if held else None


def selection(drawn: Sequence[str]) -> list[str]:
    """What is selected: what the canvas says, unless a card was asked for and the canvas has not answered yet."""
    state.remember("editor:selection", list(drawn))
    held = state.recall("editor:focus")
    if held is None or held["before"] is None:
        return list(drawn)
    if held["before"] == list(drawn):
        return [held["id"]]
    held["before"] = None
    return list(drawn)


def add_card(node: str, selected: Sequence[str]) -> None:
    """The person has just added this card: it is `fresh` until they leave a field of it or choose another."""
    state.remember("editor:fresh", {"node": node, "before": list(selected)})


def leave_field(node: str | None) -> None:
    """The person left a field of this card."""
    if node is not None and node == fresh():
        state.take("editor:fresh", None)


def fresh(selected: Sequence[str] | None = None) -> str | None:
    """The card that is still being begun, of which nothing is said to be wrong yet. With what is selected now, a card that
    is no longer selected is fresh no more."""
    held = state.recall("editor:fresh")
    if held is None or selected is None:
        return held and held["node"]
    if held["node"] in selected:
        held["before"] = None
    elif held["before"] != list(selected):
        state.take("editor:fresh", None)
        return None
    return held["node"]


def is_new_command(nonce: str) -> bool:
    """Whether a key of the canvas has not been answered yet; answers it."""
    if state.recall("editor:command") == nonce:
        return False
    state.remember("editor:command", nonce)
    return True


def opened(journey_key: str) -> bool:
    """Whether another journey is opened than in the last run: then what was remembered of that one is forgotten."""
    if state.recall("editor:journey") == journey_key:
        return False
    state.remember("editor:journey", journey_key)
    for name in ("editor:focus", "editor:selection", "editor:seen", "editor:house", "editor:fresh", "editor:counts"):
        state.take(name, None)
    return True


def seen(version_id: str) -> int | None:
    """The revision that this tab drew last; None for a version it has not drawn."""
    held = state.recall("editor:seen")
    return held[1] if held and held[0] == version_id else None


def see(version_id: str, revision: int) -> None:
    state.remember("editor:seen", (version_id, revision))
