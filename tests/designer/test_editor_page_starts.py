"""The forms of starts on the editor page."""

from __future__ import annotations

from typing import Any

from designer.audience_services import concerned
from designer.draft_model import Desk
from storage import contacts, segments, senders
from storage.database import writing
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, create, definition, opened, select, words


def with_start(**trigger: Any) -> dict[str, Any]:
    return {**cart(), "triggers": [{"id": "go", "next": "remind", **trigger}]}


def connect_number(desk: Desk) -> None:
    with writing(desk.database) as connection:
        senders.add(
            connection, id="s", key="main", provider="sandbox", number="33186000000", display_name="Boutique",
            created_at=NOON,
        )  # fmt: skip


def test_a_link_shows_its_address_and_its_qr_code(desk: Desk) -> None:
    connect_number(desk)
    create(desk, with_start(type="link"))
    app = select(opened(), "trigger:go")

    app.text_input(key="form:trigger:go:code").set_value("noel26").run()
    app.text_input(key="form:trigger:go:greeting").set_value("Bonjour").run()

    assert definition(desk)["triggers"][0] == {
        "id": "go", "next": "remind", "type": "link", "code": "noel26", "greeting": "Bonjour",
    }  # fmt: skip
    assert [code.value for code in app.code] == ["https://wa.me/33186000000?text=Bonjour%20noel26"]
    assert len(app.get("image")) == 1
    assert "Le client envoie «\u00a0Bonjour noel26\u00a0» et entre" in words(app)


def test_without_a_number_the_form_says_where_the_link_will_be(desk: Desk) -> None:
    create(desk, with_start(type="link", code="noel26"))

    app = select(opened(), "trigger:go")

    assert "quand un numéro sera relié" in words(app)
    assert not app.code


def meet(desk: Desk, *cities: str) -> None:
    with writing(desk.database) as connection:
        for place, city in enumerate(cities):
            contacts.add_contact(connection, f"c{place}", now=NOON, attributes={"city": city, "birthday": "1990-05-12"})


LYON = {
    "lyon": {
        "name": "Clients de Lyon",
        "when": {"all": [{"attribute": "contact.city", "operator": "is", "value": "Lyon"}]},
    }
}


def test_a_segment_is_described_row_by_row_and_counted(desk: Desk) -> None:
    meet(desk, "Lyon", "LYON", "Nice")
    create(desk, with_start(type="audience", when="now"))
    app = select(opened(), "trigger:go")

    app.selectbox(key="form:trigger:go:segment").set_value("").run()
    assert definition(desk)["triggers"][0]["segment"] == "segment"
    app.text_input(key="form:journey:segments.segment.name").set_value("Clients de Lyon").run()
    app.selectbox(key="form:journey:segments.segment.when.0.attribute").set_value("contact.city").run()
    app.text_input(key="form:journey:segments.segment.when.0.value").set_value("lyon").run()

    assert definition(desk)["segments"] == {"segment": {"name": "Clients de Lyon", "when": {
        "all": [{"attribute": "contact.city", "operator": "is", "value": "lyon"}]}}}  # fmt: skip
    assert "2 clients aujourd" in words(app)


def test_a_consent_is_asked_for_by_yes_or_no(desk: Desk) -> None:
    segments = {"agreed": {"when": {"all": [{"attribute": "consent.marketing", "operator": "is", "value": ""}]}}}
    create(desk, {**with_start(type="audience", segment="agreed"), "segments": segments})
    app = select(opened(), "trigger:go")

    app.selectbox(key="form:journey:segments.agreed.when.0.truth").set_value(True).run()

    assert definition(desk)["segments"]["agreed"]["when"]["all"][0]["value"] is True


def test_a_kept_segment_is_brought_into_the_journey(desk: Desk) -> None:
    with writing(desk.database) as connection:
        segments.keep_segments(connection, LYON, by=None, at=NOON)
    create(desk, with_start(type="audience"))
    app = select(opened(), "trigger:go")

    app.selectbox(key="form:trigger:go:segment").set_value("lyon").run()

    assert definition(desk)["segments"] == LYON
    assert definition(desk)["triggers"][0]["segment"] == "lyon"


def test_a_sending_is_put_on_a_day_of_the_week(desk: Desk) -> None:
    create(desk, {**with_start(type="audience", segment="lyon"), "segments": LYON})
    app = select(opened(), "trigger:go")

    app.selectbox(key="form:trigger:go:when.kind").set_value("week").run()
    app.selectbox(key="form:trigger:go:when.weekday").set_value("tue").run()

    assert definition(desk)["triggers"][0]["when"] == {"every": "week", "weekday": "tue", "at": "10:00"}


def test_a_customers_date_is_chosen_with_its_days_before(desk: Desk) -> None:
    meet(desk, "Lyon")
    create(desk, with_start(type="date"))
    app = select(opened(), "trigger:go")

    app.selectbox(key="form:trigger:go:attribute").set_value("contact.birthday").run()
    app.selectbox(key="form:trigger:go:offset.side").set_value("before").run()
    app.number_input(key="form:trigger:go:offset.days").set_value(2).run()

    start = definition(desk)["triggers"][0]
    assert (start["attribute"], start["offset"]) == ("contact.birthday", "-2d")


def test_going_live_names_how_many_enter_at_once(desk: Desk) -> None:
    meet(desk, "Lyon", "Lyon", "Nice")
    told = concerned(desk, "cart", {**with_start(type="audience", segment="lyon"), "segments": LYON})

    assert [(one.name, one.people.count, one.starts_now) for one in told] == [("Clients de Lyon", 2, True)]
