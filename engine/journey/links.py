"""The link that starts a journey: WhatsApp opens with a text already written, and the customer only has to send it."""

from __future__ import annotations

from urllib.parse import quote

from engine.journey.keywords import Pattern, recognise_exactly
from engine.journey.triggers import LinkTrigger

ADDRESS = "https://wa.me/{number}?text={text}"


def code_pattern(trigger: LinkTrigger) -> Pattern | None:
    """The code as it is recognised: a word of its own, whatever its case, accents and what stands around it. None
    where no letter, digit or sign is left to recognise."""
    pattern = Pattern.of(trigger.id, [trigger.code or ""], "word", typos=False)
    return pattern if pattern.words else None


def prefilled_text(trigger: LinkTrigger) -> str:
    """What the customer sends: the greeting, then the code unless the greeting holds it already."""
    greeting, code = (trigger.greeting or "").strip(), (trigger.code or "").strip()
    pattern = code_pattern(trigger)
    if not greeting or (pattern is not None and recognise_exactly(greeting, [pattern])):
        return greeting or code
    return f"{greeting} {code}".strip()


def link_address(number: str, trigger: LinkTrigger) -> str:
    """`https://wa.me/33600000001?text=Bonjour%20noel26`. `number`: ours, digits with or without a plus."""
    return ADDRESS.format(number=number.lstrip("+"), text=quote(prefilled_text(trigger), safe=""))
