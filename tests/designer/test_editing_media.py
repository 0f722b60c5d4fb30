"""Edits of files, and of the texts and choices of questions."""

from __future__ import annotations

from typing import Any

from designer.editing import Edited, Refused, add_button, apply, mend, remove_item, set_file, share_file
from tests.designer.question_samples import PLAN, asking


def made(outcome: Edited | Refused) -> dict[str, Any]:
    assert isinstance(outcome, Edited), outcome
    return outcome.definition["steps"]


def filed(**file: Any) -> dict[str, Any]:
    definition = asking()
    definition["steps"]["plan"]["media"] = file
    return definition


def test_a_file_begins_with_its_kind_and_keeps_its_address_when_the_kind_changes() -> None:
    bare = asking()
    del bare["steps"]["plan"]["media"]

    assert made(set_file(bare, "step:plan", "media", kind="video"))["plan"]["media"] == {"kind": "video"}
    assert made(set_file(asking(), "step:plan", "media", kind="video"))["plan"]["media"] == {
        "kind": "video",
        "url": PLAN,
    }


def test_only_a_document_has_a_name() -> None:
    named = filed(kind="document", url=PLAN, name="Plan.pdf")

    assert "name" not in made(set_file(named, "step:plan", "media", kind="image"))["plan"]["media"]
    emptied = made(set_file(named, "step:plan", "media", kind="document", part=("name",), value=""))
    assert "name" not in emptied["plan"]["media"]


def test_the_address_of_one_language_leaves_the_others() -> None:
    both = filed(kind="image", url={"fr": PLAN, "en": "https://x.example/en.png"})

    after = made(
        set_file(both, "step:plan", "media", kind="image", part=("url", "en"), value="https://x.example/map.png")
    )

    assert after["plan"]["media"]["url"] == {"fr": PLAN, "en": "https://x.example/map.png"}


def test_a_file_for_each_language_begins_as_the_one_there_is_and_comes_back_to_one() -> None:
    each = share_file(filed(kind="image", url=PLAN), "step:plan", "media", ["fr", "en"])
    assert isinstance(each, Edited)

    one = made(share_file(each.definition, "step:plan", "media", ["fr"]))

    assert each.definition["steps"]["plan"]["media"]["url"] == {"fr": PLAN, "en": PLAN}
    assert one["plan"]["media"]["url"] == PLAN


def test_a_kind_of_file_that_whatsapp_does_not_know_is_refused() -> None:
    assert isinstance(set_file(asking(), "step:plan", "media", kind="sticker"), Refused)


def test_choices_are_added_and_removed_and_are_three_at_most() -> None:
    definition = asking(kind="choice")
    for title in ("Oui", "Non", "Plus tard"):
        outcome = add_button(definition, "note", title, items="choices")
        assert isinstance(outcome, Edited)
        definition = outcome.definition

    assert add_button(definition, "note", "Jamais", items="choices") == Refused("too_many_buttons", {})
    left = made(remove_item(definition, "note", "choices", "non"))
    assert [choice["id"] for choice in left["note"]["choices"]] == ["oui", "plus_tard"]


def test_a_missing_language_gets_its_place_in_a_question_a_consent_and_a_file_of_each_language() -> None:
    definition = filed(kind="image", url={"fr": PLAN})

    note = made(mend(definition, "add_language", "step:note", {"language": "de"}))["note"]
    agree = made(mend(definition, "add_language", "step:agree", {"language": "de"}))["agree"]
    plan = made(mend(definition, "add_language", "step:plan", {"language": "de"}))["plan"]

    assert note["text"]["de"] == note["retry"]["de"] == ""
    assert agree["words"] == {"fr": "Écrivez AVIS pour nos offres.", "de": ""}
    assert plan["media"]["url"] == {"fr": PLAN, "de": ""}


def test_a_misspelt_field_is_mended_in_a_file_too() -> None:
    definition = filed(kind="image", url="https://x.example/{{ contact.cty }}.png")

    after = made(mend(definition, "correct_field", "step:plan", {"name": "contact.cty", "suggestion": "contact.city"}))

    assert after["plan"]["media"]["url"] == "https://x.example/{{ contact.city }}.png"


def test_the_ways_of_a_question_are_drawn_and_removed() -> None:
    led = apply(asking(), {"op": "connect", "node": "step:note", "port": "invalid", "target": "step:plan"})
    cut = apply(asking(), {"op": "disconnect", "node": "step:note", "port": "no_reply"})

    assert made(led)["note"]["invalid"] == "plan"
    assert "no_reply" not in made(cut)["note"]


def test_a_question_added_on_an_arrow_goes_on_when_it_is_answered() -> None:
    origin = {"node": "step:agree", "port": "next"}

    after = made(apply(asking(), {"op": "add", "id": "step:q", "type": "ask", "x": 0, "y": 0, "from": origin}))

    assert (after["agree"]["next"], after["q"]["next"]) == ("q", "note")
    assert "invalid" not in after["q"]
