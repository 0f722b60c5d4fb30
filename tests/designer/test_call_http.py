"""A question to another system in the designer: its form, its card, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from designer.canvas_view import Surround, snapshot
from designer.draft_model import Desk
from designer.house_services import connections
from designer.placeholders import fields_of
from designer.preview_phone import phone_messages
from designer.preview_view import Grey, read_journey
from designer.reason_words import CALLS, call_words
from designer.samples import SAMPLES
from designer.search import find
from designer.trail_words import trail_lines
from engine.journey.definition import read_definition
from engine.settings import Settings
from storage.trails import Trail
from tests.designer.editor_house import create, definition, opened, select
from tests.designer.reply_samples import replying
from tests.designer.test_trail_words import clock, passage, passed

URL = "https://suivi.example/colis/{{ event.order_id }}"


def asking(**call: Any) -> dict[str, Any]:
    journey = replying(text="Votre colis : {{ contact.parcel }}", next="bye")
    journey["triggers"][0]["next"] = "call"
    step = {"type": "call_http", "title": "État du colis", "url": URL, "save": {"parcel": "parcel.state"}}
    journey["steps"]["call"] = {**step, "next": "hello", "failed": "bye", **call}
    return journey


def call(desk: Desk) -> dict[str, Any]:
    return definition(desk)["steps"]["call"]


def test_whom_to_ask_what_to_send_and_what_to_keep_are_written(desk: Desk) -> None:
    create(desk, asking(save={}))
    app = select(opened(), "step:call")

    app.text_input(key="form:step:call:url").set_value("https://stock.example/").run()
    app.segmented_control(key="form:step:call:method").set_value("POST").run()
    app.text_input(key="form:step:call:body.add").set_value("order").run()
    app.text_input(key="form:step:call:body.order").set_value("{{ event.order_id }}").run()
    app.text_input(key="form:step:call:headers.add").set_value("X-Shop").run()
    app.selectbox(key="form:step:call:save.add").set_value("city").run()
    app.text_input(key="form:step:call:save.city").set_value("place.name").run()
    app.number_input(key="form:step:call:for").set_value(5).run()

    assert not app.exception
    written = {name: call(desk)[name] for name in ("url", "method", "body", "headers", "save", "for")}
    assert written == {
        "url": "https://stock.example/", "method": "POST", "body": {"order": "{{ event.order_id }}"},
        "headers": {"X-Shop": ""}, "save": {"city": "place.name"}, "for": "5s",
    }  # fmt: skip
    app.button(key="form:step:call:save.city.remove").click().run()
    assert call(desk)["save"] == {}


def test_the_card_shows_the_host_and_its_two_ways() -> None:
    nodes = snapshot(asking(), Surround(), language="fr")["nodes"]

    card = next(node for node in nodes if node["id"] == "step:call")

    assert (card["title"], card["line"]) == ("État du colis", "suivi.example")
    assert [port["label"] for port in card["ports"]] == ["Réponse reçue", "Échec"]


def test_what_an_answer_saves_can_be_used_and_is_named_where_texts_are_read() -> None:
    journey = read_definition(asking())

    assert "contact.parcel" in fields_of(journey, {})
    (section, *_) = read_journey(journey, SAMPLES["amina"], "fr")
    assert "État du colis : suivi.example" in [row.text for row in section.rows if isinstance(row, Grey)]
    texts = [message["text"] for message in phone_messages(section, journey, {}, language="fr", reader="fr")]
    assert "Votre colis : ‹parcel›" in texts


@pytest.mark.parametrize(
    ("port", "why", "french", "english"),
    [
        ("next", "answered", "l’autre système a répondu.", "the other system answered."),
        ("failed", "failed:timeout", "n’a pas répondu à temps.", "did not answer in time."),
        ("failed", "failed:http_503", "l’autre système répond 503.", "the other system answers 503."),
        ("failed", "cannot_render:order_id", "« order_id » est vide", "order_id"),
    ],
)
def test_the_trail_tells_whether_the_other_system_answered(port: str, why: str, french: str, english: str) -> None:
    trail = Trail(passage(), 1, [passed("call", port, why, 5)], [])

    for language, told in (("fr", french), ("en", english)):
        lines = trail_lines(trail, read_definition(asking()), clock, language)
        assert any(told in line.text for line in lines), [line.text for line in lines]


def test_every_reason_has_words_of_its_own() -> None:
    assert {call_words(f"failed:{reason}", "fr") for reason in CALLS} == set(CALLS.values())


def test_the_settings_show_which_systems_may_be_asked(desk: Desk) -> None:
    settings = Settings(_env_file=None, http_hosts=" Suivi.example , api.example:8443 ")  # pyright: ignore[reportCallIssue]

    (line,) = [one for one in connections(desk, settings) if one.name == "http_hosts"]

    assert (line.value, line.variable) == ("suivi.example, api.example:8443", "PARCOURS_HTTP_HOSTS")


def test_an_address_is_found() -> None:
    hit = find(asking(), "suivi.example", {})

    assert hit is not None
    assert hit.node == "step:call"
