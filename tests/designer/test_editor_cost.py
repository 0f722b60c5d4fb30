"""The side “Coût”: what one passage costs, and what an audience would, as a marketer meets it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from designer.draft_model import Desk
from designer.draft_services import edit_draft
from designer.editing import set_field
from designer.forecast_request import Request, Unusable, answer, assumptions_with, changed_figures, rows_of
from designer.forecast_services import people_who_fit
from engine.forecast.audience import Audience
from engine.forecast.mistakes import Mistake
from engine.forecast.outcome import Forecast
from engine.journey.conditions import Comparison
from engine.journey.definition import read_definition
from storage.contacts import add_address, add_consents, add_contact
from storage.database import writing
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, checked, create, desk, opened, words

__all__ = ["desk"]
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def shown(desk: Desk, **changes: Any) -> AppTest:
    journey = cart()
    journey["steps"]["answer"] |= {"for": "20h", "otherwise": "bye", "no_reply": "bye"}
    create(desk, {**journey, **changes})
    app = opened()
    app.session_state["editor:tab"] = "cost"
    return checked(app)


def metrics(app: AppTest) -> dict[str, str]:
    return {str(one.label): str(one.value) for one in app.metric}


def asked(app: AppTest, people: int = 200) -> AppTest:
    app.button_group(key="forecast:who").set_value("count")
    checked(app)
    app.number_input(key="forecast:count").set_value(people)
    app.button(key="forecast:do").click()
    return checked(app)


def meet(desk: Desk, name: str, number: str, city: str, *, consents: bool) -> None:
    with writing(desk.database) as connection:
        add_contact(connection, name, now=NOON, name=name, attributes={"city": city})
        add_address(connection, f"a-{name}", contact_id=name, channel="whatsapp", value=number, now=NOON)
        if consents:
            add_consents(connection, [{
                "contact_id": name, "purpose": "marketing", "given": True, "source": "test", "recorded_at": NOON,
                "stated_at": NOON,
            }])  # fmt: skip


def test_one_passage_stands_there_before_anybody_asks(desk: Desk) -> None:
    app = shown(desk)

    told = metrics(app)
    assert told["Au plus"] == "0,116 $"
    assert told["Dure au plus"] == "20 h"
    assert "Estimation, hors frais du fournisseur" in words(app)


def test_the_price_follows_the_country(desk: Desk) -> None:
    app = shown(desk)

    app.selectbox(key="forecast:country").set_value("DE")
    checked(app)

    assert metrics(app)["Au plus"] == "0,192 $"


def test_a_journey_that_starts_nowhere_says_so(desk: Desk) -> None:
    app = shown(desk, triggers=[])

    assert "Aucun départ de ce parcours ne mène à une étape" in words(app)


def test_an_audience_by_number_gets_figures_charts_and_a_file(desk: Desk) -> None:
    app = asked(shown(desk))

    told = metrics(app)
    assert {"Coût", "Dernier envoi après", "Reçoivent un message", "Réponses"} <= set(told)
    assert len(app.get("vega_lite_chart")) == 2
    assert "Personnes inventées" in words(app)
    assert app.get("download_button")


def test_a_forecast_goes_when_the_journey_changes(desk: Desk) -> None:
    app = asked(shown(desk), 20)

    edit_draft(desk, "cart", lambda now: set_field(now, "step:answer", ("for",), "10h"))
    checked(app)

    assert "Le parcours a changé depuis cette prévision" in words(app)
    assert "Dernier envoi après" not in metrics(app)


def test_in_a_house_without_customers_it_says_what_to_do(desk: Desk) -> None:
    app = shown(desk)

    app.button(key="forecast:do").click()
    checked(app)

    assert "Aucun client ne correspond à ce segment" in words(app)


def test_no_file_is_asked_for_before_anything_is_counted(desk: Desk) -> None:
    app = shown(desk)
    app.button_group(key="forecast:who").set_value("file")
    checked(app)

    app.button(key="forecast:do").click()
    checked(app)

    assert "Déposez d’abord un fichier" in words(app)


def test_the_houses_people_come_with_their_country_and_consents(desk: Desk) -> None:
    meet(desk, "amina", "33600000001", "Lyon", consents=True)
    meet(desk, "john", "447700900001", "Lyon", consents=False)
    meet(desk, "ana", "33600000002", "Paris", consents=True)

    everybody = people_who_fit(desk, None, limit=10)
    lyon = people_who_fit(desk, Comparison(attribute="contact.city", value="Lyon"), limit=10)

    assert sorted((one.contact.name or "", one.country or "", bool(one.consents)) for one in everybody.people) == [
        ("amina", "FR", True), ("ana", "FR", True), ("john", "GB", False),
    ]  # fmt: skip
    assert {one.contact.name for one in lyon.people} == {"amina", "john"}
    assert len(people_who_fit(desk, None, limit=2).people) == 2


def told_by(request: Request) -> Forecast | Unusable:
    journey = cart()
    journey["steps"]["answer"] |= {"for": "20h", "otherwise": "bye", "no_reply": "bye"}
    return answer(
        request, read_definition(journey), {}, "fr", people=lambda _segment: Audience(()), tell=lambda _share: None
    )  # fmt: skip


def test_a_file_is_counted_and_its_faults_name_the_line() -> None:
    good = told_by(Request("file", START, raw=b"whatsapp,consent\n33600000001,marketing\n", file_name="list.csv"))
    bad = told_by(Request("file", START, raw=b"whatsapp\n33600000001\n06\n", file_name="list.csv"))

    assert isinstance(good, Forecast)
    assert good.people == 1
    assert isinstance(bad, Unusable)
    assert bad.sentence.startswith("list.csv, ligne 3 : « 06 »")


def test_only_what_was_changed_in_the_table_is_given() -> None:
    known = assumptions_with(read_definition(cart()), {})
    rows = rows_of(known, "share", lambda one: one.short)
    edited = [{**row, "high": 99.0} if row["key"] == "read" else {**row, "low": None} for row in rows]

    given = changed_figures(rows, edited)

    assert given == {"read": [50.0, 70.0, 99.0]}
    assert assumptions_with(read_definition(cart()), given).by_key["read"].range.high == pytest.approx(0.99)


def test_a_range_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(Mistake, match="lowest first"):
        assumptions_with(read_definition(cart()), {"read": [80, 70, 90]})
