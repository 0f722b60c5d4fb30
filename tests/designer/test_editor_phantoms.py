"""Looking is not editing: a form that is opened writes nothing, and a list whose entries changed takes no arrow away."""

from __future__ import annotations

from typing import Any

import pytest

from designer.components.step_form import FORMS
from designer.components.step_form.inputs import saving
from designer.draft_model import Desk, Draft
from designer.draft_services import load_draft
from tests.designer.editing_samples import bare, cart
from tests.designer.editor_house import ADD, checked, create, definition, opened, select


def one_of_each() -> dict[str, Any]:
    """A journey with every kind of card that has a form, written as shortly as it may be."""
    steps = {kind: {"type": kind} for kind in FORMS if kind not in ("keyword", "event")}
    steps["send_template"] |= {"template": "cart_reminder", "values": {"name": "{{ contact.name }}"}}
    steps["wait_for_reply"] |= {"branches": [{"id": "yes", "any_of": ["oui", "oui", "ok"], "next": "exit"}]}
    steps["branch"] |= {
        "branches": [{"id": "far", "when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}]
    }
    steps["update_contact"] |= {"set": {"style": "sport", "seen": None}}
    starts = [
        {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "send_template"},
        {"id": "event", "type": "event", "name": "cart.abandoned", "next": "wait"},
    ]
    return {**bare(), "key": "cart", "triggers": starts, "steps": steps, "exit_on": [{"event": "a"}, {"event": "a"}]}


def revision(desk: Desk) -> int:
    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    return draft.revision


def test_opening_every_kind_of_form_writes_no_edit(desk: Desk) -> None:
    create(desk, one_of_each())
    app = opened()

    for _ in range(2):
        for kind in FORMS:
            node = {"keyword": "trigger:word", "event": "trigger:event"}.get(kind, f"step:{kind}")
            select(app, node)
        checked(select(app))

    assert revision(desk) == 0


def test_a_step_added_to_the_list_of_an_open_form_leaves_the_arrow_where_it_was_drawn(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:remind")
    items = [{"seq": 1, **ADD}]

    app.session_state["canvas"] = {"ops": {"client": "c1", "items": items}, "selection": ["step:remind"]}
    checked(app)
    checked(app)

    steps = definition(desk)["steps"]
    assert (steps["remind"]["next"], steps["wait_a1"]["next"]) == ("wait_a1", "answer")
    assert revision(desk) == 1


@pytest.mark.parametrize(
    ("reported", "saved"),
    [(["a"], []), (["b"], ["b"]), (["b", "b"], ["b"]), (["b", "a"], ["b", "a"]), (["a", "b", "a"], ["b", "a"])],
)
def test_a_widget_saves_only_what_differs_from_what_stands_there(
    reported: list[str], saved: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the person goes back to the first value before the page has drawn the second."""
    held: list[str] = []
    kept: list[str] = []
    monkeypatch.setattr("designer.state.widget", lambda key, default=None: held[-1])
    report = saving("key", "a", kept.append)

    for value in reported:
        held.append(value)
        report()

    assert kept == saved
