"""A page with one phone, for the browser tests: it answers nothing and lists what arrived, in order."""

from __future__ import annotations

import json
import time

import streamlit as st

from designer.components.phone import acknowledge, fresh_events, phone
from tests.designer.components.phone_samples import SAMPLES

st.set_page_config(page_title="phone", layout="wide")
query = st.query_params
sample = query.get("sample", "chat")
time.sleep(float(query.get("slow", "0")))  # a page that takes its time to run

taken: list[dict[str, object]] = st.session_state.setdefault("taken", [])
ack: dict[str, int] = st.session_state.setdefault("ack", {})
said: list[dict[str, object]] = st.session_state.setdefault("said", [])
for event in fresh_events(st.session_state.get("phone"), ack):
    taken.append(dict(event))
    words = event.get("text") or event.get("title", "")
    said.append({"id": f"s{len(said)}", "side": "customer", "text": words, "at": "10:50", "status": "read"})
st.session_state["ack"] = acknowledge(ack, st.session_state.get("phone"))

conversation = SAMPLES[sample]
phone(
    {**conversation, "messages": [*conversation["messages"], *said], "ack": st.session_state["ack"]},
    key="phone",
    compose=query.get("compose", "1") == "1",
    height=int(query.get("height", "640")) or None,
)
st.text(json.dumps(taken, ensure_ascii=False))
