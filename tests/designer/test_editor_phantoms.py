"""Looking is not editing: a form that is opened writes nothing, and a list whose entries changed takes no arrow away."""

from __future__ import annotations

from typing import Any

import pytest

from designer.components.step_form import FORMS
from designer.components.step_form.inputs import saving
from designer.draft_model import Desk, Draft
from designer.draft_services import load_draft
from engine.journey.triggers import TRIGGER_TYPES
from tests.designer.editing_samples import bare, cart
from tests.designer.editor_house import ADD, checked, create, definition, opened, select

UNTIL: tuple[dict[str, Any], ...] = (
    {"date": "2026-12-24T18:00"}, {"date": "2026-12-24T18:00+01:00"}, {"weekday": ["mon", "fri"], "at": "10:00"},
    {"attribute": "contact.appointment_at", "offset": "-1d", "at": "10:00"},
)  # fmt: skip


def one_of_each() -> dict[str, Any]:
    """A journey with every kind of card that has a form, written as shortly as it may be."""
    steps = {kind: {"type": kind} for kind in FORMS if kind not in TRIGGER_TYPES}
    steps["send_template"] |= {"template": "cart_reminder", "values": {"name": "{{ contact.name }}"}}
    steps["wait_for_reply"] |= {"branches": [{"id": "yes", "any_of": ["oui", "oui", "ok"], "next": "exit"}]}
    steps["branch"] |= {
        "branches": [{"id": "far", "when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}]
    }
    steps["update_contact"] |= {"set": {"style": "sport", "seen": None}}
    steps["split"] |= {"paths": [{"id": "a", "share": 60}, {"id": "b", "share": 40}], "control": "b"}
    steps["wait_for_event"] |= {"where": {"attribute": "event.total", "operator": "more_than", "value": 5}}
    steps |= {f"until_{place}": {"type": "wait", "until": until} for place, until in enumerate(UNTIL)}
    starts = [
        {"id": "link", "type": "link", "code": "noel26"}, {"id": "opt_in", "type": "opt_in"},
        {"id": "audience", "type": "audience", "segment": "lyon", "when": {"every": "month", "day": 3}},
        {"id": "date", "type": "date", "attribute": "contact.birthday", "offset": "-2d"},
        {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "send_template"},
        {"id": "event", "type": "event", "name": "cart.abandoned", "next": "wait"},
    ]  # fmt: skip
    return {
        **bare(), "key": "cart", "triggers": starts, "steps": steps, "exit_on": [{"event": "a"}, {"event": "a"}],
        "segments": {"lyon": {"when": {"attribute": "consent.marketing", "operator": "is", "value": True}}},
        "quiet_hours": {"from": "20:00", "to": "10:00"},
    }  # fmt: skip


def revision(desk: Desk) -> int:
    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    return draft.revision


def test_opening_every_kind_of_form_writes_no_edit(desk: Desk) -> None:
    create(desk, one_of_each())
    app = opened()

    for _ in range(2):
        for kind in [*FORMS, *(f"until_{place}" for place in range(len(UNTIL)))]:
            trigger = {"keyword": "word"}.get(kind, kind)
            select(app, f"trigger:{trigger}" if kind in TRIGGER_TYPES else f"step:{kind}")
        checked(select(app))

    assert revision(desk) == 0


def test_of_two_steps_that_are_called_alike_each_keeps_its_arrows(desk: Desk) -> None:
    steps = {
        "pause": {"type": "wait", "for": "1h", "next": "second"},
        "first": {"type": "exit"}, "second": {"type": "exit"}, "third": {"type": "exit"},
    }  # fmt: skip
    create(desk, {**bare(), "key": "cart", "steps": steps})
    app = select(opened(), "step:pause")

    checked(app)
    app.selectbox(key="form:step:pause:to.next.second").set_value("third").run()

    assert app.selectbox(key="form:step:pause:to.next.third").options == [
        "Rien pour l’instant",
        "→ Fin",
        "→ Fin (2)",
        "→ Fin (3)",
    ]
    assert definition(desk)["steps"]["pause"]["next"] == "third"
    assert revision(desk) == 1


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
