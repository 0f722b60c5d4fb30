"""A code that another start has too, in this journey, in a live one or in one that is checked with it: the customer enters only one of them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.keywords import recognise_exactly
from engine.journey.links import code_pattern
from engine.journey.triggers import LinkTrigger


def check(scene: Scene) -> Iterator[Problem]:
    links = [trigger for trigger in scene.journey.triggers if isinstance(trigger, LinkTrigger) and trigger.code]
    for place, link in enumerate(links):
        facts: dict[str, Fact] = {"code": shorten(link.code or "")}
        earlier = next((other for other in links[:place] if _collide(link, other.code or "")), None)
        if earlier is not None:
            facts["taker"] = trigger_name(earlier)
            yield Problem("code_used_elsewhere", "error", None, link.id, ("code",), facts, wording="here")
        for other in scene.surroundings.codes_elsewhere or ():
            if _collide(link, other.code):
                told: dict[str, Fact] = {**facts, "journey": other.journey_name}
                wording = None if other.is_live else "beside"
                yield Problem("code_used_elsewhere", "error", None, link.id, ("code",), told, wording=wording)


def _collide(link: LinkTrigger, code: str) -> bool:
    """Whether a text that holds one of the two codes always holds the other."""
    ours, theirs = code_pattern(link), code_pattern(LinkTrigger(id="other", code=code))
    if ours is None or theirs is None:
        return False
    return bool(recognise_exactly(link.code or "", [theirs]) or recognise_exactly(code, [ours]))
