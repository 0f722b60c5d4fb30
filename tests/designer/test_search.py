"""Finding a journey by what its customers read or write."""

from __future__ import annotations

from typing import Any

import pytest

from designer.search import Hit, find
from tests.designer.editing_samples import cart

BODIES = {"cart_reminder": ["Bonjour {{name}}, votre panier vous attend encore."]}


def found(wanted: str, **changes: Any) -> Hit | None:
    return find({**cart(), **changes}, wanted, BODIES)


def test_the_name_comes_first() -> None:
    hit = found("panier")

    assert hit is not None
    assert (hit.node, hit.kind) == (None, "name")


def test_a_text_is_found_without_its_accents_and_capitals() -> None:
    hit = found("MERCI")

    assert hit is not None
    assert (hit.node, hit.kind, hit.match) == ("step:thanks", "text", "Merci")


def test_a_keyword_is_found_where_it_is_listened_to() -> None:
    hit = found("yes")

    assert hit is not None
    assert (hit.node, hit.kind) == ("step:answer", "word")


def test_an_event_is_found_at_its_start() -> None:
    hit = found("cart.abandoned")

    assert hit is not None
    assert hit.node == "trigger:cart"


def test_the_body_of_a_template_is_found_at_the_step_that_sends_it() -> None:
    hit = found("vous attend")

    assert hit is not None
    assert hit.node == "step:remind"
    assert (hit.before, hit.match, hit.after) == ("Bonjour {{name}}, votre panier ", "vous attend", " encore.")


def test_what_is_nowhere_is_not_found() -> None:
    assert found("zanzibar") is None


@pytest.mark.parametrize("nothing", ["", "   ", "!!"])
def test_nothing_typed_finds_nothing(nothing: str) -> None:
    assert found(nothing) is None


def test_a_long_text_is_cut_around_the_words() -> None:
    text = {"type": "send_session", "text": f"{'avant ' * 20}trésor{' après' * 20}"}

    hit = found("tresor", steps={"far": text})

    assert hit is not None
    assert hit.match == "trésor"
    assert hit.before.startswith("…")
    assert hit.after.endswith("…")


def test_ids_that_nobody_reads_are_not_searched() -> None:
    assert found("bye") is None


def test_the_title_of_a_start_is_found_in_the_language_it_is_written_in() -> None:
    start = {
        "id": "go",
        "type": "keyword",
        "title": {"fr": "Le client salue", "en": "A greeting"},
        "any_of": ["coucou"],
    }

    hit = found("greeting", triggers=[start])

    assert hit is not None
    assert (hit.node, hit.before + hit.match + hit.after) == ("trigger:go", "A greeting")
