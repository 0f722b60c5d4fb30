"""Three walks of the same people, one for each case, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.forecast.answers import Answers
from engine.forecast.assumptions import CASES
from engine.forecast.audience import Audience
from engine.forecast.behaviour import Behaviour
from engine.forecast.counting import Counted
from engine.forecast.entering import Entrances
from engine.forecast.facts import UnknownFacts
from engine.forecast.library import Library
from engine.forecast.notes import Knowledge, notes_on
from engine.forecast.outcome import Forecast
from engine.forecast.rate_card import card_on
from engine.forecast.setting import Setting
from engine.forecast.simulation import Simulation
from engine.forecast.tally import Tally


def forecast(
    setting: Setting, audience: Audience, *, sms_prices: Mapping[str, Decimal] | None = None,
    tell: Callable[[float], object] = lambda _share: None,
) -> Forecast:  # fmt: skip
    """What will happen to these people. `sms_prices`: country → price of one part in the card's currency, `""` for every
    other country. `tell` hears the share that is done. The same arguments give the same result. Raises Mistake for a start
    before the first prices or a start of the journey that is not there."""
    card_on(setting.start.astimezone(setting.house_zone).date())
    knowledge = Knowledge(
        setting, audience, Answers(setting.journey), UnknownFacts(setting.journey, setting.seed, setting.start),
        Library(setting.templates, setting.journey.journey.purpose),
    )  # fmt: skip
    entrances = Entrances(setting, knowledge.facts, len(audience.people))
    tallies = _walk(knowledge, entrances, tell)
    counted = Counted(setting, tallies, sms_prices or {})
    return counted.forecast(len(audience.people), entrances.trigger.id, notes_on(knowledge, tallies, entrances.trigger))


def _walk(knowledge: Knowledge, entrances: Entrances, tell: Callable[[float], object]) -> list[Tally]:
    people = knowledge.audience.people
    whole = max(1, len(CASES) * len(people))
    tallies: list[Tally] = []
    for number, case in enumerate(CASES):
        behaviour = Behaviour(knowledge.setting, case, knowledge.answers, knowledge.facts)

        def done(count: int, before: int = number * len(people)) -> None:
            tell((before + count) / whole)

        simulation = Simulation(knowledge.setting, behaviour, knowledge.library, done)
        tallies.append(simulation.run(people, entrances))
    return tallies
