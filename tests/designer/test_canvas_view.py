"""The drawing of a journey: titles, lines, arrows, badges, and what a screen reader says."""

from __future__ import annotations

from typing import Any

from designer.canvas_view import BADGES, StepCount, Surround, snapshot
from engine.checker.context import KnownTemplate
from engine.checker.problem import Problem
from engine.checker.rules import RULES
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.designer.editing_samples import cart

BODY = "Bonjour {{name}}, votre panier vous attend : deux articles et une surprise de notre part"
LIBRARY = {("cart_reminder", "fr"): KnownTemplate("MARKETING", "APPROVED", {"body": BODY})}


def drawn(definition: dict[str, Any], language: str = "fr", **around: Any) -> dict[str, dict[str, Any]]:
    shown = snapshot(definition, Surround(templates=LIBRARY, **around), language=language)
    return {node["id"]: node for node in shown["nodes"]}


def labels(node: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(port["id"], port["label"], port["target"]) for port in node["ports"]]


def test_arrows_carry_their_condition_in_words() -> None:
    answer = drawn(cart())["step:answer"]

    assert labels(answer) == [
        ("branch:yes", "« oui »", "step:thanks"),
        ("otherwise", "Autre réponse", "step:bye"),
        ("no_reply", "Sans réponse après 24 h", "step:bye"),
    ]


def test_english_readers_get_english_words() -> None:
    answer = drawn(cart(), "en")["step:answer"]

    assert [port["label"] for port in answer["ports"]] == ["“oui”", "Other reply", "No reply after 24 h"]


def test_the_whole_text_of_a_template_can_be_searched() -> None:
    assert drawn(cart())["step:remind"]["texts"] == [BODY]


def test_a_template_shows_its_first_words_with_the_sample_filled_in() -> None:
    line = drawn(cart())["step:remind"]["line"]

    assert line.startswith("« Bonjour Amina, votre panier vous attend")
    assert len(line) <= 64
    assert line.endswith("… »")


def test_a_free_reply_shows_its_text_and_how_many_buttons() -> None:
    definition = cart()
    definition["steps"]["thanks"]["buttons"] = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]

    assert drawn(definition)["step:thanks"]["line"] == "« Merci Amina ! » + 2 boutons"


def test_a_value_that_the_sample_lacks_is_shown_by_its_name() -> None:
    definition = cart()
    definition["steps"]["thanks"]["text"] = "{{ contact.name }}, à {{ contact.city | upper }} !"

    assert drawn(definition)["step:thanks"]["line"] == "« Amina, à [city] ! »"


def test_a_text_that_may_not_be_used_is_shown_as_it_was_written() -> None:
    definition = cart()
    definition["steps"]["thanks"]["text"] = "Merci {{ oops"

    assert drawn(definition)["step:thanks"]["line"] == "« Merci {{ oops »"


def test_titles_by_default_say_what_a_step_does() -> None:
    definition = cart()
    definition["steps"]["pause"] = {"type": "wait", "for": "2d"}
    definition["steps"]["remind"]["title"] = "Rappel"

    nodes = drawn(definition)

    assert nodes["step:remind"]["title"] == "Rappel"
    assert nodes["step:pause"]["title"] == "Attendre 2 jours"
    assert nodes["step:bye"]["title"] == "Fin"
    assert nodes["trigger:cart"]["line"] == "cart.abandoned"


def test_conditions_are_arrows_in_words() -> None:
    definition = cart()
    condition = {"all": [{"attribute": "contact.orders", "operator": "at_least", "value": 3},
                         {"attribute": "contact.city", "operator": "is", "value": "Lyon"}]}  # fmt: skip
    definition["steps"]["loyal"] = {"type": "branch", "branches": [{"id": "b", "when": condition}]}

    loyal = drawn(definition)["step:loyal"]

    assert [port["label"] for port in loyal["ports"]] == ["orders ≥ 3 et city = Lyon", "Sinon"]


def test_an_end_has_no_way_out_and_an_arrow_to_nowhere_is_open() -> None:
    definition = cart()
    definition["steps"]["thanks"]["next"] = "gone"

    nodes = drawn(definition)

    assert nodes["step:bye"]["ports"] == []
    assert labels(nodes["step:thanks"]) == [("next", "", None)]


def test_the_way_for_what_did_not_leave_is_drawn_only_when_it_leads_somewhere() -> None:
    definition = cart()
    definition["steps"]["remind"]["not_sent"] = "bye"

    nodes = drawn(definition)

    assert [port["id"] for port in nodes["step:thanks"]["ports"]] == ["next"]
    assert labels(nodes["step:remind"])[1] == ("not_sent", "S’il ne part pas", "step:bye")


def test_the_worst_problem_of_a_step_is_its_badge() -> None:
    problems = [
        Problem("unreachable_step", "warning", "thanks", facts={"step": "Merci"}),
        Problem("step_without_next", "error", "thanks", facts={"step": "Merci"}),
        Problem("trigger_without_words", "error", None, "cart"),
    ]

    nodes = drawn(cart(), problems=problems)

    assert nodes["step:thanks"]["badge"] == {"level": "error", "text": "Rien n’est prévu ensuite"}
    assert nodes["trigger:cart"]["badge"]["level"] == "error"
    assert nodes["step:remind"]["badge"] is None


def test_a_screen_reader_hears_place_kind_trouble_and_where_it_leads() -> None:
    definition = cart()
    definition["steps"]["remind"]["title"] = "Rappel"
    problems = [Problem("step_without_next", "error", "remind", facts={"step": "Rappel"})]

    nodes = drawn(definition, problems=problems)

    assert nodes["step:remind"]["description"] == (
        "Étape 1 sur 4, Message modèle Rappel, un problème à corriger, mène à Attendre une réponse"
    )
    assert nodes["step:bye"]["description"] == "Étape 4 sur 4, Fin"


def test_counts_are_in_the_readers_format() -> None:
    counts = {"step:remind": StepCount(1204, 3), "step:bye": StepCount(812)}

    nodes = drawn(cart(), counts=counts)

    assert nodes["step:remind"]["counts"] == {"left": "1 204", "right": "3 ici"}
    assert nodes["step:bye"]["counts"] == {"left": "812", "right": ""}
    assert nodes["step:thanks"]["counts"] is None


def test_the_palette_offers_every_type_that_exists_and_no_other() -> None:
    offered = [
        item["type"] for group in snapshot(cart(), Surround(), language="fr")["palette"] for item in group["items"]
    ]

    assert sorted(offered) == sorted([*STEP_TYPES, *TRIGGER_TYPES])


def test_every_rule_about_a_card_has_a_few_words_for_its_badge() -> None:
    about_the_journey = {"no_start"}

    assert set(RULES) - about_the_journey <= set(BADGES)


def test_a_copied_card_carries_its_definition() -> None:
    assert drawn(cart())["step:bye"]["definition"] == {"type": "exit"}
