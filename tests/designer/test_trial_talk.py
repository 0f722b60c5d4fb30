"""What the test phone shows, and why each way was taken: on journeys in memory, without a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from designer.trial.moves import arrivals, contact_fields, event, event_fields, events_of, fields_in, sample_answer, tap
from designer.trial.shelf import Kept, shelve
from designer.trial.talk import talk
from designer.trial.trial import Played, Trial, as_story, marked, play, trial_of
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.rehearsal import rehearse
from engine.journey.stories import Person
from engine.journey.story_lines import Line
from tests.engine.journey.test_recording import EVERYTHING, MOVES

AMINA = Person(name="Amina", language="fr", timezone="Europe/Paris", attributes={"orders": 4, "city": "Lyon"},
               consent=["service"])  # fmt: skip
WORD = [{"id": "word", "type": "keyword", "any_of": ["menu"], "next": "first"}]
BYE = {"bye": {"type": "exit"}}


def journey(steps: dict[str, Any], triggers: list[dict[str, Any]] | None = None, **more: Any) -> Journey:
    return Journey.model_validate(
        {"key": "j", "language": "fr", "triggers": triggers or WORD, "steps": {**steps, **BYE}, **more}
    )


def tried(of: Journey, *moves: dict[str, Any], person: Person = AMINA) -> tuple[Played, str]:
    """The trial and what the phone shows of it."""
    trial = Trial(person, lines=tuple(Line.model_validate(move) for move in moves))
    played = play(trial, Compiled(of), {}, "fr")
    return played, words(played, of)


def words(played: Played, of: Journey, reader: str = "fr") -> str:
    shown = talk(played, of, {}, reader)
    return "\n".join(f"{one['text']} {one.get('problem') or ''}" for one in shown).replace("\xa0", " ")


def waits(**branch: Any) -> dict[str, Any]:
    ways = [{"id": "yes", "any_of": ["oui", "commander"], "typos": True, "next": "bye", **branch}]
    return {"first": {"type": "wait_for_reply", "for": "24h", "branches": ways, "otherwise": "bye", "no_reply": "bye"}}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("oui", "« oui » → « oui »"),
        ("Oui merci !", "« Oui merci ! » reconnu comme « oui » → « oui »"),
        ("comander", "« comander » : faute tolérée, compris comme « commander » → « oui »"),
        ("demain", "« demain » ne correspond à aucune réponse prévue → Autre réponse"),
    ],
)
def test_a_reply_is_told_with_what_it_was_taken_for(said: str, told: str) -> None:
    _, shown = tried(journey(waits()), {"says": "menu"}, {"says": said})

    assert told in shown


def test_silence_is_told_when_its_time_is_over() -> None:
    played, _ = tried(journey(waits()), {"says": "menu"})
    assert played.next_at == dt.datetime(2026, 1, 6, 9, 0, tzinfo=dt.UTC)

    _, shown = tried(journey(waits()), {"says": "menu"}, {"at": played.next_at})

    assert "Le client n’a rien répondu → Sans réponse après 24 h" in shown
    assert "mar. 6 janv. 10:00" in shown


def test_a_condition_is_told_with_the_customers_values() -> None:
    branches = [
        {"id": "loyal", "when": {"attribute": "contact.orders", "operator": "at_least", "value": 3}, "next": "bye"}
    ]
    of = journey({"first": {"type": "branch", "branches": branches, "otherwise": "bye"}})

    _, loyal = tried(of, {"says": "menu"})
    _, new = tried(of, {"says": "menu"}, person=Person(name="Zoé"))

    assert "orders ≥ 3 (ici : Nombre de commandes = 4)" in loyal
    assert "Aucune condition remplie (ici : Nombre de commandes = vide)" in new


def test_places_answers_receipts_and_choices_are_told() -> None:
    of = Journey.model_validate(EVERYTHING)

    played, shown = tried(of, *MOVES)

    assert "[Lyon] touché" in shown
    assert "Le client a envoyé sa position" in shown
    assert "L’autre système est interrogé : https://parcels.example/1" in shown
    assert "L’autre système répond 200" in shown
    assert "Noté sur la fiche : state = en route" in shown
    assert "Message lu" in shown
    assert "Le message a été lu" in shown
    assert played.problem == ""
    assert "step:seen|read" in played.arrows


def test_the_other_systems_answer_is_prepared_from_what_the_step_keeps() -> None:
    played, _ = tried(Journey.model_validate(EVERYTHING), *MOVES[:3])

    assert played.asked is not None
    assert '"parcel"' in sample_answer(played.asked)
    assert '"state"' in sample_answer(played.asked)


def test_a_tap_on_the_request_for_a_place_sends_one() -> None:
    of = Journey.model_validate(EVERYTHING)
    played, _ = tried(of, *MOVES[:2])
    request = next(one for one in talk(played, of, {}, "fr") if "Où êtes-vous" in one["text"])

    assert tap(played, request["id"], "location", "Envoyer ma position").sends == "location"


def test_a_tap_on_an_older_message_names_its_step() -> None:
    buttons = [{"id": "a", "title": "Un"}, {"id": "b", "title": "Deux"}]
    of = journey({
        "first": {"type": "send_session", "text": "Ici ?", "buttons": buttons, "next": "then"},
        "then": {"type": "send_session", "text": "Là ?", "buttons": buttons, "next": "heard"},
        "heard": {"type": "wait_for_reply", "branches": [{"id": "a", "buttons": ["a"], "next": "bye"}], "otherwise": "bye"},
    })  # fmt: skip
    played, _ = tried(of, {"says": "menu"})
    older, newest = [one["id"] for one in talk(played, of, {}, "fr") if one["side"] == "business"]

    assert tap(played, older, "b", "Deux") == Line(taps="Deux", of="first")
    assert tap(played, newest, "a", "Un") == Line(taps="Un")


def test_a_message_that_may_not_leave_is_drawn_with_its_reason() -> None:
    of = journey(
        {"first": {"type": "send_session", "text": "Bonjour {{ contact.name }}", "next": "bye"}},
        [{"id": "paid", "type": "event", "name": "order.paid", "next": "first"}],
    )  # fmt: skip

    played, shown = tried(of, {"event": {"name": "order.paid"}})

    assert "Bonjour Amina Ne part pas : les 24 h étaient passées" in shown
    assert [one["status"] for one in talk(played, of, {}, "fr") if one.get("problem")] == [None]


def test_the_reader_reads_in_english() -> None:
    played, _ = tried(journey(waits()), {"says": "menu"}, {"says": "demain"})

    assert "“demain” matches no expected reply → Other reply" in words(played, journey(waits()), "en")


def test_a_step_that_falls_over_ends_the_trial_with_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise ValueError("a step that is still being written")

    monkeypatch.setattr("engine.journey.steps.exit.Exit.enter", fall)

    played, shown = tried(journey(waits()), {"says": "menu"}, {"says": "oui"}, {"says": "menu"})

    assert "still being written" in played.problem
    assert len(played.turns) == 2
    assert "oui" in shown


def test_the_first_move_that_goes_otherwise_after_an_edit_is_marked() -> None:
    moves = ({"says": "menu"}, {"says": "oui"})
    before, _ = tried(journey(waits()), *moves)
    now, _ = tried(journey(waits(any_of=["non"])), *moves)

    shown = marked(now, before, "fr")

    assert [turn.is_new for turn in shown.turns] == [False, True]
    assert "Depuis votre modification, la suite est autre." in words(shown, journey(waits()))


def test_a_trial_saved_as_a_story_holds_and_opens_with_the_same_moves() -> None:
    of = Compiled(Journey.model_validate(EVERYTHING))
    trial = Trial(AMINA, lines=tuple(Line.model_validate(move) for move in MOVES))

    story = as_story(trial, of, {}, "Colis")

    assert rehearse(story, of).ok
    assert trial_of(story, "s1", "Colis").lines == trial.lines
    assert trial_of(story, "s1", "Colis").begins_at == trial.begins_at


def test_another_beginning_takes_the_moments_of_moves_along() -> None:
    trial = Trial(AMINA).then(Line(says="menu")).then(Line(at=dt.datetime(2026, 1, 6, 9, tzinfo=dt.UTC)))

    moved = trial.begun_at(trial.begins_at + dt.timedelta(days=2))

    assert [line.at for line in moved.lines] == [None, dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC)]


def test_the_shelf_says_what_holds_and_what_no_story_walks() -> None:
    of = Compiled(journey(waits()))
    told = as_story(Trial(AMINA, lines=(Line(says="menu"), Line(says="oui"))), of, {}, "Oui")
    wrong = told.model_copy(update={"story": [told.story[0], Line(says="non", expect=told.story[1].expect)]})

    shelf = shelve([Kept("s1", "Oui", told), Kept("s2", "Non", wrong), Kept("s3", "?", None, "?")], of, "fr")

    assert [run.holds for run in shelf.runs] == [True, False, False]
    assert "attendu" in shelf.runs[1].report
    assert shelf.cards() == []
    assert shelf.arrows() == ["step:first|no_reply"]


def test_each_start_of_a_journey_is_offered_as_a_move() -> None:
    triggers = [
        {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "bye"},
        {"id": "shop", "type": "link", "code": "LYON26", "greeting": "Bonjour", "next": "bye"},
        {"id": "ad", "type": "link", "ads": ["120"], "next": "bye"},
        {"id": "agrees", "type": "opt_in", "purpose": "marketing", "next": "bye"},
        {"id": "paid", "type": "event", "name": "order.paid", "next": "bye"},
    ]

    found = {one.trigger_id: one for one in arrivals(journey({}, triggers), "fr")}

    assert found["word"].line == Line(says="menu")
    assert found["shop"].line == Line(says="Bonjour LYON26")
    assert found["ad"].line is not None
    assert found["ad"].line.ad is not None
    assert found["agrees"].line == Line(agrees="marketing")
    assert found["paid"].event == "order.paid"


def test_a_planned_start_comes_with_time() -> None:
    everybody = {"when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}
    of = journey(
        {"first": {"type": "wait", "for": "1d", "next": "bye"}},
        [{"id": "all", "type": "audience", "segment": "lyon", "when": "now", "next": "first"}],
        segments={"lyon": everybody},
    )  # fmt: skip
    before, _ = tried(of)

    after, _ = tried(of, {"at": before.next_at})

    assert before.next_at == before.now
    assert "step:first" in after.cards


def test_fields_of_events_and_customers_are_those_that_the_journey_reads() -> None:
    of = journey(
        {
            "first": {"type": "send_session", "text": "{{ event.order.id }} {{ contact.city }}", "next": "bye"},
            "then": {"type": "wait_for_event", "event": "order.paid", "next": "bye", "no_event": "bye"},
        },
        entry={"per": "event.ref"},
        exit_on=[{"event": "order.cancelled"}],
    )

    assert event_fields(of) == ["order.id", "ref"]
    assert contact_fields(of) == ["city"]
    assert "order.cancelled" in events_of(of)
    assert (
        event("order.paid", {"order.id": "7", "ref": "0612", "empty": " "}).event
        == Line.model_validate({"event": {"name": "order.paid", "data": {"order": {"id": 7}, "ref": "0612"}}}).event
    )


def test_fields_by_hand_are_read_line_by_line() -> None:
    assert fields_in("ville = Lyon\n\npoints = 12\nvip = oui") == {"ville": "Lyon", "points": 12, "vip": True}
    assert fields_in("ville = Lyon\nNice") == "Nice"
