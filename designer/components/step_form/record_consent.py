"""The form that records a consent: which one, given or taken back, and the words that prove it."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, keep, key_of, saving, segments
from designer.components.step_form.message_text import languages_of, more_languages, write_text
from designer.components.step_form.shared import paths_inputs
from engine.journey.steps.record_consent import WORDS_LIMIT, RecordConsent

GIVEN, TAKEN_BACK = "given", "taken_back"


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, RecordConsent):
        return
    _given(board, node, step.given)
    purposes = {one: board.say(f"purpose.{one}") for one in ("marketing", "service")}
    segments(board, node, ("purpose",), step.purpose, purposes, label=board.say("consent.purpose"))
    if not step.given:
        st.caption(board.say("consent.ends"))
    st.caption(board.say("consent.words.help", business=board.business_name))
    codes = languages_of(board.part(node), board.journey.language)
    write_text(board, node, "words", label=board.say("consent.words"), limit=WORDS_LIMIT, codes=codes)
    more_languages(board, node, codes)
    paths_inputs(board, node)


def _given(board: Board, node: str, given: bool) -> None:
    key, names = key_of(node, ("given",)), {one: board.say(f"consent.{one}") for one in (GIVEN, TAKEN_BACK)}
    now = GIVEN if given else TAKEN_BACK
    st.segmented_control(
        board.say("consent"), list(names), key=key, format_func=lambda one: names[one], required=True,
        on_change=saving(key, now, lambda one: keep(board, node, ("given",), one == GIVEN)),
        **first(key, now, "default"),
    )  # fmt: skip
