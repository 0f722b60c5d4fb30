"""Edits that forms and repairs make."""

from __future__ import annotations

from typing import Any

from designer.editing import (
    Edited,
    Refused,
    add_branch,
    add_button,
    can_repair,
    clear_field,
    mend,
    move_item,
    pair_buttons,
    remove_item,
    rename,
    set_field,
)
from tests.designer.editing_samples import cart


def made(outcome: Edited | Refused) -> dict[str, Any]:
    assert isinstance(outcome, Edited), outcome
    return outcome.definition


def test_a_text_is_written_in_its_language() -> None:
    after = made(set_field(cart(), "step:thanks", ("text", "en"), "Thank you"))

    assert after["steps"]["thanks"]["text"] == {"fr": "Merci {{ contact.name }} !", "en": "Thank you"}


def test_a_branch_is_found_by_its_id() -> None:
    after = made(set_field(cart(), "step:answer", ("branches", "yes", "any_of"), ["ok"]))

    assert after["steps"]["answer"]["branches"][0]["any_of"] == ["ok"]


def test_settings_of_the_journey_are_fields_too() -> None:
    with_goal = made(set_field(cart(), "journey", ("goal", "event"), "order.paid"))

    assert with_goal["goal"] == {"event": "order.paid"}
    assert "goal" not in made(clear_field(with_goal, "journey", ("goal",)))


def test_a_value_of_the_wrong_shape_is_refused() -> None:
    outcome = set_field(cart(), "step:answer", ("for",), "one moon")

    assert isinstance(outcome, Refused)
    assert "moon" in outcome.facts["problem"]


def test_editing_a_step_that_someone_deleted_is_refused() -> None:
    assert set_field(cart(), "step:gone", ("for",), "1d") == Refused("no_step", {})
    assert set_field(cart(), "step:answer", ("branches", "no", "any_of"), []) == Refused("no_path", {})


def test_an_empty_title_gives_the_name_by_default_back() -> None:
    named = made(rename(cart(), "step:remind", " Rappel "))

    assert named["steps"]["remind"]["title"] == "Rappel"
    assert "title" not in made(rename(named, "step:remind", ""))["steps"]["remind"]


def test_new_branches_get_ids_that_a_person_can_read() -> None:
    once = made(add_branch(cart(), "answer", name="Évidemment !", any_of=["évidemment"]))
    twice = made(add_branch(once, "answer", name="evidemment"))

    assert [branch["id"] for branch in twice["steps"]["answer"]["branches"]] == ["yes", "evidemment", "evidemment_2"]


def test_branches_are_reordered_and_removed() -> None:
    two = made(add_branch(cart(), "answer", name="no"))

    swapped = made(move_item(two, "answer", "branches", "no", -1))
    left = made(remove_item(swapped, "answer", "branches", "yes"))

    assert [branch["id"] for branch in swapped["steps"]["answer"]["branches"]] == ["no", "yes"]
    assert [branch["id"] for branch in left["steps"]["answer"]["branches"]] == ["no"]


def test_a_fourth_button_is_refused() -> None:
    definition = cart()
    for title in ("Oui", "Non", "Plus tard"):
        definition = made(add_button(definition, "thanks", title))

    assert add_button(definition, "thanks", "Jamais") == Refused("too_many_buttons", {})


def with_buttons(*titles: str) -> dict[str, Any]:
    definition = cart()
    for title in titles:
        definition = made(add_button(definition, "thanks", title))
    return definition


def test_pairing_makes_the_missing_wait_with_a_path_for_each_button() -> None:
    after = made(pair_buttons(with_buttons("Oui", "Non"), "thanks"))

    wait = after["steps"]["answer_2"]
    assert after["steps"]["thanks"]["next"] == "answer_2"
    assert wait["otherwise"] == "bye"
    assert [(branch["id"], branch["buttons"]) for branch in wait["branches"]] == [("oui", ["oui"]), ("non", ["non"])]
    assert after["layout"]["bye"][1] > after["layout"]["answer_2"][1] > after["layout"]["thanks"][1]


def test_pairing_twice_changes_nothing_more() -> None:
    once = made(pair_buttons(with_buttons("Oui"), "thanks"))

    assert made(pair_buttons(once, "thanks")) == once


def test_pairing_gives_a_button_to_the_path_that_has_its_word() -> None:
    definition = with_buttons("Oui !")
    definition["steps"]["thanks"]["next"] = "answer"

    after = made(pair_buttons(definition, "thanks"))

    assert after["steps"]["answer"]["branches"] == [
        {"id": "yes", "any_of": ["oui", "yes"], "typos": True, "next": "thanks", "buttons": ["oui"]}
    ]


def test_the_repair_of_an_open_end_adds_an_end() -> None:
    definition = made(clear_field(cart(), "step:answer", ("otherwise",)))

    after = made(mend(definition, "add_exit", "step:answer", {}))

    assert after["steps"][after["steps"]["answer"]["otherwise"]] == {"type": "exit"}
    assert after["steps"]["answer"]["no_reply"] == "bye"


def test_the_repair_of_a_misspelt_field_touches_placeholders_only() -> None:
    definition = cart()
    definition["steps"]["thanks"]["text"] = "contact.nam ? {{ contact.nam | upper }} {{ contact.name }}"

    facts = {"name": "contact.nam", "suggestion": "contact.name"}
    after = made(mend(definition, "correct_field", "step:thanks", facts))

    assert after["steps"]["thanks"]["text"] == "contact.nam ? {{ contact.name | upper }} {{ contact.name }}"


def test_the_repair_of_a_misspelt_field_reaches_conditions_too() -> None:
    definition = cart()
    when = {"all": [{"attribute": "contact.nam", "operator": "is", "value": "contact.nam"}]}
    definition["steps"]["b"] = {"type": "branch", "branches": [{"id": "x", "when": when}]}

    after = made(mend(definition, "correct_field", "step:b", {"name": "contact.nam", "suggestion": "contact.name"}))

    condition = after["steps"]["b"]["branches"][0]["when"]["all"][0]
    assert (condition["attribute"], condition["value"]) == ("contact.name", "contact.nam")


def test_an_arrow_to_nowhere_is_led_to_the_step_that_was_meant() -> None:
    definition = cart()
    definition["steps"]["answer"]["otherwise"] = "by"

    facts = {"field": ("otherwise",), "suggestion": "bye"}

    assert made(mend(definition, "reconnect", "step:answer", facts))["steps"]["answer"]["otherwise"] == "bye"


def test_a_missing_language_gets_its_place_in_the_message_and_its_buttons() -> None:
    after = made(mend(with_buttons("Oui"), "add_language", "step:thanks", {"language": "en"}))

    assert after["steps"]["thanks"]["text"] == {"fr": "Merci {{ contact.name }} !", "en": ""}
    assert after["steps"]["thanks"]["buttons"][0]["title"] == {"fr": "Oui", "en": ""}


def test_a_repair_that_would_change_nothing_is_not_offered() -> None:
    assert can_repair(cart(), "add_path", "step:gone", {}) is False
    assert can_repair(cart(), "think_hard", "step:thanks", {}) is False
    assert can_repair(with_buttons("Oui"), "add_path", "step:thanks", {}) is True


def test_a_late_free_reply_becomes_a_template_at_the_same_place() -> None:
    after = made(mend(cart(), "use_template", "step:thanks", {}))

    assert after["steps"]["thanks"] == {"type": "send_template", "values": {}, "next": "bye"}
