"""What happens on the editor page before it is drawn: edits of the canvas and of texts are saved, and keys are answered."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from designer import draft_services, editor_state, state, trial_state
from designer.components.canvas import acknowledge, events_from, fresh_operations
from designer.components.lost_words import offer_back
from designer.components.message_editor import MessageEdit, fresh_edits, last_nonce
from designer.components.plain import plain
from designer.components.step_form.message_text import EDITOR, TEXTS
from designer.draft_model import Change, Desk, Draft, Made, NoJourney
from designer.draft_services import (
    acknowledged,
    apply_operation,
    as_of,
    edit_draft,
    load_draft,
    take_back,
    write_texts,
)
from designer.editing import Definition, Refused, refusal_words, set_field
from designer.editor_words import KEYS, say

Outcome = Made | Refused | NoJourney


def save(desk: Desk, drawn: Draft, change: Change, language: str) -> None:
    """An edit of a form that shows the draft as it was `drawn`; a refusal is said, and its words are offered back."""
    outcome = edit_draft(desk, drawn.journey.key, change)
    if isinstance(outcome, Refused):
        offer_back(drawn.definition, change, language)
    _tell(outcome, language)


def put_back(desk: Desk, key: str, lost: editor_state.Lost, language: str) -> None:
    """Words that somebody replaced, or wrote in a card that was deleted, stand in the draft again."""
    outcome = draft_services.put_back(desk, key, lost.changes)
    if isinstance(outcome, Made):
        editor_state.forget(lost)
    _tell(outcome, language)


def recall(desk: Desk, key: str, way: str, language: str) -> None:
    """Undo or redo by a button."""
    _tell(take_back(desk, key, way), language)


def take_in_texts(desk: Desk, key: str, language: str) -> None:
    """Save what the message editor sent."""
    held = state.widget(EDITOR)
    done = editor_state.texts_acknowledged()
    for edit in fresh_edits(held, done):
        node, _, field = edit["field_id"].rpartition(":")
        if field in TEXTS:
            _take_in_text(desk, key, node, field, edit, language)
    editor_state.acknowledge_texts(last_nonce(held, done))


def _take_in_text(desk: Desk, key: str, node: str, field: str, edit: MessageEdit, language: str) -> None:
    since = edit["revision"]
    drawn = as_of(desk, key, since)
    value = _text_value(drawn if isinstance(drawn, dict) else {}, node, field, edit["texts"])
    outcome = write_texts(desk, key, node, (field,), value, revision=since)
    if isinstance(outcome, Refused) and isinstance(drawn, dict):
        offer_back(drawn, lambda before: set_field(before, node, (field,), value), language)
    _tell(outcome, language, since=since)


def take_in_operations(desk: Desk, key: str, language: str) -> None:
    """Save what the canvas sent, each step once and in order. A refused step is acknowledged too: sent again it would be
    refused again."""
    events = events_from(state.widget(editor_state.CANVAS))
    acks = editor_state.acknowledged(key)
    client = events.operations.client
    if client and client not in acks:
        acks = {**acks, client: _saved_steps(desk, key).get(client, 0)}
    for operation in fresh_operations(events, acks):
        outcome = apply_operation(desk, key, operation, client=client)
        _tell(outcome, language)
        if operation["op"] == "add" and isinstance(outcome, Made):
            editor_state.add_card(operation["id"], events.selection)
    editor_state.acknowledge(key, acknowledge(acks, events))


def answer_keys(nodes_in_trouble: Sequence[str], selected: Sequence[str], language: str) -> None:
    """`Enter` shows the form of the card (the browser then goes into it), `F8` goes to the next problem, `Ctrl+S` says that all is saved, `?` shows the keys."""
    command = events_from(state.widget(editor_state.CANVAS)).command
    if command is None or not editor_state.is_new_command(command["nonce"]):
        return
    match command["name"]:
        case "next_problem":
            _go_to_next(nodes_in_trouble, selected, language)
        case "save":
            st.toast(say("already_saved", language), icon=":material/cloud_done:")
        case "help":
            _show_keys(language)
        case "edit":
            editor_state.show_form()
        case "trial":
            editor_state.show_trial()
        case "coverage":
            trial_state.toggle_coverage()


def _tell(outcome: Outcome, language: str, *, since: int | None = None) -> None:
    """`since`: the revision that the edit was made on, where it is not the one that the tab drew last."""
    if isinstance(outcome, Made) and outcome.revision is not None:
        editor_state.make(outcome.draft.version_id, outcome.revision, since=since)
    match outcome:
        case Refused():
            state.announce(plain(refusal_words(outcome, language)), ":material/block:")
        case NoJourney():
            state.announce(plain(say("no_journey", language, key=outcome.key)), ":material/error:")
        case Made() if outcome.skipped:
            state.announce(say("skipped", language), ":material/group:")
        case Made():
            pass


def _text_value(drawn: Definition, node: str, field: str, texts: dict[str, str]) -> str | dict[str, str]:
    """A text in one language stays a plain text where it was one."""
    written = (drawn.get("steps") or {}).get(node.removeprefix("step:"), {}).get(field)
    if not isinstance(written, dict) and len(texts) == 1:
        return next(iter(texts.values()))
    return texts


def _saved_steps(desk: Desk, key: str) -> dict[str, int]:
    draft = load_draft(desk, key)
    return acknowledged(desk, draft.version_id) if isinstance(draft, Draft) else {}


def _go_to_next(nodes: Sequence[str], selected: Sequence[str], language: str) -> None:
    order = list(dict.fromkeys(nodes))
    if not order:
        st.toast(say("no_next_problem", language), icon=":material/check_circle:")
        return
    here = order.index(selected[0]) if selected and selected[0] in order else -1
    editor_state.focus_on(order[(here + 1) % len(order)])


def _show_keys(language: str) -> None:
    @st.dialog(say("help", language), width="medium")
    def show() -> None:
        with st.container(gap="xxsmall"):
            for word, names in KEYS.items():
                left, right = st.columns([1, 2], gap="small")
                left.markdown(f":small[**{plain(names[0 if language.startswith('fr') else 1])}**]")
                right.markdown(f":small[{say(word, language)}]")

    show()
