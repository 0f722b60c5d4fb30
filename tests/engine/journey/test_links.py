"""The link that starts a journey, and the text that it writes for the customer."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journey.advance import Compiled
from engine.journey.definition import read_definition
from engine.journey.events import Reply
from engine.journey.links import code_pattern, link_address, prefilled_text
from engine.journey.routing import OpenStart, Starts, route
from engine.journey.triggers import LinkTrigger
from tests.engine.journey.samples import NINE

OURS = "+33186000000"


def link(code: str | None, greeting: str | None = None) -> LinkTrigger:
    return LinkTrigger(id="t", code=code, greeting=greeting, next="end")


@pytest.mark.parametrize(
    ("code", "greeting", "text"),
    [
        ("noel26", None, "noel26"),
        ("noel26", "Bonjour, je viens de l'affiche", "Bonjour, je viens de l'affiche noel26"),
        ("noel26", "Bonjour, offre NOEL26 svp", "Bonjour, offre NOEL26 svp"),
        (" noel26 ", "  ", "noel26"),
        (None, "Bonjour", "Bonjour"),
    ],
)
def test_the_text_is_the_greeting_and_the_code_once(code: str | None, greeting: str | None, text: str) -> None:
    assert prefilled_text(link(code, greeting)) == text


def test_the_address_opens_whatsapp_with_the_text_written() -> None:
    address = link_address(OURS, link("noel26", "Où est l'été & le reste ?"))

    assert (
        address == "https://wa.me/33186000000?text=O%C3%B9%20est%20l%27%C3%A9t%C3%A9%20%26%20le%20reste%20%3F%20noel26"
    )


WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(WRITTEN, WRITTEN)
def test_whoever_sends_the_text_of_the_link_as_it_is_enters(code: str, greeting: str) -> None:
    trigger = link(code, greeting)
    if code_pattern(trigger) is None:
        return
    definition = {"parcours": 1, "key": "k", "triggers": [trigger.model_dump()], "steps": {"end": {"type": "exit"}}}
    journey = Compiled(read_definition(definition))

    (sent,) = parse_qs(urlsplit(link_address(OURS, trigger)).query)["text"]

    assert isinstance(route(Reply(sent, NINE), [], [OpenStart("j", journey, lambda: True)], NINE), Starts)
