"""A read-only map drawn by streamlit-agraph.

The package's own `agraph()` has no key, so each change of a count would load its frame anew and lose zoom and selection.
This calls the component behind it with a key and a fixed configuration (docs/decisions/0005: a private name, hence the
pinned version and the test). Python hears of one thing only: the id of a card that was clicked.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import streamlit as st
import streamlit_agraph

from designer import state
from designer.map_card import HEIGHT, palette

COMPONENT = streamlit_agraph._agraph


def journey_map(drawing: dict[str, Any], *, key: str, dark: bool, height: int = 560) -> str | None:
    """Draw; the id of the card that was clicked last (`step:remind`), None before the first click."""
    # The frame's page is white whatever the theme. On a dark page it is shown as its negative, its colours are sent as
    # negatives too, and its then black ground lets the page through.
    shown = negative(drawing) if dark else drawing
    if dark:
        st.html(f"<style>.st-key-{key}-frame iframe {{filter: invert(1); mix-blend-mode: lighten;}}</style>")
    with st.container(key=f"{key}-frame"):
        COMPONENT(
            data=json.dumps(shown), config=json.dumps(configuration(dark, height)), key=key, default=None,
            on_change=_on_change,
        )  # fmt: skip
    return state.widget(key)


def configuration(dark: bool, height: int) -> dict[str, Any]:
    """The same for every drawing of a page, so that vis-network never starts over."""
    colours = palette(dark)
    text, page = (complement(colours.soft), complement("#000000")) if dark else (colours.soft, colours.page)
    return {
        "height": f"{height}px", "width": "100%", "autoResize": True, "physics": {"enabled": False},
        "interaction": {
            "dragNodes": False, "hover": False, "selectConnectedEdges": False, "zoomSpeed": 0.6, "keyboard": False,
        },
        "nodes": {"size": HEIGHT / 2, "shapeProperties": {"interpolation": False}},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}}, "arrowStrikethrough": False,
            "font": {"size": 13, "color": text, "strokeWidth": 5, "strokeColor": page, "align": "horizontal"},
        },
    }  # fmt: skip


def negative(drawing: dict[str, Any]) -> dict[str, Any]:
    """The drawing in complementary colours; pictures carry their own."""
    edges = [edge | {"color": edge["color"] | {"color": complement(edge["color"]["color"])}} for edge in drawing["edges"]]
    nodes = [node | {"image": _negative_picture(node["image"])} for node in drawing["nodes"]]
    return {"nodes": nodes, "edges": edges}


def complement(colour: str) -> str:
    """`#000000` ↔ `#ffffff`."""
    return f"#{0xFFFFFF - int(colour[1:], 16):06x}"


def _negative_picture(address: str) -> str:
    """The same picture, inverted by a filter of its own, so that the page's inversion shows it as it was drawn."""
    head, body = address.split(",", 1)
    opened = body.index("%3E") + 3
    flip = _written(
        '<filter id="n" color-interpolation-filters="sRGB"><feColorMatrix values='
        '"-1 0 0 0 1 0 -1 0 0 1 0 0 -1 0 1 0 0 0 1 0"/></filter><g filter="url(#n)">'
    )
    return f"{head},{body[:opened]}{flip}{body[opened:].removesuffix(_written('</svg>'))}{_written('</g></svg>')}"


def _written(svg: str) -> str:
    return quote(svg, safe="")


def _on_change() -> None:
    """A click is read in the body of the next run."""
