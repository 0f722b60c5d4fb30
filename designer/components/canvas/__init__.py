"""The drawing canvas: a journey as cards and arrows, edited in the browser.

The drawing lives in ``frontend/src/canvas``; its bundle in ``built/canvas.js`` and ``.css``. Edits come back
through a durable outbox (a streamlit trigger keeps only the last of several calls): each has a number, the
browser sends all that is not acknowledged, the page applies each number once and says so. A page does::

    events = events_from(st.session_state.get("drawing"))
    for operation in fresh_operations(events, acknowledged):
        ...                                      # apply to the draft
    acknowledged = acknowledge(acknowledged, events)
    canvas({..., "ack": acknowledged}, key="drawing")
"""

from __future__ import annotations

from designer.components.bundle import bundled
from designer.components.canvas.contract import CanvasEvents, CanvasNode, CanvasSnapshot, Operation
from designer.components.canvas.events import acknowledge, events_from, fresh_operations
from designer.components.canvas.words import CANVAS_WORDS

__all__ = [
    "CANVAS_WORDS",
    "CanvasEvents",
    "CanvasNode",
    "CanvasSnapshot",
    "Operation",
    "acknowledge",
    "canvas",
    "events_from",
    "fresh_operations",
]

_COMPONENT = bundled("canvas")


def canvas(snapshot: CanvasSnapshot, *, key: str) -> CanvasEvents:
    """Draw the journey; return what the browser has said under this key, applied edits included."""
    result = _COMPONENT(
        key=key,
        data=snapshot,
        on_ops_change=_on_change,
        on_selection_change=_on_change,
        on_command_change=_on_change,
    )
    return events_from(result)


def _on_change() -> None:
    """Streamlit returns a state value only where a callback exists; the page reads it in its body."""
