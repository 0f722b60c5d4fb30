"""Repairs that draw or write: carried out on the draft from the list of problems, and taken back."""

from __future__ import annotations

import copy
from typing import Any

from streamlit.testing.v1 import AppTest

from designer.draft_model import Desk
from designer.editing import Edited, can_repair, mend
from engine.checker.check import check
from engine.journey.definition import read_definition
from storage import journeys
from storage.database import writing
from storage.templates import ListedTemplate, upsert_templates
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, checked, create, definition, opened

REMIND = {"type": "send_template", "template": "cart_reminder", "values": {"name": "Amina"}, "title": "Relance"}


def for_ever(**more: Any) -> dict[str, Any]:
    ask = {"type": "wait_for_reply", "for": "1d", "otherwise": "bye", "no_reply": "remind",
           "branches": [{"id": "yes", "any_of": ["oui"], "next": "bye"}]}  # fmt: skip
    steps = {"remind": {**REMIND, "next": "ask"}, "ask": ask, "bye": {"type": "exit"}, **more}
    return cart() | {
        "steps": steps,
        "layout": {},
        "triggers": [{"id": "go", "type": "event", "name": "a", "next": "remind"}],
    }


def problems_tab() -> AppTest:
    app = opened()
    app.session_state["editor:tab"] = "problems"
    return checked(app)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app


def loops(journey: dict[str, Any]) -> int:
    return sum(problem.rule == "endless_loop" for problem in check(read_definition(journey)))


def test_reminders_for_ever_are_limited_to_three_and_taken_back(desk: Desk) -> None:
    create(desk, for_ever())
    before = copy.deepcopy(definition(desk))
    app = problems_tab()

    press(app, "Limiter à 3")

    steps = definition(desk)["steps"]
    ways = [steps[one]["no_reply"] for one in ("ask", "ask_2", "ask_3")]
    assert ways[:2] == ["remind_2", "remind_3"] and steps[ways[2]] == {"type": "exit"}
    assert [steps[one]["title"] for one in ways[:2]] == ["Relance (2)", "Relance (3)"]
    assert {steps[one]["branches"][0]["next"] for one in ("ask", "ask_2", "ask_3")} == {"bye"}
    assert loops(definition(desk)) == 0

    app.button(key="editor:undo").click().run()
    assert definition(desk)["steps"] == before["steps"]


def test_an_answer_that_starts_a_round_again_still_does() -> None:
    journey = for_ever()
    journey["steps"]["ask"]["otherwise"] = "remind"
    facts = {"path": ("remind", "ask")}

    outcome = mend(journey, "limit_rounds", "step:remind", facts)

    assert isinstance(outcome, Edited)
    assert [outcome.definition["steps"][one]["otherwise"] for one in ("ask", "ask_2", "ask_3")] == ["remind"] * 3
    assert loops(outcome.definition) == 0


def test_rounds_whose_answer_is_read_elsewhere_are_left_to_a_person() -> None:
    thanks = {"type": "send_session", "text": "Merci pour « {{ answers.ask }} »", "next": "bye"}
    journey = for_ever(thanks=thanks)

    assert not can_repair(journey, "limit_rounds", "step:remind", {"path": ("remind", "ask")})


def test_rounds_inside_rounds_are_left_to_a_person() -> None:
    journey = for_ever(
        choose={"type": "branch", "otherwise": "remind",
                "branches": [{"id": "b", "when": {"attribute": "contact.vip", "value": True}, "next": "wait"}]},
        wait={"type": "wait", "for": "1h", "next": "choose"},
    )  # fmt: skip
    journey["steps"]["ask"]["no_reply"] = "choose"

    assert loops(journey) == 1
    assert not can_repair(journey, "limit_rounds", "step:remind", {"path": ("remind", "ask", "choose")})


def test_rounds_that_only_what_started_them_could_end_are_left_to_a_person() -> None:
    """What the event told does not change from round to round: in the copies nobody would ever take the other way."""
    journey = for_ever(
        pause={"type": "wait", "for": "1d", "next": "choose"},
        choose={"type": "branch", "otherwise": "remind",
                "branches": [{"id": "b", "when": {"attribute": "event.kind", "value": "shop"}, "next": "bye"}]},
    )  # fmt: skip
    journey["triggers"] = [{"id": "go", "type": "event", "name": "order.shipped", "next": "remind"}]
    journey["steps"]["remind"]["next"] = "pause"
    del journey["steps"]["ask"]

    assert loops(journey) == 1
    assert not can_repair(journey, "limit_rounds", "step:remind", {"path": ("remind", "pause", "choose")})


def test_a_limit_is_added_where_the_file_holds_an_empty_one() -> None:
    journey = for_ever()
    journey["steps"]["ask"] |= {"for": None, "no_reply": None}

    outcome = mend(journey, "add_no_reply", "step:ask", {})

    assert isinstance(outcome, Edited)
    assert outcome.definition["steps"]["ask"]["for"] == "20h"


def test_an_offer_says_how_to_stop_behind_its_last_value(desk: Desk) -> None:
    body = "Bonjour {{1}}, ce mois-ci : {{2}}. À bientôt !"
    promo = ListedTemplate("p", "promo", "fr", "MARKETING", "APPROVED", {"header": None, "body": body, "footer": "", "buttons": []}, "h")  # fmt: skip
    with writing(desk.database) as connection:
        upsert_templates(connection, listed=[promo], at=NOON)
    offer = {
        "type": "send_template",
        "template": "promo",
        "values": {"1": "Amina", "2": "−10 % sur les robes."},
        "next": "bye",
    }
    create(desk, cart() | {"steps": {"remind": offer, "bye": {"type": "exit"}}, "layout": {}, "purpose": "marketing"})
    app = problems_tab()

    press(app, "Ajouter")

    values = definition(desk)["steps"]["remind"]["values"]
    assert values["2"] == "−10 % sur les robes. Répondez STOP pour ne plus recevoir nos offres"
    assert "ne dit pas comment" not in "\n".join(str(one.value) for one in app.markdown)

    app.button(key="editor:undo").click().run()
    assert definition(desk)["steps"]["remind"]["values"] == offer["values"]


def test_a_text_that_is_too_long_is_shown_with_its_longest_values(desk: Desk) -> None:
    long = {"type": "send_session", "text": "x" * 4100, "next": "bye"}
    create(desk, cart() | {"steps": {"remind": long, "bye": {"type": "exit"}}, "layout": {}})
    app = problems_tab()

    press(app, "Voir ce cas")

    assert app.session_state["editor:sample"] == "long"


def test_the_list_is_asked_for_both_journeys_that_share_a_word(desk: Desk) -> None:
    shared = {"triggers": [{"id": "go", "type": "keyword", "any_of": ["soldes"], "next": "remind"}]}
    create(desk, for_ever() | shared | {"key": "other", "name": "Soldes d’été"})
    with writing(desk.database) as connection:
        journeys.publish(connection, journey_id="other", revision=0, by="claire", at=NOON)
    create(desk, for_ever() | shared)

    app = press(problems_tab(), "Voir les deux")

    assert app.session_state["find"] == "soldes"  # what the list of journeys then looks for
