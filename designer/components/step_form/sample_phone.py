"""Whose phone the texts are read on, and that phone. A free reply is seen where it is written, so it needs no second one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from designer import editor_state, state
from designer.components.phone import phone
from designer.components.step_form.board import Board
from designer.preview import Sample, step_message
from designer.samples import SAMPLES, sample_for, sample_name
from engine.checker.words import spoken_language
from engine.journey.definition import Journey

HEIGHT = 460


def choose_sample(board: Board) -> None:
    """The contact whose values fill the texts."""
    st.selectbox(
        board.say("sample"), list(SAMPLES), key=editor_state.SAMPLE, persist_state="session",
        index=list(SAMPLES).index(_opening(board.journey, board.language)),
        format_func=lambda key: sample_name(key, board.language),
    )  # fmt: skip


def sample_in_use(journey: Journey, language: str) -> Sample:
    """The sample that was chosen, before its list is drawn; before that, the one that opens for this reader."""
    return SAMPLES.get(str(state.widget(editor_state.SAMPLE)), SAMPLES[_opening(journey, language)])


def _opening(journey: Journey, language: str) -> str:
    return sample_for(spoken_language(language), journey.languages())


def sample_phone(board: Board, node: str, *, fallback: bool = False) -> None:
    """The message of a sending step (or its fallback template) as the sample would get it, or why it would not leave."""
    step = board.step(node)
    message: Any = step and step_message(
        node.removeprefix("step:"), step, board.sample, default_language=board.journey.language,
        templates=board.templates, reader=board.language, fallback=fallback,
    )  # fmt: skip
    if message:
        business, language = {"name": board.business_name}, spoken_language(board.language)
        phone(
            {"business": business, "messages": [message], "language": language},  # pyright: ignore[reportArgumentType]
            key="editor:phone", height=HEIGHT,
        )  # fmt: skip
