"""The pure parts of the forms: values with a replacement, durations, conditions in rows, answers that are tried."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.components.step_form import inputs
from designer.components.step_form.branch import full_path, read_number, rows_of
from designer.components.step_form.inputs import split_duration
from designer.components.step_form.message_text import by_language, languages_of
from designer.components.step_form.trying import BadExpression, examples, taken, verdicts
from designer.components.step_form.wait_for_reply import buttons_before
from designer.draft_differences import content, differences
from designer.placeholders import FieldValue, field_label, fields_of, read_value
from engine.journey.definition import read_definition
from engine.journey.rendering import compile_text, render_text
from engine.journey.steps.wait_for_reply import ReplyBranch
from tests.designer.editing_samples import cart

YES = ReplyBranch(id="yes", any_of=["oui", "yes"], typos=True)
LATER = ReplyBranch(id="later", any_of=["plus tard"], typos=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ contact.name }}", FieldValue("contact.name")),
        ("{{contact.name|default('cher client')}}", FieldValue("contact.name", "cher client")),
        ('{{ event.total | default("0 €") }}', FieldValue("event.total", "0 €")),
        ("Bonjour {{ contact.name }}", None),
        ("{{ contact.name | upper }}", None),
        ("cher client", None),
        ("", None),
    ],
)
def test_a_value_is_one_field_or_a_text_of_its_own(text: str, value: FieldValue | None) -> None:
    assert read_value(text) == value


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_a_replacement_comes_back_as_it_was_written_and_reaches_the_customer(fallback: str) -> None:
    written = FieldValue("contact.name", fallback).written()

    assert read_value(written) == FieldValue("contact.name", fallback)
    assert render_text(compile_text(written), {"contact": {"name": None}}) == fallback


def test_fields_offered_are_known_noted_asked_for_or_used() -> None:
    definition = cart()
    definition["steps"]["note"] = {"type": "update_contact", "set": {"style": "sport"}}
    definition["steps"]["thanks"]["text"] = "{{ event.colour }}"

    fields = fields_of(read_definition(definition), {"contact": {"city": "Lyon"}, "event": {"total": 3}})

    assert fields == [
        "contact.name", "contact.city", "event.total", "contact.style", "answers.answer", "event.colour",
    ]  # fmt: skip


def test_fields_have_names_for_people() -> None:
    assert field_label("contact.name", "fr") == "Prénom"
    assert field_label("contact.style", "en") == "style"
    assert field_label("answers.answer", "en") == "Reply to answer"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("24h", (24, "h")), ("2d", (2, "d")), ("1d12h", (36, "h")), ("90m", (90, "m")), ("45s", (1, "m")), ("", (0, "m"))],
)
def test_a_duration_is_shown_in_whole_numbers(written: str, shown: tuple[int, str]) -> None:
    assert split_duration(written) == shown


@pytest.mark.parametrize(
    ("when", "rows"),
    [
        (None, ("all", [])),
        ({"attribute": "contact.x", "operator": "is"}, ("all", [{"attribute": "contact.x", "operator": "is"}])),
        ({"any": [{"attribute": "contact.x"}]}, ("any", [{"attribute": "contact.x"}])),
        ({"all": []}, ("all", [])),
        ({"not": {"attribute": "contact.x"}}, None),
        ({"all": [{"any": []}]}, None),
    ],
)
def test_conditions_are_rows_unless_they_are_nested(when: dict[str, Any] | None, rows: Any) -> None:
    assert rows_of(when) == rows


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("3,5", 3.5), ("3.0", 3.0), ("069012", "069012"), ("0", 0), ("Lyon", "Lyon"), ("", ""), ("-2", -2)],
)
def test_what_looks_like_a_number_is_one_but_a_code_is_not(text: str, value: Any) -> None:
    found = read_number(text)

    assert (found, type(found)) == (value, type(value))


def test_a_field_written_by_hand_is_the_customers() -> None:
    assert full_path(" ville ") == "contact.ville"
    assert full_path("event.total") == "event.total"
    assert full_path("") == ""


def test_an_answer_shows_the_path_that_the_engine_takes() -> None:
    assert taken("OUIII !", [YES, LATER]) == "yes"
    assert taken("plus tadr", [YES, LATER]) == "later"
    assert taken("non", [YES, LATER]) is None


def test_examples_hold_a_shout_a_slip_and_something_unexpected() -> None:
    assert examples([YES, ReplyBranch(id="w", any_of=["demain", "livraison"])], "fr") == [
        "OUIII",
        "deamin",
        "peut-être",
    ]


def test_verdicts_are_one_line() -> None:
    line = verdicts(["OUIII", "hier"], [YES], language="en", default="fr", other="Other reply")

    assert line == "“OUIII” → oui · “hier” → Other reply"


def test_an_expression_that_cannot_be_read_is_said() -> None:
    with pytest.raises(BadExpression):
        taken("x", [ReplyBranch(id="bad", any_of=["("], match="regex")])


def test_buttons_of_the_message_before_can_be_chosen() -> None:
    definition = cart()
    definition["steps"]["thanks"] |= {"buttons": [{"id": "a", "title": "Encore"}], "next": "answer"}

    class Desk:
        journey = read_definition(definition)

    assert buttons_before(Desk(), "answer") == {"a": "Encore"}  # type: ignore[arg-type]


def test_a_message_has_a_tab_for_each_language_it_is_written_in() -> None:
    step = {"text": {"en": "Hi"}, "buttons": [{"id": "a", "title": {"de": "Ja"}}]}

    assert languages_of(step, "fr") == ["fr", "en", "de"]
    assert by_language("Salut", ["fr", "en"], "fr") == {"fr": "Salut", "en": ""}


def test_differences_are_said_by_the_names_of_cards() -> None:
    before, after = cart(), cart()
    after["steps"]["thanks"]["text"] = "Merci"
    after["steps"]["pause"] = {"type": "wait", "for": "2d"}
    del after["steps"]["bye"]
    after["layout"]["remind"] = [9, 9]
    after["purpose"] = "service"

    found = differences(before, after, "fr")

    assert found.added == ("Attendre 2 jours",)
    assert found.changed == ("Réponse libre",)
    assert found.removed == ("Fin",)
    assert found.settings


def test_moving_cards_changes_nothing_that_goes_live() -> None:
    after = cart()
    after["layout"]["remind"] = [9, 9]

    assert not differences(cart(), after, "fr")


def test_a_version_is_told_in_numbers() -> None:
    held = content(cart(), "fr")

    assert (held.messages, held.steps, held.languages, held.starts) == (2, 4, ("fr",), ("cart.abandoned",))


def test_the_old_words_of_an_entry_are_nobodys_choice_after_a_change_of_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reported, saved = iter(["Jamais", "always"]), list[str]()
    monkeypatch.setattr(inputs.state, "widget", lambda _key: next(reported))
    report = inputs.saving("form:journey:entry.again", "never", saved.append, among=("never", "always"))

    report()
    report()

    assert saved == ["always"]
