"""`not_sent`: whatever keeps a message from leaving, its step takes the other way; one test a reason."""

from __future__ import annotations

from typing import Any

import pytest
from house import House, until

from storage import house as house_rules
from storage.database import writing

END = {"type": "exit"}
TEMPLATE = {"type": "send_template", "template": "colis_expedie", "values": {"1": "Amina", "2": "C-1", "3": "mardi"}}
OFFER = {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}}
REPLY = {"type": "send_session", "text": "Bonjour"}
QUESTION = {"type": "ask", "text": "De 1 à 5 ?", "kind": "rating", "for": "1h", "invalid": "sent", "no_reply": "sent"}


def journey(step: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The step between an event, or the word `go`, and two ends."""
    return {
        "key": "way",
        "triggers": [
            {"id": "event", "type": "event", "name": "go", "next": "step"},
            {"id": "word", "type": "keyword", "any_of": ["go"], "next": "step"},
        ],
        "steps": {"step": {**step, "next": "sent", "not_sent": "other"}, "sent": END, "other": END},
        **fields,
    }


def left(house: House) -> tuple[str, str] | None:
    """By which port the step was left, and why."""
    rows = house.rows("SELECT port, why FROM step_event WHERE step_id = 'step' AND port IS NOT NULL")
    return rows[0] if rows else None  # pyright: ignore[reportReturnType]


def assert_not_sent(house: House, why: str) -> None:
    assert until(lambda: left(house)) == ("not_sent", why)
    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT step_id FROM enrollment") == [("other",)]


@pytest.mark.parametrize("step", [TEMPLATE, REPLY, QUESTION], ids=["template", "reply", "question"])
def test_not_sent_is_taken_after_an_opt_out(house: House, step: dict[str, Any]) -> None:
    house.publish(journey(step))
    house.says("STOP")
    until(house.phone)

    house.event("e1", "go")

    assert_not_sent(house, "refused:opted_out")


@pytest.mark.parametrize(("step", "purpose"), [(OFFER, "service"), (TEMPLATE, "marketing")])
def test_not_sent_is_taken_without_consent(house: House, step: dict[str, Any], purpose: str) -> None:
    house.publish(journey(step, purpose=purpose))

    house.event("e1", "go")

    assert_not_sent(house, "refused:no_consent")


@pytest.mark.parametrize("step", [REPLY, QUESTION], ids=["reply", "question"])
def test_not_sent_is_taken_when_the_window_is_closed(house: House, step: dict[str, Any]) -> None:
    house.publish(journey(step))

    house.event("e1", "go")

    assert_not_sent(house, "refused:window_closed")


def test_not_sent_is_taken_when_the_fallback_may_not_leave_either(house: House) -> None:
    house.publish(journey({**REPLY, "if_window_closed": {"template": "nouveautes_du_mois", "values": {"1": "Amina"}}}))

    house.event("e1", "go")

    assert_not_sent(house, "refused:no_consent")


def test_not_sent_is_taken_when_the_fallback_cannot_be_filled(house: House) -> None:
    house.publish(
        journey({**REPLY, "if_window_closed": {"template": "colis_expedie", "values": {"1": "{{ event.x }}"}}})
    )

    house.event("e1", "go")

    assert_not_sent(house, "refused:cannot_render:x")


def test_not_sent_is_taken_when_too_many_replies_left_in_a_row(house: House) -> None:
    steps = {f"r{place}": {**REPLY, "next": f"r{place + 1}" if place < 9 else "step"} for place in range(10)}
    looping = journey(REPLY)
    looping["triggers"][1]["next"] = "r0"
    house.publish({**looping, "steps": {**steps, **looping["steps"]}})

    house.says("go")

    assert_not_sent(house, "refused:loop")
    assert len(house.phone()) == 10


def test_not_sent_is_taken_where_no_number_is_known(house: House) -> None:
    house.publish(journey(TEMPLATE))

    house.event("e1", "go", contact={"external_id": "c-7"})

    assert_not_sent(house, "refused:no_address")


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ({**TEMPLATE, "values": {"1": "{{ event.x }}", "2": "C-1", "3": "mardi"}}, "x"),
        ({**REPLY, "text": "{{ event.x }}"}, "x"),
        ({**REPLY, "media": {"kind": "image", "url": "file.png"}}, "media"),
        ({**REPLY, "link_button": {"title": "Ouvrir", "url": "shop"}}, "link"),
        ({**REPLY, "buttons": [{"id": "a", "title": " "}]}, "button"),
        ({**REPLY, "list": {"button": "", "sections": [{"rows": [{"id": "a", "title": "A"}]}]}}, "list"),
        ({**REPLY, "buttons": [{"id": "a", "title": "A"}], "location_request": True}, "options"),
        ({**QUESTION, "text": "{{ event.x }}"}, "x"),
    ],
    ids=["value", "text", "file", "link", "button", "list", "two offers", "question"],
)
def test_not_sent_is_taken_when_the_message_cannot_be_made(house: House, step: dict[str, Any], name: str) -> None:
    house.publish(journey(step))

    house.says("go")

    assert_not_sent(house, f"cannot_render:{name}")
    assert house.phone() == []


def test_not_sent_is_taken_when_the_provider_refuses(house: House) -> None:
    house.publish(journey(TEMPLATE))
    house.behave(refuse={"code": "400", "share": 1.0})

    house.event("e1", "go")

    port, why = until(lambda: left(house))
    assert (port, why.partition(":")[0]) == ("not_sent", "failed")
    until(lambda: house.exits() == ["end"])


def test_not_sent_is_taken_when_nobody_knows_what_became_of_it_and_it_is_given_up(forgetful_house: House) -> None:
    house = forgetful_house
    house.publish(journey(OFFER, purpose="marketing"))
    house.consents("marketing")
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "go")

    assert_not_sent(house, "dropped:unknown")


def test_not_sent_is_taken_when_a_person_had_enough_marketing(either_house: House) -> None:
    """“Because of the moment (window closed, cap, …).”"""
    house = either_house
    house.publish(journey(OFFER, purpose="marketing", entry={"again": "always"}))
    house.consents("marketing")
    with writing(house.engine) as connection:
        cap = {"messages": 1, "days": 7}
        house_rules.set_setting(connection, name="frequency_cap", value=cap, by=None, at=house.clock())
    house.event("e1", "go")
    until(lambda: len(house.phone()) == 1)

    house.event("e2", "go")

    query = "SELECT port, why FROM step_event WHERE step_id = 'step' AND port = 'not_sent'"
    until(lambda: house.rows(query) == [("not_sent", "refused:frequency_cap")])
    assert len(house.phone()) == 1
