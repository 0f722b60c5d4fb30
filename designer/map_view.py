"""A journey with its counts as the drawing of a read-only map: cards, places, arrows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designer import figures
from designer.editing.layout import positions
from designer.map_card import HEIGHT, WIDTH, Card, palette, picture
from designer.path_words import port_label
from designer.preview import Sample
from designer.start_words import trigger_line, trigger_title
from designer.step_words import step_line, step_title
from designer.template_parts import Templates
from designer.wording import count, say
from engine.journey.definition import Journey
from engine.journey.segments import Segment
from engine.journey.state import Contact
from engine.journey.triggers import TriggerBase
from storage.counts import Deliveries, StepCounts

STEP, TRIGGER = "step:", "trigger:"
THINNEST, THICKEST = 1.4, 7.0
LOWEST, HIGHEST, USUAL_WIDTH = 560, 1100, 860
DOWN = {"type": "cubicBezier", "forceDirection": "vertical", "roundness": 0.5}
BACK = {"type": "curvedCW", "roundness": 0.22}
SAMPLE = Sample(Contact("sample", name="Amina", language="fr"))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many, by step id and by trigger id."""

    steps: Mapping[str, StepCounts] = field(default_factory=dict[str, StepCounts])
    triggers: Mapping[str, int] = field(default_factory=dict[str, int])

    def step(self, step_id: str) -> StepCounts:
        return self.steps.get(step_id) or StepCounts()


@dataclass(frozen=True, slots=True)
class Look:
    """How it is drawn: for whom, on which page, which card is selected, and which steps one customer walked (None when
    no customer is looked at)."""

    language: str = "fr"
    dark: bool = False
    selected: str | None = None
    walked: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """All the ways from one card to another: their conditions in words, and how many took them."""

    source: str
    target: str
    labels: Sequence[str]
    passed: int
    share: str = ""


def draw_map(journey: Journey, counts: Counts, look: Look, templates: Templates | None = None) -> dict[str, Any]:
    """`{"nodes": …, "edges": …}` for streamlit-agraph. Without any `title`: that field runs as HTML there."""
    places = positions(journey.to_json())
    drawn = cards(journey, counts, look, templates or {})
    nodes = [_node(node, card, places[node], look) for node, card in drawn.items()]
    found = arrows(journey, counts, look.language)
    most = max((arrow.passed for arrow in found), default=0)
    edges = [_edge(arrow, most, places, look) for arrow in found]
    return {"nodes": [*nodes, *_corners([places[node] for node in drawn])], "edges": edges}


def cards(journey: Journey, counts: Counts, look: Look, templates: Templates) -> dict[str, Card]:
    """Every card by its node id, triggers first, then steps as a customer meets them."""
    drawn = {f"{TRIGGER}{one.id}": _start(one, journey.segments, counts, look) for one in journey.triggers}
    for step_id, step in journey.walk():
        counted = counts.step(step_id)
        line = step_line(
            step,
            look.language,
            facts=SAMPLE.facts(),
            text_language=journey.language,
            default=journey.language,
            templates=templates,
        )
        drawn[f"{STEP}{step_id}"] = Card(
            step.type, step_title(step, look.language), line,
            left=figures.number(counted.entered, look.language), right=_here(counted.waiting, look.language),
            trouble=trouble_words(counted.messages, look.language), selected=look.selected == f"{STEP}{step_id}",
            faded=look.walked is not None and step_id not in look.walked,
        )  # fmt: skip
    return drawn


def arrows(journey: Journey, counts: Counts, language: str) -> list[Arrow]:
    """One arrow for each two cards, however many ways lead from one to the other."""
    found = [
        Arrow(f"{TRIGGER}{one.id}", f"{STEP}{one.next}", [""], counts.triggers.get(one.id, 0))
        for one in journey.triggers if one.next in journey.steps
    ]  # fmt: skip
    for step_id, step in journey.walk():
        taken = counts.step(step_id).ports
        merged: dict[str, tuple[list[str], int]] = {}
        for port in step.ports():
            if port.to in journey.steps:
                labels, passed = merged.get(port.to or "", ([], 0))
                label = port_label(step, port, language, journey.language)
                merged[port.to or ""] = ([*labels, label] if label else labels, passed + taken[port.id])
        found += [
            _shared(step_id, to, labels, passed=passed, taken=taken, language=language)
            for to, (labels, passed) in merged.items()
        ]
    return found


def _shared(step_id: str, to: str, labels: list[str], *, passed: int, taken: Counter[str], language: str) -> Arrow:
    left = sum(taken.values())
    share = figures.percent(passed, left, language) if left and passed != left else ""
    return Arrow(f"{STEP}{step_id}", f"{STEP}{to}", labels, passed, share)


def trouble_words(sent: Deliveries, language: str) -> str:
    """What needs a look: what is held back, what has no confirmation, what was lost."""
    held, lost = sum(sent.held.values()), sum(sent.failed.values()) + sum(sent.refused.values())
    if held:
        return count(language, "{n} retenu", "{n} retenus", held)
    if sent.unknown:
        return count(language, "{n} sans confirmation", "{n} sans confirmation", sent.unknown)
    return count(language, "{n} non parti", "{n} non partis", lost) if lost else ""


def _start(trigger: TriggerBase, segments: Mapping[str, Segment], counts: Counts, look: Look) -> Card:
    entered = counts.triggers.get(trigger.id, 0)
    return Card(
        trigger.type, trigger_title(trigger, look.language), trigger_line(trigger, look.language, segments),
        left=count(look.language, "{n} entré", "{n} entrés", entered),
    )  # fmt: skip


def _here(waiting: int, language: str) -> str:
    return say(language, "{number} ici", number=figures.number(waiting, language)) if waiting else ""


def _node(node: str, card: Card, place: tuple[float, float], look: Look) -> dict[str, Any]:
    x, y = place
    return {
        "id": node, "x": x, "y": y, "shape": "image", "image": picture(card, dark=look.dark), "fixed": True,
        # A double click opens what stands in `div`: nothing.
        "chosen": False, "div": {"innerHTML": ""},
    }  # fmt: skip


def _corners(places: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Two points nobody sees: vis-network fits the middles of the cards into its frame, and would cut their edges."""
    if not places:
        return []
    xs, ys = [x for x, _ in places], [y for _, y in places]
    ends = {
        "corner:1": (min(xs) - WIDTH * 0.6, min(ys) - HEIGHT * 0.7),
        "corner:2": (max(xs) + WIDTH * 0.6, max(ys) + HEIGHT * 0.7),
    }
    return [
        {
            "id": node,
            "x": x,
            "y": y,
            "shape": "dot",
            "size": 1,
            "opacity": 0,
            "fixed": True,
            "chosen": False,
            "div": {"innerHTML": ""},
        }
        for node, (x, y) in ends.items()
    ]


def _edge(arrow: Arrow, most: int, places: Mapping[str, tuple[float, float]], look: Look) -> dict[str, Any]:
    colours = palette(look.dark)
    on_way = look.walked is None or all(end.startswith(TRIGGER) or end.removeprefix(STEP) in look.walked
                                        for end in (arrow.source, arrow.target))  # fmt: skip
    back = places[arrow.target][1] <= places[arrow.source][1]
    label = "\n".join(part for part in (" / ".join(label for label in arrow.labels if label), arrow.share) if part)
    return {
        "id": f"{arrow.source}>{arrow.target}", "from": arrow.source, "to": arrow.target, "label": label if on_way and label else " ",
        "width": width(arrow.passed, most), "chosen": False,
        "color": {"color": colours.arrow, "opacity": 1 if on_way else 0.25},
        "smooth": {"enabled": True, **(BACK if back else DOWN)},
    }  # fmt: skip


def frame_height(drawing: Mapping[str, Any]) -> int:
    """Pixels: a tall journey gets a tall frame, so that its cards can be read without zooming."""
    xs, ys = [node["x"] for node in drawing["nodes"]], [node["y"] for node in drawing["nodes"]]
    if not xs:
        return LOWEST
    shape = (max(ys) - min(ys)) / max(1, max(xs) - min(xs))
    return round(min(max(LOWEST, USUAL_WIDTH * shape), HIGHEST))


def width(passed: int, most: int) -> float:
    """Thick arrows are walked by many."""
    return round(THINNEST + (THICKEST - THINNEST) * passed / most, 2) if most else THINNEST
