"""The answer of another system, chosen by the person who tries."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from designer.components.plain import plain
from designer.components.trial.bench import Bench
from designer.trial.moves import sample_answer
from engine.journey.effects import CallHttp
from engine.journey.story_lines import Answers, Line

DOWN = 503


def answer_form(bench: Bench, call: CallHttp) -> None:
    """While a step waits for it: what the other system answers. Time that passes instead is no answer."""
    with st.container(border=True, key="trial-answer"):
        st.markdown(f"**{bench.say('asked')}**  \n:small[:gray[{plain(call.url)}]]")
        written = st.text_area(bench.say("answers"), sample_answer(call), key=f"trial:http:{call.call_id}", height=100)
        body, problem = _read(written)
        if problem:
            st.caption(f":red[{plain(bench.say('bad_json', problem=problem))}]")
        with st.container(horizontal=True):
            _button(bench, "answers.well", Line(http=Answers(body=body)), disabled=bool(problem))
            _button(bench, "answers.badly", Line(http=Answers(status=DOWN)))


def _button(bench: Bench, words: str, line: Line, *, disabled: bool = False) -> None:
    st.button(bench.say(words), key=f"trial:{words}", disabled=disabled, on_click=bench.do, args=(line,))


def _read(text: str) -> tuple[Any, str]:
    try:
        return json.loads(text or "null"), ""
    except ValueError as problem:
        return None, str(problem)
