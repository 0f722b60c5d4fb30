"""What stands between the drawing and its form in the browser: see `inspector_watch.js`.

While another card is selected than the one whose form is shown, the form takes no letter and becomes a skeleton; and the
page hears when a person left a field of a card that they have just added, and when somebody else's edit should be drawn. The keyboard goes from the drawing into the form
(`Enter`, or a new card) and back (`Escape`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from streamlit.components.v2 import component

_COMPONENT = component(
    "parcours.inspector_watch", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), html="<span></span>"
)


_NEWEST = component(
    "parcours.newest_draft",
    js=Path(__file__).with_name("newest_draft.js").read_text(encoding="utf-8"),
    html="<span></span>",
)


def watch_inspector(
    shown: Sequence[str] | None, *, drawn: tuple[str, int], fresh: str | None, back: str, key: str
) -> None:
    """`drawn`: version and revision on the screen. `back`: what the button says that leads from the form to the drawing on a
    small screen. `shown`: the cards whose form has just been drawn, None while the form is not in sight. `fresh`: the card to listen
    to; what comes back stands in the session state, see `left_card`."""
    version, revision = drawn
    data = {
        "version": version,
        "revision": revision,
        "shown": None if shown is None else list(shown),
        "fresh": fresh or "",
        "back": back,
    }
    _COMPONENT(key=key, data=data, on_left_change=_on_change, on_newer_change=_on_change)


def tell_newest(version: str, revision: int, *, key: str) -> None:
    """Tell the watch how far the draft is now, whoever brought it there. It belongs in a fragment of its own, which it runs
    again every few seconds: the watch asks for the drawing (and `newer` reruns the fragment that it stands in) when the
    person's hands are still."""
    _NEWEST(key=key, data={"version": version, "revision": revision}, on_asked_change=_on_change)


def left_card(state: object) -> str | None:
    """The card one of whose fields the person left, in the watch's session state."""
    left = cast("Mapping[str, Any]", state).get("left") if isinstance(state, Mapping) else None
    return left if isinstance(left, str) else None


def _on_change() -> None:
    """Streamlit returns a state value only where a callback exists; the page reads it in its body."""
