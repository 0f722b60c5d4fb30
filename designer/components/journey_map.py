"""A read-only map drawn by streamlit-agraph.

The package's own `agraph()` has no key, so each change of a count would load its frame anew and lose zoom and
selection. This calls the component behind it with a key and a fixed configuration (docs/decisions/0005: a private name,
hence the pinned version and the test). Python hears of one thing only: the id of a card that was clicked.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit_agraph

from designer import state
from designer.map_card import HEIGHT, palette

COMPONENT = streamlit_agraph._agraph


def journey_map(drawing: dict[str, Any], *, key: str, dark: bool, height: int = 580) -> str | None:
    """Draw; the id of the card that was clicked last (`step:remind`), None before the first click."""
    COMPONENT(
        data=json.dumps(drawing), config=json.dumps(configuration(dark, height)), key=key, default=None,
        on_change=_on_change,
    )  # fmt: skip
    clicked = state.widget(key)
    return clicked if isinstance(clicked, str) else None


def configuration(dark: bool, height: int) -> dict[str, Any]:
    """The same for every drawing of a page, so that vis-network never starts over."""
    colours = palette(dark)
    return {
        "height": f"{height}px", "width": "100%", "autoResize": True, "physics": {"enabled": False},
        "interaction": {
            "dragNodes": False, "hover": False, "selectConnectedEdges": False, "zoomSpeed": 0.6, "keyboard": False,
        },
        "nodes": {"size": HEIGHT / 2, "shapeProperties": {"interpolation": False}},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}, "arrowStrikethrough": False,
            "widthConstraint": {"maximum": 150},
            "font": {"size": 13, "color": colours.soft, "strokeWidth": 5, "strokeColor": colours.page},
        },
    }  # fmt: skip


def _on_change() -> None:
    """A click is read in the body of the next run."""
