"""The list of what the checker found: in words, with `Voir`, and a button where it can be mended at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from designer import editor_state, routes, state
from designer.canvas_view import node_of
from designer.components.plain import plain
from designer.draft_model import Change
from designer.editing import Definition, can_repair, mend
from designer.editor_words import WORDS, say
from engine.checker.problem import Problem

SIGHTS = {"outside_window": "see.path", "quiet_hours_close_window": "see.path", "text_too_long": "see.case",
          "text_may_be_too_long": "see.case"}  # fmt: skip
SHARED = {"keyword_used_elsewhere": "word", "code_used_elsewhere": "code"}
"""Rule → the fact that both journeys hold, to look for on the page of journeys."""


def facts_of(problem: Problem) -> dict[str, Any]:
    """What a repair may use of a problem."""
    return {**problem.facts, **problem.proof, "field": problem.field}


def problem_list(
    problems: Sequence[Problem],
    definition: Mapping[str, Any],
    *,
    language: str,
    save: Callable[[Change], None] | None = None,
    see: Callable[[str], None] | None = None,
    place: str = "list",
) -> None:
    """Errors first; without `save` and `see` it is only read. `place` tells two lists on one page apart."""
    if not problems:
        st.success(say("problems.none", language), icon=":material/check_circle:")
        return
    drawn: set[str] = set()
    for problem in sorted(problems, key=lambda one: not one.is_error):
        with st.container(border=True):
            _problem(f"{place}:{_key(problem, drawn)}", problem, dict(definition), language, save=save, see=see)


def _key(problem: Problem, drawn: set[str]) -> str:
    """The same at every run while the problem lasts, whatever is mended beside it."""
    field = ".".join(map(str, problem.field or ()))
    key = f"problem:{problem.rule}:{node_of(problem)}:{field}"
    while key in drawn:
        key += "'"
    drawn.add(key)
    return key


def _problem(
    key: str, problem: Problem, definition: Definition, language: str, *,
    save: Callable[[Change], None] | None, see: Callable[[str], None] | None,
) -> None:  # fmt: skip
    if problem.is_error:
        st.badge(say("to_mend", language), icon=":material/error:", color="red")
    else:
        st.badge(say("to_check", language), icon=":material/visibility:", color="orange")
    st.markdown(f":small[{plain(problem.message(language))}]")
    node = node_of(problem)
    with st.container(horizontal=True):
        if node is not None and see is not None:
            _see(key, problem, node, language, see)
        if node is not None and save is not None and _can_mend(problem, definition, node):
            st.button(
                _repair_words(problem, language), key=f"{key}:repair", icon=":material/build:",
                on_click=_mend, args=(save, see, problem, node),
            )  # fmt: skip


def _see(key: str, problem: Problem, node: str, language: str, see: Callable[[str], None]) -> None:
    """To the card; with the customer whose values are too long; or to both journeys that share a word."""
    sight = SIGHTS.get(problem.rule, "see")
    look = partial(_see_long_values, see) if sight == "see.case" else see
    st.button(say(sight, language), key=f"{key}:see", on_click=look, args=(node,), icon=":material/near_me:")
    shared = problem.facts.get(SHARED.get(problem.rule, ""))
    both = isinstance(shared, str) and problem.wording in (None, "beside", "code")
    if both and st.button(say("see.both", language), key=f"{key}:both", icon=":material/compare_arrows:"):
        state.set_widget("find", shared)
        st.switch_page(routes.JOURNEYS)


def _see_long_values(see: Callable[[str], None], node: str) -> None:
    state.set_widget(editor_state.SAMPLE, "long")
    see(node)


def _repair_words(problem: Problem, language: str) -> str:
    own = f"repair_of.{problem.rule}"
    return say(own if own in WORDS else f"repair.{problem.repair}", language)


def _can_mend(problem: Problem, definition: Definition, node: str) -> bool:
    return f"repair.{problem.repair}" in WORDS and can_repair(definition, problem.repair, node, facts_of(problem))


def _mend(save: Callable[[Change], None], see: Callable[[str], None] | None, problem: Problem, node: str) -> None:
    save(lambda now: mend(now, problem.repair, node, facts_of(problem)))
    if see is not None:
        see(node)
