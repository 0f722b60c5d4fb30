"""What a person tries, move by move, and what comes of it on the draft as it stands. Pure: played anew after each edit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.checker.templates import template_use
from engine.journey.advance import Compiled
from engine.journey.coverage import Walked, walked_in
from engine.journey.definition import Journey
from engine.journey.effects import CallHttp
from engine.journey.happenings import Happening, Sent
from engine.journey.recording import record
from engine.journey.rehearsal import play_line, stage_of
from engine.journey.stage.stage import Stage
from engine.journey.stage.timeline import move_to, next_moment
from engine.journey.state import Contact
from engine.journey.stories import START, Person, Promise, Story, Template
from engine.journey.story_lines import Line
from engine.journey.transcript import Language, tell

LONGEST = 500
"""Moves of one story, as in its file."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Who tries, since when, and the moves so far. `story_id` and `name` are those of the saved story it was opened from;
    `templates` what that story says of templates."""

    person: Person
    begins_at: dt.datetime = START
    lines: tuple[Line, ...] = ()
    story_id: str | None = None
    name: str = ""
    templates: Mapping[str, Template] = field(default_factory=dict[str, Template])
    always: tuple[Promise, ...] = ()

    def then(self, line: Line) -> Trial:
        """One move more."""
        return replace(self, lines=(*self.lines, line)) if len(self.lines) < LONGEST else self

    def without_last(self) -> Trial:
        return replace(self, lines=self.lines[:-1])

    def again(self) -> Trial:
        """The same customer, before the first move; a story that was opened is left as it is."""
        return Trial(self.person, self.begins_at)

    def begun_at(self, moment: dt.datetime) -> Trial:
        """The same moves from another beginning: those at a moment of their own move along."""
        shift = moment - self.begins_at
        lines = (line.model_copy(update={"at": line.at + shift}) if line.at else line for line in self.lines)
        return replace(self, begins_at=moment, lines=tuple(lines))

    def story(self, library: Mapping[str, Template]) -> Story:
        """Everything so far as a story without expectations. It may have no line yet, which a file may not."""
        return Story.model_construct(
            name=self.name, start=self.begins_at, contact=self.person, templates={**library, **self.templates},
            always=list(self.always), story=list(self.lines),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One move and what followed. `problem` says why it cannot be made any more; `knows` is what texts and conditions may
    read after it."""

    number: int
    line: Line
    happened: tuple[Happening, ...]
    problem: str
    knows: Mapping[str, Any]
    is_new: bool = False
    """What follows is other than before the last edit of the journey."""


@dataclass(frozen=True, slots=True)
class Played:
    """The trial on one draft. `problem` says why the draft cannot be played at all, empty when it can. `next_at` is when
    something happens by itself, `asked` the question to another system that waits for its answer."""

    turns: tuple[Turn, ...] = ()
    contact: Contact = field(default_factory=lambda: Contact("contact"))
    now: dt.datetime = START
    next_at: dt.datetime | None = None
    asked: CallHttp | None = None
    newest_tappable: str = ""
    cards: tuple[str, ...] = ()
    arrows: tuple[str, ...] = ()
    problem: str = ""

    @property
    def happened(self) -> tuple[Happening, ...]:
        return tuple(happening for turn in self.turns for happening in turn.happened)

    def sent(self, message_id: str) -> Sent | None:
        """The message of this id, the newest where a loop sent several."""
        sent = [one.fact for one in self.happened if isinstance(one.fact, Sent)]
        return next((one for one in reversed(sent) if one.send.message_id == message_id), None)


def play(trial: Trial, journey: Compiled, library: Mapping[str, Template], language: Language) -> Played:
    """Every move on this draft. A fault of a step that is still being written ends it with a sentence."""
    story = trial.story(library)
    stage = stage_of(story, journey)
    turns: list[Turn] = []
    fault = ""
    for number, (line, moment) in enumerate(zip(story.story, story.moments(), strict=True)):
        before, problem = len(stage.happened), ""
        try:
            move_to(stage, moment)
            problem = play_line(stage, line, language)
        except Exception as raised:
            fault = f"{type(raised).__name__}: {raised}"
        turns.append(Turn(number, line, tuple(stage.happened[before:]), problem, _knows(stage)))
        if fault:
            break
    tappable = stage.last_with_buttons()
    walked = walked_in(stage.happened)
    return Played(
        tuple(turns), stage.contact.copy(), stage.now, None if fault else next_moment(stage, HORIZON),
        stage.asked(), tappable.send.message_id if tappable else "",
        *_lit(walked, [ride.trigger_id for ride in stage.rides]), problem=fault,
    )  # fmt: skip


HORIZON = dt.timedelta(days=400)
"""How far the phone looks for what comes next: a customer's yearly date is within."""


def _knows(stage: Stage) -> dict[str, Any]:
    """`{"contact", "event", "answers"}` after a move, of the newest passage."""
    state = stage.rides[-1].state if stage.rides else None
    facts = {"contact": stage.contact.facts()}
    return {**facts, "event": dict(state.event), "answers": dict(state.answers)} if state else facts


def _lit(walked: Walked, triggers: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The walked path as the canvas names it: cards, and arrows as `card|port`."""
    cards = [*(f"trigger:{one}" for one in dict.fromkeys(triggers)), *(f"step:{one}" for one in sorted(walked.steps))]
    arrows = [f"trigger:{one}|next" for one in dict.fromkeys(triggers)]
    return tuple(cards), (*arrows, *(f"step:{step}|{port}" for step, port in sorted(walked.ways)))


def marked(played: Played, before: Played | None, language: Language) -> Played:
    """The first move that leads to something else than `before` the last edit is marked."""
    if before is None:
        return played
    for turn, old in zip(played.turns, before.turns, strict=False):
        if turn.line != old.line:
            return played
        if told(turn, language) != told(old, language):
            turns = tuple(replace(one, is_new=one.number == turn.number) for one in played.turns)
            return replace(played, turns=turns)
    return played


def told(turn: Turn, language: Language) -> list[str]:
    """What followed a move, in words that can be compared."""
    return [turn.problem, *(f"{one.at.isoformat()} {tell(one.fact, language)}" for one in turn.happened)]


def as_story(trial: Trial, journey: Compiled, library: Mapping[str, Template], name: str) -> Story:
    """The trial as a story to keep: what each move leads to now is what must follow. Of templates it says what this
    journey uses."""
    used = templates_used(journey.journey)
    story = record(trial.story(library), journey)
    templates = {key: one for key, one in story.templates.items() if key in used}
    start = None if story.story[0].at == trial.begins_at or trial.begins_at == START else trial.begins_at
    json = story.model_copy(update={"name": name, "templates": templates, "start": start})
    return Story.model_validate(json.model_dump(mode="json", by_alias=True, exclude_none=True))


def templates_used(journey: Journey) -> set[str]:
    uses = [template_use(step) for step in journey.steps.values()]
    return {use.sent.template for use in uses if use is not None and use.sent.template}


def trial_of(story: Story, story_id: str | None, name: str) -> Trial:
    """A saved story, to be gone on with: its moves without its expectations."""
    bare = [line.model_copy(update={"expect": None, "nothing": None}) for line in story.story]
    return Trial(
        story.contact, story.begins_at(), tuple(bare), story_id, name, dict(story.templates), tuple(story.always)
    )  # fmt: skip
