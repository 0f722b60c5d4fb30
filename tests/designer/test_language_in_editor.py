"""The examples of the language reference in the editor: every card is drawn, read, and its form opens without changing it."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk, Draft
from designer.draft_services import load_draft
from designer.preview_facts import completed
from designer.preview_view import read_journey
from designer.samples import SAMPLES
from engine.journey.definition import Journey
from tests.designer.editing_samples import bare
from tests.designer.editor_house import create, opened, select
from tests.docs.examples import Example, examples
from tests.docs.language_page import ways


def renamed(value: Any, names: set[str], before: str) -> Any:
    """The same with its steps called after the example that they are of."""
    if isinstance(value, list):
        return [renamed(item, names, before) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: f"{before}_{held}"
        if name in {*ways(), "message"} and isinstance(held, str) and held in names
        else renamed(held, names, before)
        for name, held in value.items()
    }


def together() -> dict[str, Any]:
    """All examples side by side in one journey."""
    whole: dict[str, Any] = {**bare(), "key": "cart", "triggers": [], "steps": {}, "segments": {}}
    for kind, example in examples().items():
        json = example.read().to_json()
        names = set(json["steps"])
        whole["triggers"] += [{**renamed(one, names, kind), "id": f"{kind}_{one['id']}"} for one in json["triggers"]]
        whole["steps"] |= {f"{kind}_{step_id}": renamed(step, names, kind) for step_id, step in json["steps"].items()}
        whole["segments"] |= json.get("segments", {})
    return whole


def node_of(example: Example, journey: Journey) -> str:
    """The card that the example is of."""
    steps = [f"step:{example.kind}_{step_id}" for step_id, step in journey.steps.items() if step.type == example.kind]
    starts = [f"trigger:{example.kind}_{one.id}" for one in journey.triggers if one.type == example.kind]
    return [*steps, *starts][0]


def test_every_example_is_drawn_and_its_form_opens_without_an_edit(desk: Desk) -> None:
    create(desk, together())
    app = opened()

    for example in examples().values():
        select(app, node_of(example, example.read()))

    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    assert draft.revision == 0


def test_every_example_is_read_as_the_customer_will() -> None:
    for example in examples().values():
        journey = example.read()

        sections = read_journey(journey, completed(SAMPLES["amina"], journey), "en", {})

        sent = {step_id for step_id, step in journey.steps.items() if step.sends}
        assert {shown.step_id for section in sections for shown in section.messages} == sent
