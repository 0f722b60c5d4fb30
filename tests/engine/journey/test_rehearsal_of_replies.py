"""Stories about what a free reply carries, and what leaves in its place."""

from __future__ import annotations

from typing import Any

from engine.journey.definition import Journey, read_definition
from tests.engine.journey.playing import assert_kept, failing, play


def advice(pause: str, **advise: Any) -> Journey:
    """A keyword, a pause, a free reply with a fallback."""
    steps: dict[str, Any] = {
        "pause": {"type": "wait", "for": pause, "next": "advise"},
        "advise": {
            "type": "send_session", "text": "Notre conseil", "next": "end",
            "if_window_closed": {"template": "rappel", "values": {"1": "{{ contact.name }}"}}, **advise,
        },
        "end": {"type": "exit"},
        "sorry": {"type": "exit"},
    }  # fmt: skip
    start = {"id": "go", "type": "keyword", "any_of": ["conseil"], "next": "pause"}
    return read_definition({"parcours": 1, "key": "advice", "triggers": [start], "steps": steps})


def test_a_fallback_template_leaves_after_the_window_and_the_free_reply_inside_it() -> None:
    assert_kept(play("""
  - {says: conseil}
  - {after: 30h, expect: [{template: rappel, fallback: true, values: {"1": Amina}}, {exit: end}]}
""", journey=advice("30h")))  # fmt: skip
    assert_kept(play("""
  - {says: conseil}
  - {after: 5h, expect: [{session: Notre conseil}, {exit: end}]}
""", journey=advice("5h")))  # fmt: skip


def test_a_fallback_keeps_the_rules_of_templates() -> None:
    lines = """
  - {says: conseil}
  - {after: 30h, expect: [{refused: no_consent}, {exit: sorry}]}
"""

    report = play(lines, contact="{name: Amina}", journey=advice("30h", not_sent="sorry"),
                  more="templates: {rappel: {category: marketing}}")  # fmt: skip

    assert_kept(report)


def test_a_fallback_that_cannot_be_filled_is_told_by_the_value_that_lacks() -> None:
    assert_kept(play("""
  - {says: conseil}
  - {after: 30h, expect: [{refused: "cannot_render:name"}, {exit: end}]}
""", contact="{language: fr}", journey=advice("30h")))  # fmt: skip


def test_a_report_says_that_the_fallback_left() -> None:
    report = play("""
  - {says: conseil}
  - {after: 30h, expect: [{session: Notre conseil}, {exit: end}]}
""", journey=advice("30h"))  # fmt: skip

    assert failing(report) == [2]
    assert "modèle de secours rappel, avec 1 = Amina" in report.text()


STORE: dict[str, Any] = {
    "parcours": 1, "key": "store",
    "triggers": [{"id": "go", "type": "keyword", "any_of": ["magasin"], "next": "where"}],
    "steps": {
        "where": {"type": "send_session", "text": "Où êtes-vous ?", "location_request": True, "next": "place"},
        "place": {
            "type": "wait_for_reply", "for": "1h", "otherwise": "cities", "no_reply": "end",
            "branches": [{"id": "here", "location": True, "next": "near"}],
        },
        "near": {"type": "send_session", "text": "Près de {{ answers.place.latitude }} :", "next": "end",
                 "link_button": {"title": "Itinéraire", "url": "https://shop.example/{{ answers.place.longitude }}"}},
        "cities": {
            "type": "send_session", "text": "Quelle ville ?", "next": "city",
            "list": {"button": "Choisir", "sections": [
                {"title": "Nord", "rows": [{"id": "lille", "title": "Lille"}]},
                {"title": "Sud", "rows": [{"id": "nice", "title": "Nice"}]},
            ]},
        },
        "city": {
            "type": "wait_for_reply", "for": "1h", "otherwise": "end", "no_reply": "end",
            "branches": [{"id": "south", "any_of": ["sud"], "buttons": ["nice"], "next": "sun"}],
        },
        "sun": {"type": "send_session", "text": "{{ answers.city }} !", "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip


def test_a_shared_location_answers_the_request_and_fills_what_follows() -> None:
    assert_kept(play("""
  - {says: magasin, expect: [{session: "Où êtes-vous ?", location_request: true}]}
  - after: 1m
    sends: location
    place: {latitude: 45.76, longitude: 4.84}
    expect: [{branch: place.here}, {session: "Près de 45.76 :", link: "https://shop.example/4.84"}, {exit: end}]
""", journey=read_definition(STORE)))  # fmt: skip


def test_a_row_of_a_list_is_tapped_by_its_title_and_counts_as_its_label() -> None:
    lines = """
  - {says: magasin, expect: [{session: "Où êtes-vous ?"}]}
  - {says: je ne sais pas, expect: [{session: "Quelle ville ?", list: [Lille, Nice], buttons: []}]}
  - {taps: Nice, expect: [{branch: city.south}, {session: "Nice !"}, {exit: end}]}
"""

    assert_kept(play(lines, journey=read_definition(STORE)))


def test_a_report_tells_what_a_reply_offers() -> None:
    report = play("""
  - {says: magasin, expect: [{session: "Où êtes-vous ?", location_request: false}]}
  - {says: là, expect: [{session: "Quelle ville ?", list: [Lille]}]}
""", journey=read_definition(STORE))  # fmt: skip

    assert failing(report) == [1, 2]
    assert "message « Où êtes-vous ? », demande la position" in report.text()
    assert "message « Quelle ville ? », liste [Lille] [Nice]" in report.text()


PARCEL: dict[str, Any] = {
    "parcours": 1, "key": "parcel",
    "triggers": [{"id": "go", "type": "keyword", "any_of": ["colis"], "next": "ask"}],
    "steps": {
        "ask": {"type": "call_http", "url": "https://suivi.example/{{ contact.name }}", "save": {"parcel": "parcel.state"},
                "next": "tell", "failed": "sorry"},
        "tell": {"type": "send_session", "text": "{{ contact.parcel }} ({{ answers.ask.status }})", "next": "end"},
        "sorry": {"type": "send_session", "text": "Plus tard.", "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip


def test_a_line_gives_the_answer_of_another_system() -> None:
    assert_kept(play("""
  - {says: colis, expect: [{call: "https://suivi.example/Amina"}]}
  - {http: {body: {parcel: {state: en route}}}, expect: [{session: "en route (200)"}, {exit: end}, {contact: {parcel: en route}}]}
""", journey=read_definition(PARCEL)))  # fmt: skip


def test_a_bad_answer_or_none_takes_the_path_of_failure() -> None:
    for line in ('{http: {status: 503}, expect: [{session: "Plus tard."}, {exit: end}]}',
                 '{http: {body: "pas du json"}, expect: [{session: "Plus tard."}, {exit: end}]}',
                 '{after: 11m, expect: [{session: "Plus tard."}, {exit: end}]}'):  # fmt: skip
        assert_kept(play(f"  - {{says: colis, nothing: true}}\n  - {line}\n", journey=read_definition(PARCEL)))


def test_an_answer_that_nobody_asked_for_is_told() -> None:
    report = play("  - {http: {status: 200}, nothing: true}\n", journey=read_definition(PARCEL))

    assert failing(report) == [1]
    assert "aucun autre système n’est interrogé" in report.text()
