"""Lists, links and requests for the location: their forms, and how they are drawn, read and mended."""

from __future__ import annotations

from typing import Any

import pytest

from designer.canvas_view import Surround, snapshot
from designer.draft_model import Desk
from designer.editing import (
    Definition,
    Edited,
    Refused,
    add_row,
    add_section,
    choose_offer,
    mend,
    move_row,
    pair_buttons,
    remove_row,
)
from designer.preview import step_message
from designer.preview_phone import phone_messages
from designer.preview_view import read_journey
from designer.samples import SAMPLES
from designer.search import find
from designer.trail_words import trail_lines
from engine.checker.check import check
from engine.journey.definition import read_definition
from storage.trails import Trail
from tests.designer.editor_house import create, definition, opened, select
from tests.designer.reply_samples import replying
from tests.designer.test_trail_words import clock, passage, passed

CITIES = {
    "button": "Choisir",
    "sections": [{"title": "Nord", "rows": [{"id": "lille", "title": "Lille", "description": "Grand Place"}]},
                 {"title": "Sud", "rows": [{"id": "nice", "title": {"fr": "Nice", "en": "Nizza"}}]}],
}  # fmt: skip
PAGE = {"title": "Ouvrir", "url": "https://shop.example/{{ contact.name }}"}


def hello(desk: Desk) -> dict[str, Any]:
    return definition(desk)["steps"]["hello"]


def made(outcome: Edited | Refused) -> Definition:
    assert isinstance(outcome, Edited), outcome
    return outcome.definition


def drawn(**changes: Any) -> dict[str, Any]:
    step = read_definition(replying(**changes)).steps["hello"]
    message = step_message("hello", step, SAMPLES["amina"], default_language="fr", templates={})
    assert message is not None
    return dict(message)


# Forms ----------------------------------------------------------------------------------------------


def test_a_list_is_chosen_written_and_grows_by_rows_and_parts(desk: Desk) -> None:
    create(desk, replying(buttons=[{"id": "a", "title": "Oui"}]))
    app = select(opened(), "step:hello")

    app.segmented_control(key="form:step:hello:offer").set_value("list").run()
    app.text_input(key="form:step:hello:list.button").set_value("Choisir").run()
    app.text_input(key="form:step:hello:list.sections.0.rows.row.title").set_value("Lille").run()
    app.text_input(key="form:step:hello:list.sections.0.rows.row.description").set_value("Gare").run()
    app.button(key="form:step:hello:add_row.0").click().run()
    app.button(key="form:step:hello:add_section").click().run()
    app.text_input(key="form:step:hello:list.sections.1.title").set_value("Sud").run()

    assert not app.exception
    assert "buttons" not in hello(desk)
    first = {"rows": [{"id": "row", "title": "Lille", "description": "Gare"}, {"id": "row_2", "title": ""}]}
    assert hello(desk)["list"] == {
        "button": "Choisir", "sections": [first, {"title": "Sud", "rows": [{"id": "row_3", "title": ""}]}]
    }  # fmt: skip


def test_a_link_and_a_request_for_the_location_are_chosen(desk: Desk) -> None:
    create(desk, replying())
    app = select(opened(), "step:hello")

    app.segmented_control(key="form:step:hello:offer").set_value("link_button").run()
    app.text_input(key="form:step:hello:link_button.title").set_value("Ouvrir").run()
    app.text_input(key="form:step:hello:link_button.url").set_value("https://shop.example/").run()
    assert hello(desk)["link_button"] == {"title": "Ouvrir", "url": "https://shop.example/"}

    app.segmented_control(key="form:step:hello:offer").set_value("location_request").run()
    assert hello(desk)["location_request"] is True
    assert "link_button" not in hello(desk)


def test_the_wait_behind_a_request_takes_the_location_by_a_switch(desk: Desk) -> None:
    journey = replying(location_request=True)
    journey["steps"]["answer"]["branches"] = [{"id": "here", "any_of": ["ici"], "next": "bye"}]
    create(desk, journey)
    app = select(opened(), "step:answer")

    app.toggle(key="form:step:answer:branches.here.location").set_value(True).run()

    assert definition(desk)["steps"]["answer"]["branches"][0]["location"] is True


def test_rows_of_a_list_can_be_chosen_in_the_wait_behind_it(desk: Desk) -> None:
    journey = replying(list=CITIES)
    journey["steps"]["answer"]["branches"] = [{"id": "north", "any_of": ["nord"], "next": "bye"}]
    create(desk, journey)
    app = select(opened(), "step:answer")

    app.multiselect(key="form:step:answer:branches.north.buttons").set_value(["lille"]).run()

    assert definition(desk)["steps"]["answer"]["branches"][0]["buttons"] == ["lille"]


# Edits ----------------------------------------------------------------------------------------------


def test_rows_are_added_moved_and_removed_and_no_more_than_ten() -> None:
    grown = made(add_row(replying(list=CITIES), "step:hello", 0))
    ids = [row["id"] for row in grown["steps"]["hello"]["list"]["sections"][0]["rows"]]
    assert ids == ["lille", "row"]

    moved = made(move_row(grown, "step:hello", 0, "row"))["steps"]["hello"]["list"]["sections"][0]["rows"]
    assert [row["id"] for row in moved] == ["row", "lille"]

    left = made(remove_row(replying(list=CITIES), "step:hello", 1, "nice"))["steps"]["hello"]["list"]["sections"]
    assert [section["title"] for section in left] == ["Nord"]

    full = {"button": "Choisir", "sections": [{"rows": [{"id": f"r{n}", "title": "x"} for n in range(10)]}]}
    for refused in (add_row(replying(list=full), "step:hello", 0), add_section(replying(list=full), "step:hello")):
        assert isinstance(refused, Refused)
        assert refused.why == "too_many_rows"


def test_choosing_another_offer_takes_the_first_away() -> None:
    chosen = made(choose_offer(replying(list=CITIES), "step:hello", "buttons"))

    assert "list" not in chosen["steps"]["hello"]


@pytest.mark.parametrize(
    ("offer", "branches"),
    [
        ({"list": CITIES}, [["lille"], ["nice"]]),
        ({"buttons": [{"id": "a", "title": "Oui"}]}, [["a"]]),
    ],
)
def test_every_row_and_button_gets_a_path(offer: dict[str, Any], branches: list[list[str]]) -> None:
    paired = made(pair_buttons(replying(**offer), "hello"))

    assert [branch["buttons"] for branch in paired["steps"]["answer"]["branches"]] == branches
    assert made(pair_buttons(paired, "hello")) == paired


def test_a_location_that_nothing_waits_for_gets_a_path_by_its_repair() -> None:
    lost = replying(location_request=True, next="bye")
    (problem,) = [one for one in check(read_definition(lost)) if one.rule == "button_without_path"]

    mended = made(mend(lost, problem.repair, "step:hello", {}))

    wait = mended["steps"][mended["steps"]["hello"]["next"]]
    assert wait["branches"] == [{"id": "location", "location": True}]


def test_another_language_gets_its_place_in_the_list_and_the_link() -> None:
    listed = made(mend(replying(list=CITIES), "add_language", "step:hello", {"language": "en"}))["steps"]["hello"][
        "list"
    ]
    linked = made(mend(replying(link_button=PAGE), "add_language", "step:hello", {"language": "en"}))["steps"]["hello"]

    assert listed["button"] == {"fr": "Choisir", "en": ""}
    assert listed["sections"][0]["title"] == {"fr": "Nord", "en": ""}
    assert listed["sections"][0]["rows"][0]["description"] == {"fr": "Grand Place", "en": ""}
    assert listed["sections"][1]["rows"][0]["title"] == {"fr": "Nice", "en": "Nizza"}
    assert linked["link_button"] == {"title": {"fr": "Ouvrir", "en": ""}, "url": PAGE["url"]}


# Drawing and telling --------------------------------------------------------------------------------


def test_the_phone_draws_the_list_the_link_and_the_request() -> None:
    assert drawn(list=CITIES)["list"] == {
        "button": "Choisir",
        "sections": [
            {"title": "Nord", "rows": [{"id": "lille", "title": "Lille", "description": "Grand Place"}]},
            {"title": "Sud", "rows": [{"id": "nice", "title": "Nice", "description": ""}]},
        ],
    }
    assert drawn(link_button=PAGE)["buttons"] == [
        {"id": "link", "title": "Ouvrir", "kind": "url", "url": "https://shop.example/Amina"}
    ]
    assert drawn(location_request=True)["buttons"] == [
        {"id": "location", "title": "Envoyer ma position", "kind": "location"}
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"link_button": {"title": "Ouvrir"}}, "Donnez la page du lien"),
        ({"link_button": {"title": "Ouvrir", "url": "shop"}}, "doit commencer par https://"),
        ({"list": CITIES, "location_request": True}, "n’accepte pas ces choix ensemble"),
        ({"text": "", "list": CITIES}, "Écrivez le texte"),
    ],
)
def test_the_phone_says_why_an_offer_would_not_leave(changes: dict[str, Any], problem: str) -> None:
    assert problem in str(drawn(**changes)["problem"])


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"list": CITIES}, "+ liste de 2"),
        ({"link_button": PAGE}, "+ lien"),
        ({"location_request": True}, "+ demande de position"),
    ],
)
def test_the_card_says_what_can_be_touched(changes: dict[str, Any], line: str) -> None:
    nodes = snapshot(replying(**changes), Surround(), language="fr")["nodes"]

    assert next(node for node in nodes if node["id"] == "step:hello")["line"].endswith(line)


def located() -> dict[str, Any]:
    journey = replying(location_request=True)
    journey["steps"]["answer"]["branches"] = [{"id": "here", "location": True, "next": "near"}]
    journey["steps"]["near"] = {"type": "send_session", "text": "Tout près !", "next": "bye"}
    return journey


def test_the_path_of_a_location_is_named_and_read_as_an_answer() -> None:
    nodes = snapshot(located(), Surround(), language="fr")["nodes"]
    ports = next(node for node in nodes if node["id"] == "step:answer")["ports"]
    assert ports[0]["label"] == "Position partagée"

    journey = read_definition(located())
    section = next(one for one in read_journey(journey, SAMPLES["amina"], "fr") if "Position" in one.heading)
    said = phone_messages(section, journey, {}, language="fr", reader="fr")[0]
    assert (said["side"], said["text"], said.get("tapped")) == ("customer", "📍", True)


@pytest.mark.parametrize(
    ("language", "told"),
    [("fr", "a partagé sa position → Position partagée."), ("en", "shared their location → Shared location.")],
)
def test_the_trail_says_that_a_location_was_shared(language: str, told: str) -> None:
    trail = Trail(passage(), 1, [passed("answer", "branch:here", "location", 5)], [])

    lines = [line.text for line in trail_lines(trail, read_definition(located()), clock, language)]

    assert any(told in line for line in lines)


@pytest.mark.parametrize(
    ("wanted", "changes"), [("grand place", {"list": CITIES}), ("shop.example", {"link_button": PAGE})]
)
def test_the_words_of_a_list_and_a_link_are_found(wanted: str, changes: dict[str, Any]) -> None:
    hit = find(replying(**changes), wanted, {})

    assert hit is not None
    assert hit.node == "step:hello"
