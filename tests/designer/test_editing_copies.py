"""Copies of cards mean the copies: their answers, their messages, the people of their segment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from designer.canvas_view import Surround, snapshot
from designer.editing import Edited
from designer.editing.canvas_ops import apply
from designer.editing.references import rename_in_text
from engine.journey.definition import read_definition
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.designer.editing_samples import bare, cart
from tests.designer.filled_samples import STEPS, filled


def done(definition: Mapping[str, Any], **op: Any) -> dict[str, Any]:
    outcome = apply(dict(definition), op)
    assert isinstance(outcome, Edited), outcome
    return outcome.definition


def nodes_of(definition: dict[str, Any]) -> list[dict[str, Any]]:
    """The cards as the browser keeps them."""
    return json.loads(json.dumps(snapshot(definition, Surround(), language="fr")["nodes"]))


def pasted(into: dict[str, Any], copied: dict[str, Any], suffix: str = "_2") -> dict[str, Any]:
    """All the cards of `copied`, each under its id with something behind it."""
    nodes = nodes_of(copied)
    ids = {node["id"]: f"{node['id']}{suffix}" for node in nodes}
    return done(into, op="paste", source=copied["key"], nodes=nodes, new_ids=ids, offset=[0, 0])


def test_the_samples_hold_every_field_of_every_type() -> None:
    read = read_definition(filled())

    named: dict[str, set[str]] = {}
    for part in [*read.triggers, *read.steps.values()]:
        named.setdefault(part.type, set()).update(part.model_fields_set)
    types = {**STEP_TYPES, **TRIGGER_TYPES}
    assert named == {kind: set(model.model_fields) for kind, model in types.items()}


def test_every_type_of_step_reads_the_answers_of_the_copied_steps() -> None:
    after = pasted(bare(), filled())

    copies = {step_id: after["steps"][f"{step_id}_2"] for step_id in STEPS}
    before = json.dumps({**STEPS, "call": {**STEPS["call"], "save": {}}})
    assert before.count("answers.asked") > 30
    assert json.dumps({**copies, "call": {**copies["call"], "save": {}}}).count("answers.asked_2") == before.count(
        "answers.asked"
    )
    assert copies["call"]["save"] == {"attribute": "answers.asked"}, "where a value stands in their answer, not in ours"
    assert copies["seen"]["message"] == "template_2"
    assert copies["choose"]["branches"][1]["when"]["any"][0] == {"not": {**STEPS["choose"]["branches"][0]["when"],
                                                                        "attribute": "answers.asked_2"}}  # fmt: skip
    assert copies["until"]["until"]["attribute"] == "answers.asked_2"


def test_a_copy_differs_from_its_original_in_names_of_steps_alone() -> None:
    ids = [f"step:{step_id}" for step_id in STEPS]

    after = done(filled(), op="duplicate", ids=ids, new_ids={one: f"{one}_2" for one in ids}, offset=[9, 9])

    back = json.loads(json.dumps({step_id: after["steps"][f"{step_id}_2"] for step_id in STEPS}).replace("_2", ""))
    assert back == STEPS
    assert {step_id: after["steps"][step_id] for step_id in STEPS} == STEPS


def test_a_card_copied_alone_goes_on_reading_the_steps_that_stay() -> None:
    after = done(filled(), op="duplicate", ids=["step:note"], new_ids={"step:note": "step:n2"}, offset=[9, 9])

    assert after["steps"]["n2"]["set"] == STEPS["note"]["set"]


@pytest.mark.parametrize(
    ("source", "renamed"),
    [
        ("{{ answers.ask }} {{answers.asking}} answers.ask", "{{ answers.new }} {{answers.asking}} answers.ask"),
        ("{{ answers['ask'] }}{{ answers[\"ask\"].x }}", "{{ answers['new'] }}{{ answers[\"new\"].x }}"),
        ("{{ answers . ask|default('answers.ask') }}", "{{ answers . new|default('answers.ask') }}"),
        ("{{ contact.answers.ask }}{{ event.ask }}", "{{ contact.answers.ask }}{{ event.ask }}"),
        ("{%- if answers.ask and answers.b -%}\n ok {%- endif %}\n", "{%- if answers.new and answers.ask -%}\n ok {%- endif %}\n"),
        ("{% for x in answers.ask.items %}{{ x }}{% endfor %}", "{% for x in answers.new.items %}{{ x }}{% endfor %}"),
        ("{% raw %}{{ answers.ask }}{% endraw %}{# answers.ask #}", "{% raw %}{{ answers.ask }}{% endraw %}{# answers.ask #}"),
        ("{{ answers['a-b'] }}{{ answers.dash }}", "{{ answers['c-d'] }}{{ answers['e-f'] }}"),
        ("a\r\n{{ answers.other }}", "a\r\n{{ answers.other }}"),
        ("{{ answers.ask }} and {{ answers.ask", "{{ answers.new }} and {{ answers.new"),
        ("{{ answers.ask }} } {{ ? answers.ask }}", "{{ answers.new }} } {{ ? answers.ask }}"),
        ("{{ answers", "{{ answers"),
    ],
)  # fmt: skip
def test_only_real_references_are_renamed(source: str, renamed: str) -> None:
    new_ids = {"ask": "new", "b": "ask", "a-b": "c-d", "dash": "e-f"}

    assert rename_in_text(source, new_ids) == renamed


LYON = {"name": "Clients de Lyon", "when": {"all": [{"attribute": "contact.city", "operator": "is", "value": "Lyon"}]}}
NICE = {"name": "Clients de Nice", "when": {"all": [{"attribute": "contact.city", "operator": "is", "value": "Nice"}]}}


def sending(key: str, segments: dict[str, Any], named: str = "segment") -> dict[str, Any]:
    start = {"id": "go", "type": "audience", "segment": named, "when": "now"}
    return {**bare(), "key": key, "segments": segments, "triggers": [start]}


def test_a_pasted_start_keeps_its_people_where_the_key_is_taken() -> None:
    after = pasted(sending("nice", {"segment": NICE}), sending("lyon", {"segment": LYON}))

    assert [one["segment"] for one in after["triggers"]] == ["segment", "segment_2"]
    assert after["segments"] == {"segment": NICE, "segment_2": LYON}


def test_a_pasted_start_finds_its_people_under_another_key() -> None:
    after = pasted(sending("nice", {"segment": NICE, "locals": LYON}), sending("lyon", {"segment": LYON}))

    assert after["triggers"][1]["segment"] == "locals"
    assert after["segments"] == {"segment": NICE, "locals": LYON}


def test_a_pasted_start_brings_its_people_into_a_journey_without_segments() -> None:
    copied = sending("lyon", {"Our-Lyon": LYON}, "Our-Lyon")

    after = pasted(pasted(cart(), copied), copied, "_3")

    assert [one.get("segment") for one in after["triggers"]] == [None, "Our-Lyon", "Our-Lyon"]
    assert after["segments"] == {"Our-Lyon": LYON}


def test_a_start_pasted_in_its_own_journey_shares_the_segment_as_it_is_now() -> None:
    copied = sending("lyon", {"segment": LYON})

    after = pasted(sending("lyon", {"segment": NICE}), copied)
    again = pasted(sending("lyon", {}, "gone") | {"triggers": []}, copied)

    assert (after["triggers"][1]["segment"], after["segments"]) == ("segment", {"segment": NICE})
    assert (again["triggers"][0]["segment"], again["segments"]) == ("segment", {"segment": LYON})


def test_a_start_that_comes_without_its_people_has_none() -> None:
    target, copied = sending("nice", {"segment": NICE}), sending("lyon", {})

    after = pasted(target, copied)

    assert "segment" not in after["triggers"][1]
    assert after["segments"] == target["segments"]


def test_an_edit_that_arrives_twice_brings_the_people_once() -> None:
    once = pasted(sending("nice", {"segment": NICE}), sending("lyon", {"segment": LYON}))
    once["segments"]["segment_2"]["name"] = "Lyonnais"

    assert pasted(once, sending("lyon", {"segment": LYON})) == once


def test_the_card_of_a_sending_names_its_people() -> None:
    (node,) = nodes_of(sending("lyon", {"segment": LYON}))

    assert node["line"] == "Clients de Lyon · tout de suite"


def test_a_pasted_segment_that_cannot_be_read_is_refused() -> None:
    nodes = [{**nodes_of(sending("lyon", {"segment": LYON}))[0], "segment": {"when": 5}}]

    outcome = apply(bare(), {"op": "paste", "source": "lyon", "nodes": nodes, "new_ids": {"trigger:go": "trigger:g2"},
                             "offset": [0, 0]})  # fmt: skip

    assert not isinstance(outcome, Edited)
    assert outcome.why == "bad_shape"
