"""Every step and trigger type does exactly what its case list says; a type without cases is refused."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from engine.journey.advance import Advanced, Compiled, advance
from engine.journey.definition import read_definition
from engine.journey.durations import parse_duration
from engine.journey.effects import CallHttp, Effect, Exited, Passed, RecordConsent, Send, StartJourney, UpdateContact
from engine.journey.events import Begun, Called, Due, Event, Leave, Location, Outcome, Receipt, Reply, Signal, Started
from engine.journey.stage.hearing import hear, hear_agreement, hear_event
from engine.journey.stage.stage import Stage
from engine.journey.stage.timeline import move_to
from engine.journey.state import Contact, State
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from engine.journey.yaml_reading import read_yaml
from tests.engine.journey.samples import NINE

FOLDER = Path(__file__).parent / "cases"


@cache
def all_lists() -> dict[str, dict[str, Any]]:
    return {path.stem: read_yaml(path.read_text("utf-8")).value for path in FOLDER.glob("*.yaml")}


def lists_of(types: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: cases for name, cases in all_lists().items() if name in types}


def cases_of(types: Mapping[str, Any]) -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}: {case['case']}")
        for name, cases in lists_of(types).items()
        for case in cases["cases"]
    ]


def test_every_type_has_a_case_list_and_every_list_a_type() -> None:
    types = {*STEP_TYPES, *TRIGGER_TYPES}

    listed = {path.stem for path in FOLDER.glob("*.yaml")}

    assert listed == types


# Steps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step_type", "case"), cases_of(STEP_TYPES))
def test_a_step_does_what_its_case_says(step_type: str, case: dict[str, Any]) -> None:
    assert step_type in {step["type"] for step in steps_of(case).values()}

    done = [show(advanced) for advanced in play(case)]

    assert done == [{"used": True, **expected(event)} for event in case["events"]]
    assert play(case)[-1].state.to_json() == case["state"]


@pytest.mark.parametrize("step_type", sorted(STEP_TYPES))
def test_the_cases_of_a_step_take_every_way_out_and_every_kind_of_wait(step_type: str) -> None:
    cases = lists_of(STEP_TYPES)[step_type]
    offered: set[str] = set()
    taken: set[str] = set()
    waits: set[str] = set()

    for case in cases["cases"]:
        journey = journey_of(case)
        here = {step_id: step for step_id, step in journey.steps.items() if step.type == step_type}
        offered |= {port.id.split(":")[0] for step in here.values() for port in step.ports()}
        for advanced in play(case):
            passed = [effect for effect in advanced.effects if isinstance(effect, Passed)]
            taken |= {effect.port.split(":")[0] for effect in passed if effect.port and effect.step_id in here}
            if advanced.state.step in here and advanced.state.waiting:
                waits.add(advanced.state.waiting)

    assert taken == offered
    assert waits == set(cases["waits"])


def steps_of(case: dict[str, Any]) -> dict[str, Any]:
    return case["steps"] if "steps" in case else {"here": case["step"]}


def journey_of(case: dict[str, Any]) -> Any:
    """The steps of the case; whatever they lead to that is not there is an exit."""
    json: dict[str, Any] = {
        "parcours": 1, "key": "case", "language": "fr", "steps": steps_of(case),
        "triggers": [{"id": "go", "type": "event", "name": "go", "next": "here"}],
    }  # fmt: skip
    if "goal" in case:
        json["goal"] = {"event": case["goal"]}
    ports = [port for step in read_definition(json).steps.values() for port in step.ports()]
    ends = {port.to: {"type": "exit"} for port in ports if port.to and port.to not in json["steps"]}
    return read_definition({**json, "steps": {**json["steps"], **ends}})


def play(case: dict[str, Any]) -> list[Advanced]:
    journey, contact = Compiled(journey_of(case)), Contact(id="c", **deepcopy(case.get("contact", {})))
    state, done = State("p"), list[Advanced]()
    for written in case["events"]:
        now = NINE + parse_duration(written.get("after", "0s"))
        contact.attributes |= written.get("knows", {})
        done.append(advance(journey, state, contact, event_of(written, now, state), now))
        state = State.from_json("p", orjson.loads(orjson.dumps(done[-1].state.to_json())))
    return done


def event_of(written: dict[str, Any], now: datetime, state: State) -> Event:
    moment = NINE + parse_duration(written["at"]) if "at" in written else now
    match written:
        case {"starts": facts}:
            return Started("go", facts, chain=written.get("chain", 0))
        case {"replies": text}:
            fields = {name: written[name] for name in ("button", "answers", "kind", "near") if name in written}
            place = Location(**written["place"]) if "place" in written else None
            return Reply(text, moment, **fields, location=place)
        case {"outcome": result}:
            message_id = written.get("message", state.message_id)
            return Outcome(message_id, result, moment, written.get("reason", ""), written.get("fault", "moment"))
        case {"receipt": status}:
            return Receipt(written["of"], status)
        case {"begun": visit}:
            return Begun(visit, written.get("reason", ""))
        case {"called": result}:
            return Called(written.get("call", state.call_id), moment, **result)
        case {"signal": name}:
            return Signal(name, written.get("brings", {}))
        case {"leave": reason}:
            return Leave(reason)
        case {"due": True}:
            return Due()
        case _:
            raise AssertionError(f"this event is none: {written}")


def expected(written: dict[str, Any]) -> dict[str, Any]:
    return {name: written[name] for name in ("effects", "used") if name in written}


def show(advanced: Advanced) -> dict[str, Any]:
    return {"effects": [show_effect(effect) for effect in advanced.effects], "used": advanced.used}


def show_effect(effect: Effect) -> dict[str, Any]:
    match effect:
        case Passed():
            place = effect.step_id if effect.port is None else f"{effect.step_id}.{effect.port}"
            return {"passed": place} | ({"why": effect.why} if effect.why else {})
        case Exited():
            return {"exited": effect.reason, "step": effect.step_id}
        case UpdateContact():
            return {"update": dict(effect.changes)}
        case StartJourney():
            return {"starts_journey": effect.journey, "visit": effect.visit}
        case RecordConsent():
            shown = {"given": effect.given, "words": effect.words, "language": effect.language, "visit": effect.visit}
            return {"consent": effect.purpose, **shown}
        case CallHttp():
            asked = {
                "id": effect.call_id,
                "method": effect.method,
                "url": effect.url,
                "wait": effect.wait.total_seconds(),
            }
            more = {"headers": dict(effect.headers), "body": dict(effect.body), "save": dict(effect.save)}
            return {"call": asked | {name: value for name, value in more.items() if value}}
        case Send():
            return {"send": show_send(effect)}


def show_send(send: Send) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": send.message_id, "step": send.step_id, "language": send.language}
    if send.media is not None:
        shown["media"] = asdict(send.media)
    if send.fallback is not None:
        shown["fallback"] = asdict(send.fallback)
    if send.kind == "template":
        return shown | {"template": send.template} | ({"values": dict(send.values)} if send.values else {})
    if send.list is not None:
        shown["list"] = plain(asdict(send.list))
    if send.link is not None:
        shown["link"] = asdict(send.link)
    if send.asks_location:
        shown["asks_location"] = True
    buttons = {button.id: button.title for button in send.buttons}
    return shown | {"text": send.text} | ({"buttons": buttons} if buttons else {})


def plain(value: Any) -> Any:
    """As JSON has it: lists instead of tuples."""
    return orjson.loads(orjson.dumps(value))


# Triggers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("trigger_type", "case"), cases_of(TRIGGER_TYPES))
def test_a_trigger_does_what_its_case_says(trigger_type: str, case: dict[str, Any]) -> None:
    trigger = {"id": "go", "type": trigger_type, "next": "here", **case["trigger"]}
    steps = {"here": {"type": "wait", "for": "365d"}}
    given = {"segments": case["segments"]} if "segments" in case else {}
    journey = read_definition({"parcours": 1, "key": "case", "triggers": [trigger], "steps": steps, **given})
    stage = Stage(Compiled(journey), Contact(id="c", **case.get("contact", {})), NINE)

    if "event" in case:
        hear_event(stage, case["event"], case["data"])
    elif "passes" in case:
        move_to(stage, NINE + parse_duration(case["passes"]))
    elif "agrees" in case:
        hear_agreement(stage, case["agrees"])
    else:
        hear(stage, case["says"], kind=case.get("kind", "text"), referral=case.get("referral"))

    assert [ride.state.event for ride in stage.rides] == ([case["facts"]] if case["starts"] else [])
    assert [ride.state.step for ride in stage.rides] == (["here"] if case["starts"] else [])


@pytest.mark.parametrize("trigger_type", sorted(TRIGGER_TYPES))
def test_the_cases_of_a_trigger_start_and_do_not_start(trigger_type: str) -> None:
    cases = lists_of(TRIGGER_TYPES)[trigger_type]["cases"]

    assert {case["starts"] for case in cases} == {True, False}
