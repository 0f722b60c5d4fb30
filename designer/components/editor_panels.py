"""The three parts of the editor under its head: the drawing, the form of what is selected, the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import streamlit as st

from designer import editor_state, state
from designer.canvas_view import Surround, node_of, snapshot
from designer.components.canvas import CANVAS_WORDS, CanvasSnapshot, canvas
from designer.components.phone import phone
from designer.components.plain import plain
from designer.components.problems import problem_list
from designer.components.step_form import Board, step_form
from designer.draft_model import Draft
from designer.editor_words import say
from designer.preview import Sample, step_message
from designer.samples import SAMPLES, sample_name
from engine.checker.problem import Problem
from engine.checker.words import spoken_language
from engine.journey.steps.send_template import SendTemplate

HEIGHT = 680


def choose_sample(language: str) -> Sample:
    """Whose phone the texts are read on."""
    state.start_widget(editor_state.SAMPLE, "amina")
    chosen = st.selectbox(
        say("sample", language), list(SAMPLES), key=editor_state.SAMPLE, label_visibility="collapsed",
        format_func=lambda key: sample_name(key, language), help=say("sample", language),
    )  # fmt: skip
    return SAMPLES.get(chosen or "amina", SAMPLES["amina"])


def sample_in_use() -> Sample:
    """The sample that was chosen, before its list is drawn."""
    return SAMPLES.get(str(state.widget(editor_state.SAMPLE)), SAMPLES["amina"])


def drawing(draft: Draft, around: Surround, *, acks: Mapping[str, int], language: str) -> None:
    """The canvas."""
    held = {
        **snapshot(draft.definition, around, language=language),
        "height": HEIGHT,
        "read_only": False,
        "words": CANVAS_WORDS[spoken_language(language)],
        "revision": draft.revision,
        "can_undo": draft.can_undo,
        "can_redo": draft.can_redo,
        "ack": dict(acks),
        "focus": editor_state.focus(),
        "selected": [],
        "select_nonce": 0,
        "highlight": [],
    }
    canvas(cast("CanvasSnapshot", held), key=editor_state.CANVAS)


def inspector(
    board: Board, selected: Sequence[str], problems: Sequence[Problem], *, see: Callable[[str], None]
) -> None:
    """The form, and beside it the problems of the whole journey."""
    language = board.language
    mending = f"{len(problems)}"
    title = say("tab.problems", language, count=mending) if problems else say("tab.no_problem", language)
    form, trouble = st.tabs([say("tab.step", language), title], key="editor:tabs")
    with form:
        _problems_here(selected, problems, language)
        step_form(board, selected)
        _phone(board, selected)
    with trouble:
        problem_list(problems, board.definition, language=language, save=board.save, see=see)


def _problems_here(selected: Sequence[str], problems: Sequence[Problem], language: str) -> None:
    """What is wrong with this card, beside its form."""
    here = [problem for problem in problems if len(selected) == 1 and node_of(problem) == selected[0]]
    for problem in here:
        (st.error if problem.is_error else st.warning)(
            _words(problem, language), icon=":material/error:" if problem.is_error else ":material/visibility:"
        )


def _words(problem: Problem, language: str) -> str:
    return plain(problem.message(language))


def _phone(board: Board, selected: Sequence[str]) -> None:
    """A template as the customer sees it; a free reply is seen while it is written, in its editor."""
    step = board.step(selected[0]) if len(selected) == 1 else None
    if not isinstance(step, SendTemplate) or not step.template:
        return
    message: Any = step_message(
        selected[0].removeprefix("step:"), step, board.sample, default_language=board.journey.language,
        templates=board.templates, reader=board.language,
    )  # fmt: skip
    phone(
        {"business": {"name": board.business_name}, "messages": [message], "language": spoken_language(board.language)},
        key="editor:phone", height=460,
    )  # fmt: skip
