"""Stories about files and about consent that a journey records."""

from __future__ import annotations

from engine.journey.definition import read_definition
from tests.engine.journey.playing import assert_kept, play

PLAN = {
    "agree": {"type": "record_consent", "words": "J'accepte les offres.", "next": "offer"},
    "offer": {"type": "send_template", "template": "offer", "next": "plan"},
    "plan": {"type": "send_session", "text": "Le plan", "media": {"kind": "document", "url": "https://a.example/p.pdf", "name": "Plan.pdf"}, "next": "stop"},
    "stop": {"type": "record_consent", "given": False, "next": "end"},
    "end": {"type": "exit"},
}  # fmt: skip
PLAN_JOURNEY = {
    "parcours": 1, "key": "plan", "purpose": "marketing", "steps": PLAN,
    "triggers": [
        {"id": "promo", "type": "keyword", "any_of": ["promo"], "next": "agree"},
        {"id": "offer", "type": "event", "name": "offer", "next": "offer"},
    ],
}  # fmt: skip


def test_a_consent_counts_for_the_next_message_and_is_gone_when_it_is_taken_back() -> None:
    assert_kept(
        play("""
  - {event: {name: offer}, expect: [{refused: no_consent}, {exit: no_consent}]}
  - after: 1h
    says: promo
    expect:
      - {consent: marketing}
      - {template: offer}
      - {session: Le plan, media: {kind: document, url: "https://a.example/p.pdf", name: Plan.pdf}}
      - {consent: marketing, given: false}
      - {exit: opted_out}
  - {after: 1h, event: {name: offer}, expect: [{refused: no_consent}, {exit: no_consent}]}
""", contact="{name: Amina}", journey=read_definition(PLAN_JOURNEY))
    )  # fmt: skip


def test_another_file_or_a_consent_that_did_not_come_is_told() -> None:
    report = play("""
  - {says: promo, expect: [{consent: service}, {template: offer}, {session: Le plan, media: {url: "https://a.example/other.pdf"}}, {exit: opted_out}]}
""", contact="{name: Amina}", journey=read_definition(PLAN_JOURNEY))  # fmt: skip

    assert not report.ok
    assert "accord service enregistré" in report.text()
    assert "accord marketing enregistré" in report.text()
    assert "message « Le plan », document https://a.example/p.pdf (Plan.pdf)" in report.text()
    assert "message « Le plan », fichier https://a.example/other.pdf" in report.text()


def test_a_recorded_consent_lifts_no_opt_out() -> None:
    assert_kept(
        play("""
  - {says: STOP, expect: [{confirmation: opt_out}]}
  - {after: 1h, says: promo, expect: [{consent: marketing}, {refused: opted_out}, {exit: opted_out}]}
  - {after: 1h, says: START, expect: [{confirmation: opt_in}]}
  - {after: 1h, event: {name: offer}, expect: [{template: offer}, {session: Le plan}, {exit: opted_out}]}
""", contact="{name: Amina}", journey=read_definition(PLAN_JOURNEY))
    )  # fmt: skip
