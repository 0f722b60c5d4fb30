"""`advance` is the only thing that moves a contact, and it is pure."""

from __future__ import annotations

import time
from typing import Any

import orjson
import pytest

from engine.journey.advance import STEPS_AT_ONCE, Compiled, advance
from engine.journey.effects import Exited, Send
from engine.journey.events import Due, Leave, Outcome, Reply, Signal, Started
from engine.journey.state import State
from tests.engine.journey.samples import NINE, amina, at, compiled, says

ASK: dict[str, Any] = {
    "hello": {"type": "send_session", "text": "Bonjour {{ contact.name }} !", "buttons": [{"id": "b", "title": "Oui"}], "next": "answer"},
    "answer": {
        "type": "wait_for_reply", "for": "24h", "otherwise": "end", "no_reply": "end",
        "branches": [{"id": "yes", "any_of": ["oui"], "typos": True, "buttons": ["b"], "next": "end"}],
    },
    "end": {"type": "exit"},
}  # fmt: skip


def through_json(state: State) -> State:
    return State.from_json(state.enrollment_id, orjson.loads(orjson.dumps(state.to_json())))


def waiting_for_reply(journey: Compiled) -> State:
    begun = advance(journey, State("p"), amina(), Started("go"), NINE).state
    return advance(journey, begun, amina(), Outcome("p.1", "accepted", NINE), NINE).state


def test_the_given_state_is_never_changed() -> None:
    journey, contact = compiled(ASK), amina()
    state = waiting_for_reply(journey)
    before = orjson.dumps(state.to_json())

    for event in (says("oui", at(minutes=1)), says("bof", at(minutes=1)), Due(), Leave("stopped"), Signal("x")):
        advance(journey, state, contact, event, at(days=2))

    assert orjson.dumps(state.to_json()) == before


def test_the_same_arguments_give_the_same_result() -> None:
    journey = compiled(ASK)
    state = waiting_for_reply(journey)

    results = [advance(journey, state, amina(), says("ouiii", at(minutes=1)), at(minutes=1)) for _ in range(2)]

    assert results[0].state.to_json() == results[1].state.to_json()
    assert results[0].effects == results[1].effects


@pytest.mark.parametrize("moment", range(4))
def test_a_state_survives_json_at_every_moment(moment: int) -> None:
    journey, contact = compiled(ASK), amina()
    state = State("p")
    events = [
        Started("go", {"total": 80, "list": [1, {"a": None}]}, asked_at=NINE), Outcome("p.1", "accepted", at(seconds=1)),
        says("Oui", at(minutes=1), button="b", answers="p.1"),
    ]  # fmt: skip

    for event in events[:moment]:
        state = advance(journey, state, contact, event, at(minutes=2)).state

    assert through_json(state) == state


def test_news_that_a_passage_has_started_counts_once() -> None:
    journey = compiled(ASK)
    state = advance(journey, State("p"), amina(), Started("go"), NINE).state

    again = advance(journey, state, amina(), Started("go"), NINE)

    assert (again.used, again.effects, again.state) == (False, [], state)


def test_an_outcome_that_comes_twice_counts_once() -> None:
    journey = compiled(ASK)
    state = waiting_for_reply(journey)

    again = advance(journey, state, amina(), Outcome("p.1", "accepted", at(minutes=1)), at(minutes=1))

    assert not again.used


def test_a_visit_never_makes_two_messages() -> None:
    loop = {
        "a": {"type": "send_template", "template": "t", "next": "b"},
        "b": {"type": "wait", "for": "1h", "next": "a"},
    }
    journey, state, sent = compiled(loop), State("p"), list[str]()

    done = advance(journey, state, amina(), Started("go"), NINE)
    for hour in range(3):
        sent += [effect.message_id for effect in done.effects if isinstance(effect, Send)]
        state = advance(
            journey, done.state, amina(), Outcome(sent[-1], "accepted", at(hours=hour)), at(hours=hour)
        ).state
        done = advance(journey, state, amina(), Due(), at(hours=hour + 1))

    assert sent == ["p.1", "p.3", "p.5"]


def test_a_journey_that_goes_round_without_waiting_ends_as_a_loop() -> None:
    journey = compiled({"a": {"type": "update_contact", "next": "b"}, "b": {"type": "update_contact", "next": "a"}})

    done = advance(journey, State("p"), amina(), Started("go"), NINE)

    assert done.effects[-1] == Exited("loop", "b" if STEPS_AT_ONCE % 2 == 0 else "a")
    assert done.state.exit_reason == "loop"


def test_a_time_out_before_its_moment_is_not_used() -> None:
    journey = compiled(ASK)

    early = advance(journey, waiting_for_reply(journey), amina(), Due(), at(hours=23, minutes=59))

    assert not early.used


def test_a_stored_reply_wins_over_a_time_out_that_is_due() -> None:
    journey = compiled(ASK)
    state = waiting_for_reply(journey)

    replied = advance(journey, state, amina(), says("oui", at(hours=1)), at(hours=30))
    due = advance(journey, replied.state, amina(), Due(), at(hours=30))

    assert replied.state.exit_reason == "end"
    assert not due.used


@pytest.mark.parametrize(("field", "reason"), [("goal", "goal"), ("exit_on", "exit_on")])
def test_goal_and_exit_on_act_at_once_also_inside_a_wait(field: str, reason: str) -> None:
    listens = {"event": "order.paid"}
    journey = compiled(ASK, **{field: listens if field == "goal" else [listens]})
    state = waiting_for_reply(journey)

    done = advance(journey, state, amina(), Signal("order.paid"), at(hours=1))

    assert (done.state.exit_reason, done.effects) == (reason, [Exited(reason, "answer")])
    assert not advance(journey, state, amina(), Signal("other"), at(hours=1)).used


def test_the_goal_also_ends_a_passage_whose_message_is_on_its_way() -> None:
    journey = compiled(ASK, goal={"event": "order.paid"})
    begun = advance(journey, State("p"), amina(), Started("go"), NINE).state

    done = advance(journey, begun, amina(), Signal("order.paid"), at(minutes=1))
    late = advance(journey, done.state, amina(), Outcome("p.1", "accepted", at(minutes=2)), at(minutes=2))

    assert done.state.exit_reason == "goal"
    assert not late.used


def test_an_opt_out_ends_it_from_outside() -> None:
    journey = compiled(ASK)

    done = advance(journey, waiting_for_reply(journey), amina(), Leave("opted_out"), at(minutes=1))

    assert done.effects == [Exited("opted_out", "answer")]


def test_the_last_answer_is_remembered_as_the_moment_the_customer_asked() -> None:
    journey = compiled(ASK)

    done = advance(journey, waiting_for_reply(journey), amina(), says("bof", at(minutes=3)), at(minutes=4))

    assert done.state.asked_at == at(minutes=3)


def test_a_step_that_is_not_in_the_version_is_named() -> None:
    state = State("p-9", step="gone", visit=3, waiting="reply")

    with pytest.raises(LookupError, match="p-9 is on step 'gone'"):
        advance(compiled(ASK), state, amina(), says("oui", NINE), NINE)


def test_a_trigger_that_leads_nowhere_ends_the_passage() -> None:
    journey = compiled({"a": {"type": "exit"}})

    done = advance(journey, State("p"), amina(), Started("unknown"), NINE)

    assert done.effects == [Exited("no_next", None)]


def test_a_very_long_answer_is_kept_within_bounds() -> None:
    journey = compiled(ASK)

    done = advance(journey, waiting_for_reply(journey), amina(), says("x\0" * 100_000, at(minutes=1)), at(minutes=1))

    assert len(done.state.answers["answer"]) <= 4096
    assert "\0" not in done.state.answers["answer"]


def conversation(journey: Compiled) -> State:
    """Three messages, two replies, the state through JSON after every event."""
    contact, state = amina(), State("p")
    events: list[Started | Outcome | Reply] = [
        Started("go"), Outcome("p.1", "accepted", at(seconds=1)), says("oui", at(minutes=1)),
        Outcome("p.3", "accepted", at(minutes=1)), says("livraison demain", at(minutes=2)), Outcome("p.5", "accepted", at(minutes=2)),
    ]  # fmt: skip
    for event in events:
        state = through_json(advance(journey, state, contact, event, at(minutes=3)).state)
    return state


def long_talk() -> Compiled:
    def ask(word: str, then: str) -> dict[str, Any]:
        branch = {"id": "b", "any_of": [word], "typos": True, "next": then}
        return {"type": "wait_for_reply", "for": "24h", "branches": [branch], "otherwise": "end", "no_reply": "end"}

    def send(then: str) -> dict[str, Any]:
        return {"type": "send_session", "text": "Bonjour {{ contact.name }}, que faire ?", "next": then}

    return compiled(
        {
            "s1": send("w1"),
            "w1": ask("oui", "s2"),
            "s2": send("w2"),
            "w2": ask("livraison", "s3"),
            "s3": send("end"),
            "end": {"type": "exit"},
        }
    )


def test_a_conversation_costs_little() -> None:
    journey = long_talk()
    assert conversation(journey).exit_reason == "end"

    best = min(cost_of(journey) for _ in range(5))

    # The goal is 350 µs on a quiet machine (`make bench` measures it); here only a blunder should fail.
    assert best < 0.002


def cost_of(journey: Compiled) -> float:
    begun = time.process_time()
    for _ in range(50):
        conversation(journey)
    return (time.process_time() - begun) / 50
