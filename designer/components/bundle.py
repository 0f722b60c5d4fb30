"""Components whose built bundle crosses the wire once.

Streamlit sends a component's inline script again with every change of its data: half a megabyte for each edit
of a drawing. Here one element keeps the bundle in the page as data that never changes (streamlit then sends
its hash only), and a second, small one draws with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import streamlit as st
from streamlit.components.v2 import component

_HERE = Path(__file__).parent

Mount = Callable[..., Mapping[str, Any]]


def bundled(name: str) -> Mount:
    """The component built as ``built/<name>.js`` and ``.css``. Call it once, where a module begins.

    The result is mounted like any component: ``key`` (needed), ``data``, ``on_<state>_change``.
    """
    keep = cast("Mount", component(f"parcours.{name}.bundle", js=_read("bundle_keep.js")))
    borrow = cast("Mount", component(f"parcours.{name}", js=_read("bundle_borrow.js").replace("NAME", name)))
    js, css = _read(f"built/{name}.js"), _read(f"built/{name}.css")
    digest = hashlib.sha256(f"{js}\0{css}".encode()).hexdigest()
    kept = {"name": name, "digest": digest, "js": js, "css": css}

    def mount(*, key: str, data: Any, **on_change: Callable[[], None]) -> Mapping[str, Any]:
        with st.container(gap=None):
            keep(key=f"{key}.bundle", data=kept)
            return borrow(key=key, data=data, **on_change)

    return mount


def _read(path: str) -> str:
    return (_HERE / path).read_text(encoding="utf-8")
