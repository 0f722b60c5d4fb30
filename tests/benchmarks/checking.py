"""Checking a journey of 200 steps, and how the cost grows from 20."""

from __future__ import annotations

from typing import Any

from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.journey.definition import Journey, read_definition

from .measuring import by_turns, timed
from .table import Row

SMALL, LARGE = 20, 200
GOAL_SECONDS = 1.0
GOAL_GROWTH = 20
"""Ten times the steps: ten times the cost, and as much again for what looks at pairs of steps."""


def long_journey(size: int) -> Journey:
    """Questions in a row, each with two ways back and one on, every text different: no rule finds the same thing twice."""
    steps: dict[str, Any] = {"end": {"type": "exit"}}
    for place in range(0, size, 4):
        following = f"say{place + 4}" if place + 4 < size else "end"
        steps[f"say{place}"] = {
            "type": "send_session", "text": {"fr": f"Bonjour {{{{ contact.name }}}} {place}", "en": f"Hello {place}"},
            "buttons": [{"id": "yes", "title": f"Oui {place}"}, {"id": "no", "title": "Non"}], "next": f"ask{place}",
        }  # fmt: skip
        steps[f"ask{place}"] = {
            "type": "wait_for_reply", "for": "5h", "otherwise": f"say{place}", "no_reply": f"choose{place}",
            "branches": [
                {"id": "yes", "any_of": ["oui", f"d'accord {place}"], "buttons": ["yes"], "next": following},
                {"id": "no", "any_of": ["non"], "buttons": ["no"], "next": f"pause{place}"},
            ],
        }  # fmt: skip
        when = {"attribute": f"event.n{place}", "operator": "at_least", "value": 3}
        steps[f"choose{place}"] = {
            "type": "branch", "otherwise": following, "branches": [{"id": "a", "when": when, "next": f"pause{place}"}],
        }  # fmt: skip
        steps[f"pause{place}"] = {"type": "wait", "for": f"{place + 1}m", "next": following}
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "say0"}
    return read_definition({"parcours": 1, "key": "long", "triggers": [trigger], "steps": steps})


def rows(short: bool) -> list[Row]:
    fields = {f"field_{place}": "Champ" for place in range(60)}
    house = Surroundings(contact_fields=fields, empty_for={"name": 3}, longest_values={"contact.name": "x" * 40})
    small, large = long_journey(SMALL), long_journey(LARGE)
    pair = by_turns(
        lambda: timed(lambda: check(large, house)), lambda: timed(lambda: check(small, house)), 3 if short else 9
    )
    sides = f"{pair.ours * 1e3:,.0f} ms for {LARGE} steps, {pair.theirs * 1e3:,.0f} ms for {SMALL}"
    detail = f"{sides}; CPU; pairs {pair.least:.1f} to {pair.most:.1f}, {pair.repeats} repeats"
    return [
        Row(
            f"checking {LARGE} steps", f"≤ {GOAL_SECONDS:g} s", f"{pair.ours:.2f} s", pair.ours <= GOAL_SECONDS, detail
        ),
        Row(
            f"checking {LARGE} steps ÷ {SMALL} steps",
            f"≤ {GOAL_GROWTH}",
            f"{pair.ratio:.1f}",
            pair.ratio <= GOAL_GROWTH,
            detail,
        ),
    ]
