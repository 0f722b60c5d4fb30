"""What WhatsApp refuses of a template is found before it leaves, with the field and the remedy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from engine.providers.drafts import DraftButton, DraftHeader, TemplateDraft
from engine.templates.rules import check_template, check_templates

GOOD = TemplateDraft(
    "panier_rappel", "fr", "MARKETING", "Bonjour {{1}}, il reste {{2}} dans votre panier.", {"1": "Amina", "2": "un vase"},
    DraftHeader("text", "Votre panier"), "Boutique Lyon", (DraftButton("quick_reply", "Plus tard"),),
)  # fmt: skip
REPLY = DraftButton("quick_reply", "Oui")
LINK = DraftButton("url", "Voir", "https://shop.example/p")


def fields(**changes: Any) -> list[str]:
    return [fault.field for fault in check_template(replace(GOOD, **changes))]


def test_a_good_template_has_nothing_to_mend() -> None:
    assert fields() == []
    assert fields(body="Bonjour {{first_name}}, à demain.", examples={"first_name": "Amina"}) == []
    assert fields(header=DraftHeader("image", sample="https://shop.example/a.jpg"), lasts=dt.timedelta(days=2)) == []
    assert (
        fields(buttons=(REPLY, replace(REPLY, title="Non"), LINK, DraftButton("phone", "Appeler", "33100000000"))) == []
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Panier"}, "name"),
        ({"name": "x" * 513}, "name"),
        ({"language": "fr_US"}, "language"),
        ({"body": " "}, "body"),
        ({"body": "x" * 1025, "examples": {}}, "body"),
        ({"body": "{{1}}, bonjour et {{2}}."}, "body"),
        ({"body": "Bonjour {{1}}, voici {{2}}"}, "body"),
        ({"body": "Bonjour {{1}} {{2}} !"}, "body"),
        ({"body": "Bonjour {{1}}, voici {{3}} !", "examples": {"1": "a", "3": "b"}}, "body"),
        ({"body": "Bonjour {{1}}, voici {{nom}} !", "examples": {"1": "a", "nom": "b"}}, "body"),
        ({"body": "Bonjour {{Nom}} !", "examples": {"Nom": "b"}}, "body"),
        ({"body": "Bonjour {{1} et {{2}} !"}, "body"),
        ({"examples": {"1": "Amina"}}, "examples"),
        ({"examples": {"1": "Amina", "2": "un vase", "3": "rien"}}, "examples"),
        ({"footer": "x" * 61}, "footer"),
        ({"footer": "Merci {{1}}"}, "footer"),
        ({"header": DraftHeader("text", "x" * 61)}, "header.text"),
        ({"header": DraftHeader("text", "*Panier*")}, "header.text"),
        ({"header": DraftHeader("text", "")}, "header"),
        ({"header": DraftHeader("text", "Pour {{1}}")}, "header.example"),
        ({"header": DraftHeader("text", "{{1}} et {{2}}", "x")}, "header.text"),
        ({"header": DraftHeader("video", sample="panier.mp4")}, "header.video"),
        ({"lasts": dt.timedelta(hours=1)}, "lasts"),
        ({"category": "UTILITY", "lasts": dt.timedelta(days=1)}, "lasts"),
        ({"buttons": tuple(DraftButton("quick_reply", f"Choix {n}") for n in range(11))}, "buttons"),
        ({"buttons": (REPLY, LINK, replace(REPLY, title="Non"))}, "buttons"),
        ({"buttons": (REPLY, REPLY)}, "buttons"),
        ({"buttons": (LINK, replace(LINK, title="A"), replace(LINK, title="B"))}, "buttons"),
        ({"buttons": (replace(REPLY, title="x" * 26),)}, "buttons.0.reply"),
        ({"buttons": (replace(REPLY, title="Oui 👍"),)}, "buttons.0.reply"),
        ({"buttons": (replace(REPLY, title="{{1}}"),)}, "buttons.0.reply"),
        ({"buttons": (replace(REPLY, title=""),)}, "buttons.0.reply"),
        ({"buttons": (replace(LINK, target="shop.example"),)}, "buttons.0.url"),
        ({"buttons": (replace(LINK, target="https://wa.me/33600000001"),)}, "buttons.0.url"),
        ({"buttons": (replace(LINK, target="https://a.example/{{1}}/b", example="https://a.example/1/b"),)}, "buttons.0.url"),
        ({"buttons": (replace(LINK, target="https://a.example/{{1}}"),)}, "buttons.0.example"),
        ({"buttons": (DraftButton("phone", "Appeler", "01 00"),)}, "buttons.0.phone"),
        ({"buttons": (DraftButton("copy_code", target="x" * 21),)}, "buttons.0.code"),
    ],
)  # fmt: skip
def test_what_would_be_refused_names_its_field(changes: dict[str, Any], field: str) -> None:
    assert fields(**changes) == [field]


def test_every_fault_speaks_both_languages() -> None:
    for fault in check_template(replace(GOOD, name="A", footer="x" * 61, language="xx")):
        assert fault.french != fault.english
        assert min(len(fault.french.split()), len(fault.english.split())) > 4


def test_a_template_stands_once_in_a_file() -> None:
    found = check_templates([GOOD, replace(GOOD, language="en"), GOOD])

    assert [(one.template, one.fault.field) for one in found] == [(0, "name"), (2, "name")]
