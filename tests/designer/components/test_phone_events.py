"""What the phone and the editor sent, as a page reads it; no browser."""

from __future__ import annotations

import pytest

from designer.components.message_editor import fresh_edits, last_nonce
from designer.components.phone import acknowledge, fresh_events
from designer.components.phone_words import MESSAGE_EDITOR_WORDS, PHONE_WORDS

SAY = {"seq": 2, "kind": "say", "text": "oui"}
TAP = {"seq": 1, "kind": "tap", "message_id": "m1", "button_id": "yes", "title": "Oui"}
STATE = {"events": {"client": "a", "items": [SAY, TAP]}}


def edit(nonce: int, field_id: str = "step:thanks:text") -> dict[str, object]:
    return {"nonce": nonce, "field_id": field_id, "revision": 3, "texts": {"fr": f"texte {nonce}"}}


def test_events_come_in_the_order_they_were_made() -> None:
    assert fresh_events(STATE, {}) == [TAP, SAY]


def test_an_acknowledged_event_is_not_fresh_again() -> None:
    assert fresh_events(STATE, {"a": 1}) == [SAY]
    assert fresh_events(STATE, acknowledge({}, STATE)) == []


def test_another_mount_of_the_phone_starts_its_own_count() -> None:
    acknowledged = acknowledge({"old": 9}, STATE)

    assert acknowledged == {"old": 9, "a": 2}


def test_an_acknowledgement_never_goes_back() -> None:
    assert acknowledge({"a": 7}, STATE) == {"a": 7}


@pytest.mark.parametrize(
    "item",
    [
        "tap",
        {"seq": "1", "kind": "say", "text": "x"},
        {"seq": 1, "kind": "say", "text": None},
        {"seq": 1, "kind": "tap", "message_id": "m1"},
        {"seq": 1, "kind": "shout", "text": "x"},
    ],
)
def test_what_is_not_an_event_is_left_out(item: object) -> None:
    state = {"events": {"client": "a", "items": [item, SAY]}}

    assert fresh_events(state, {}) == [SAY]


@pytest.mark.parametrize(
    "state", [None, {}, {"events": None}, {"events": {"client": "a", "items": None}}, {"text": []}]
)
def test_an_empty_or_odd_state_holds_nothing(state: object) -> None:
    assert fresh_events(state, {}) == []
    assert fresh_edits(state, 0) == []
    assert last_nonce(state, 4) == 4


def test_an_edit_of_another_field_sent_just_before_is_not_lost() -> None:
    state = {"text": {**edit(8, "step:bye:text"), "earlier": [edit(5)]}}

    assert [found["field_id"] for found in fresh_edits(state, 4)] == ["step:thanks:text", "step:bye:text"]
    assert [found["nonce"] for found in fresh_edits(state, 5)] == [8]
    assert last_nonce(state, 4) == 8


def test_a_text_that_is_no_text_is_left_out() -> None:
    state = {"text": {**edit(8), "texts": {"fr": "bonjour", "en": 3}}}

    assert fresh_edits(state, 0)[0]["texts"] == {"fr": "bonjour"}


def test_both_languages_have_the_same_words() -> None:
    for words in (PHONE_WORDS, MESSAGE_EDITOR_WORDS):
        assert words["fr"].keys() == words["en"].keys()
        assert all(text.strip() for language in words.values() for text in language.values())
