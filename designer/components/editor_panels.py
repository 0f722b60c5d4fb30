"""The three parts of the editor under its head: the drawing, the form of what is selected, the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import streamlit as st

from designer import editor_state
from designer.canvas_view import Surround, node_of, snapshot
from designer.components.breaking import breaking_panel
from designer.components.canvas import CANVAS_WORDS, CanvasSnapshot, canvas
from designer.components.inspector_watch import watch_inspector
from designer.components.plain import plain
from designer.components.problems import problem_list
from designer.components.step_form import Board, step_form
from designer.components.step_form.inputs import first
from designer.components.trial import Bench, trial_panel
from designer.draft_model import Draft
from designer.editor_words import say
from designer.lit_path import lit_path
from designer.trial.words import say as trial_words
from engine.checker.problem import Problem
from engine.checker.words import spoken_language

HEIGHT = 680
TRIAL = "trial"


def drawing(
    draft: Draft,
    around: Surround,
    *,
    acks: Mapping[str, int],
    language: str,
    selected: Sequence[str] = (),
    bench: Bench | None = None,
) -> None:
    """The canvas; what proves a problem of the selected card is lit along its way; with the test phone, the way that the
    trial walked and what stories try."""
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
        "highlight": lit_path(draft.definition, around.problems, selected),
        "walked": bench.walked() if bench and editor_state.shows(TRIAL) else None,
        "coverage": bench.coverage() if bench else None,
    }
    canvas(cast("CanvasSnapshot", held), key=editor_state.CANVAS)


def inspector(
    board: Board,
    selected: Sequence[str],
    problems: Sequence[Problem],
    *,
    drawn: tuple[str, int],
    fresh: str | None,
    see: Callable[[str], None],
    cost: Callable[[], None],
    bench: Bench | None = None,
) -> None:
    """The form of what is selected, the test phone, the problems of the whole journey, or its cost; only what is shown is
    drawn. Of a fresh card nothing is said to be wrong, except to those who ask for the list."""
    language, told = board.language, told_of(problems, fresh)
    count = say("tab.problems", language, count=str(len(told))) if told else say("tab.no_problem", language)
    titles = {
        "step": say("tab.step" if selected else "tab.journey", language), TRIAL: trial_words("tab", language),
        "problems": count, "cost": say("tab.cost", language),
    }  # fmt: skip
    shown = st.segmented_control(
        say("tab", language), list(titles), key=editor_state.TAB, format_func=lambda tab: titles[tab], required=True,
        label_visibility="collapsed", width="stretch",
        **first(editor_state.TAB, editor_state.tab(), "default"),
    )  # fmt: skip
    if shown != TRIAL:
        editor_state.leave_trial()
    with st.container(height=HEIGHT - 56, border=False, key="editor-inspector"):
        if shown == "problems":
            problem_list(problems, board.definition, language=language, save=board.save, see=see)
            breaking_panel(board, see)
        elif shown == TRIAL and bench is not None:
            trial_panel(bench)
        elif shown == "cost":
            cost()
        else:
            step_form(board, selected, under_name=lambda node: _problems_here(node, told, language))
    watch_inspector(
        selected if shown == "step" else None, drawn=drawn, fresh=fresh, back=say("back", language),
        key=editor_state.WATCH,
    )  # fmt: skip


def told_of(problems: Sequence[Problem], fresh: str | None) -> list[Problem]:
    """What is said of the cards: nothing of one that the person is still beginning."""
    return [problem for problem in problems if fresh is None or node_of(problem) != fresh]


def _problems_here(node: str, problems: Sequence[Problem], language: str) -> None:
    """What is wrong with this card, beside its form: word and icon, and the whole sentence."""
    for problem in problems:
        if node_of(problem) == node:
            colour, icon = ("red", "error") if problem.is_error else ("orange", "visibility")
            st.markdown(f":{colour}[:material/{icon}:] :small[{plain(problem.message(language))}]")
