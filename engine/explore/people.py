"""The generated customers, and what the site tells of them."""

from __future__ import annotations

from typing import Any, Literal

from engine.explore.dice import Dice
from engine.explore.values import put
from engine.explore.world import World
from engine.journey.conditions import Value
from engine.journey.stories import Person
from engine.journey.story_lines import Happens

NAMES = ("Amina", "Jean-Baptiste", "Zoé", "O'Neil")
PLACES = (("FR", "Europe/Paris"), ("US", "America/New_York"), ("JP", "Asia/Tokyo"))
OWN = ("name", "language", "country", "timezone")


def meet(dice: Dice, world: World) -> Person:
    """A customer: mostly consenting, speaking one of the journey's languages. Of what the journey looks at first or notes
    itself they may know nothing yet; whatever else a text reads is there."""
    country, timezone = dice.one_of(PLACES)
    language = dice.one_of(world.journey.journey.languages())
    return Person(
        name=dice.one_of(NAMES), language=_asked_for(dice, world, "language", language),
        country=_asked_for(dice, world, "country", country), timezone=timezone, consent=_consents(dice, world), attributes=_attributes(dice, world),
    )  # fmt: skip


def _consents(dice: Dice, world: World) -> list[Literal["marketing", "service", "all"]]:
    """Mostly to marketing; to service where a condition asks for it."""
    if "consent.service" in world.compared and dice.chance(50):
        return ["all"]
    return ["marketing"] if dice.chance(85) else []


def _asked_for(dice: Dice, world: World, name: str, usual: str) -> str:
    """One of those that conditions ask for, where they do and chance will."""
    asked = [one for one in world.compared.get(f"contact.{name}", []) if isinstance(one, str)]
    return dice.one_of(asked) if asked and dice.chance(50) else usual


def _attributes(dice: Dice, world: World) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for path in dict.fromkeys([*world.read, *world.compared, *world.dates]):
        root, _, name = path.partition(".")
        uncertain = name in world.noted or path in world.compared
        if root == "contact" and name and "." not in name and name not in OWN and not (uncertain and dice.chance(50)):
            known[name] = _plain(value_of(dice, world, path))
    return known


def _plain(value: Any) -> str | int | float | bool | list[str]:
    """As a customer's record may hold it: flat."""
    if isinstance(value, list):
        return [str(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value if isinstance(value, str | int | float | bool) else str(value)


def happen(dice: Dice, world: World, name: str) -> Happens:
    """An event of the site with all that the journey reads of it."""
    facts: dict[str, Any] = {}
    for path in dict.fromkeys([*world.read, *world.compared, *world.dates, world.journey.journey.entry.per or ""]):
        if path.startswith("event."):
            put(facts, path, value_of(dice, world, path))
    return Happens(name=name, data=facts.get("event", {}))


def value_of(dice: Dice, world: World, path: str) -> Any:
    """What a condition asks for or a start comes by, or something else."""
    if path in world.dates and dice.chance(80):
        return dice.one_of(world.dates[path])
    compared: list[Value] = world.compared.get(path, [])
    usual = world.read.get(path, str(dice.below(3) + 1))
    return dice.one_of(compared) if compared and dice.chance(60) else usual
