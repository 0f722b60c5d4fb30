"""A small journey editor around the canvas, for the browser tests: a model in memory that applies each edit.

Query parameters: ``cards`` (how many to begin with), ``slow`` (seconds a rerun takes),
``locked``, ``lit``, ``hostile`` (a title with markup), ``texts`` (a long message on one card), ``bare`` (the canvas alone).
"""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import streamlit as st

from designer.components.canvas import CANVAS_WORDS, acknowledge, canvas, events_from, fresh_operations
from tests.designer.components.canvas_samples import PALETTE, journey, ports_of

LONG = "Bonjour, " + "il fait beau. " * 20 + "Prenez votre parapluie. " + "À demain. " * 9
Nodes = dict[str, dict[str, Any]]


def apply(nodes: Nodes, op: dict[str, Any]) -> Nodes:
    """One edit of the model."""
    nodes = copy.deepcopy(nodes)
    EDITS[op["op"]](nodes, op)
    return nodes


def add(nodes: Nodes, op: dict[str, Any]) -> None:
    place(nodes, op)
    kind = op["id"].split(":")[0]
    card = {"kind": kind, "type": op["type"], "title": op["type"], "x": op["x"], "y": op["y"]}
    nodes[op["id"]] = {**card, "ports": ports_of(op["type"])}
    if origin := op["from"]:
        port = port_of(nodes, origin["node"], origin["port"])
        if nodes[op["id"]]["ports"]:
            nodes[op["id"]]["ports"][0]["target"] = port["target"]
        port["target"] = op["id"]


def port_of(nodes: Nodes, node: str, port: str) -> dict[str, Any]:
    return next(one for one in nodes[node]["ports"] if one["id"] == port)


def place(nodes: Nodes, op: dict[str, Any]) -> None:
    for node, (x, y) in op["positions"].items():
        nodes[node] |= {"x": x, "y": y}


def link(nodes: Nodes, op: dict[str, Any]) -> None:
    port_of(nodes, op["node"], op["port"])["target"] = op.get("target")


def delete(nodes: Nodes, op: dict[str, Any]) -> None:
    """What led to a deleted card leads to the one card after it."""
    gone = {node: nodes.pop(node) for node in op["ids"] if node in nodes}
    for node, card in nodes.items():
        for port in card["ports"]:
            while port["target"] in gone:
                after = {one["target"] for one in gone[port["target"]]["ports"]} - {None, node}
                port["target"] = after.pop() if len(after) == 1 else None


def duplicate(nodes: Nodes, op: dict[str, Any]) -> None:
    held = {node["id"]: node for node in op["nodes"]} if "nodes" in op else nodes
    for old, new in op["new_ids"].items():
        card = copy.deepcopy(held[old])
        card |= {"x": card["x"] + op["offset"][0], "y": card["y"] + op["offset"][1]}
        for port in card["ports"]:
            port["target"] = op["new_ids"].get(port["target"])
        nodes[new] = card


EDITS = {
    "add": add,
    "connect": link,
    "disconnect": link,
    "move": place,
    "tidy": place,
    "delete": delete,
    "duplicate": duplicate,
    "paste": duplicate,
}


def work_off(state: Any) -> None:
    """Apply what is fresh, with undo and redo."""
    events = events_from(state.get("drawing"))
    for op in fresh_operations(events, state.ack):
        state.log.append(op)
        if op["op"] in ("undo", "redo"):
            source, other = (state.past, state.future) if op["op"] == "undo" else (state.future, state.past)
            if source:
                other.append(state.nodes)
                state.nodes = source.pop()
        else:
            state.past.append(state.nodes)
            state.future.clear()
            state.nodes = apply(state.nodes, dict(op))
    state.ack = acknowledge(state.ack, events)


def drawn(node_id: str, node: dict[str, Any], place: int, total: int) -> dict[str, Any]:
    defaults = {"line": "", "badge": None, "counts": None, "icon": node["type"]}
    said = f"Étape {place} sur {total}, {node['title']}"
    return {**defaults, **node, "id": node_id, "description": said}


def snapshot(state: Any) -> dict[str, Any]:
    nodes = [drawn(key, node, n + 1, len(state.nodes)) for n, (key, node) in enumerate(state.nodes.items())]
    language = st.query_params.get("language", "fr")
    return {
        "height": 640,
        "language": language,
        "read_only": "locked" in st.query_params,
        "words": CANVAS_WORDS[language],
        "revision": len(state.log),
        "journey": st.query_params.get("journey", "sample"),
        "can_undo": bool(state.past),
        "can_redo": bool(state.future),
        "ack": state.ack,
        "focus": state.focus,
        "selected": [],
        "select_nonce": 0,
        "palette": PALETTE,
        "nodes": nodes,
        "highlight": list(state.nodes)[:4] if "lit" in st.query_params else [],
    }


def main() -> None:
    state = st.session_state
    if "nodes" not in state:
        first = journey(int(st.query_params.get("cards", "3")))
        if "hostile" in st.query_params:
            first["step:remind"]["title"] = "<img src=x onerror='window.pwned=1'>"
        if "texts" in st.query_params:
            first["step:n150"]["definition"] = {"type": "send_session", "text": {"fr": LONG, "en": "Hello"}}
        state.nodes, state.ack, state.focus = first, {}, None
        state.past, state.future, state.log = [], [], []
    work_off(state)
    time.sleep(float(st.query_params.get("slow", "0")))
    said = canvas(snapshot(state), key="drawing")
    if "bare" in st.query_params:
        return
    if st.button("Montrer la fin"):
        state.focus = {"id": list(state.nodes)[-1], "nonce": len(state.log) + 1000}
        st.rerun()
    st.text_input("Titre", key="title")
    report = {"selection": said.selection, "command": said.command, "log": state.log, "nodes": state.nodes}
    st.html(f'<pre id="report">{json.dumps(report).replace("<", "&lt;")}</pre>')


st.set_page_config(layout="wide")
main()
