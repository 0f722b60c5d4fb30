"""The test phone's run: what the phone said is taken in, then everything is played on the draft as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer import editor_state, state, trial_state
from designer.components.phone import acknowledge, fresh_events
from designer.components.step_form import Board
from designer.draft_model import Desk, Draft
from designer.story_services import stories_of
from designer.trial import moves
from designer.trial.shelf import Shelf, shelve
from designer.trial.trial import Played, Trial, marked, play
from designer.trial.words import say
from engine.checker.words import spoken_language
from engine.explore.library import described
from engine.journey.advance import Compiled
from engine.journey.stories import Template
from engine.journey.story_lines import Line
from engine.journey.transcript import Language


@dataclass(frozen=True)
class Bench:
    """What the test phone and the stories stand on. `journey` is None, and `problem` says why, when the draft cannot be
    played; `library` is what stories say of the house's templates."""

    board: Board
    desk: Desk
    journey_id: str
    journey: Compiled | None
    problem: str
    library: Mapping[str, Template]
    trial: Trial
    played: Played
    shelf: Shelf

    @property
    def key(self) -> str:
        return self.board.journey.key

    @property
    def language(self) -> str:
        return self.board.language

    @property
    def spoken(self) -> Language:
        return _spoken(self.board.language)

    def say(self, key: str, /, **facts: object) -> str:
        return say(key, self.board.language, **facts)

    def do(self, *lines: Line) -> None:
        """Make these moves, in a callback."""
        trial = trial_state.trial_of(self.key)
        for line in lines:
            trial = trial.then(line)
        trial_state.keep(self.key, trial)

    def walked(self) -> dict[str, list[str]]:
        """The way of the trial, for the drawing."""
        return {"cards": list(self.played.cards), "arrows": list(self.played.arrows)}

    def coverage(self) -> dict[str, Any] | None:
        """What no story tries, for the drawing; None while nobody wants to see it."""
        found = self.shelf.coverage
        if found is None or not trial_state.shows_coverage():
            return None
        return {"words": coverage_words(self.shelf, self.language), "cards": self.shelf.cards(),
                "arrows": self.shelf.arrows()}  # fmt: skip


def coverage_words(shelf: Shelf, language: str) -> str:
    """`9 étapes sur 12 essayées · 14 chemins sur 17`."""
    found = shelf.coverage
    if found is None:
        return ""
    steps, ways = len(found.steps), len(found.ways)
    done = say("coverage", language, done=steps - len(found.missed_steps), total=steps)
    return f"{done} · {say('coverage.ways', language, done=ways - len(found.missed_ways), total=ways)}"


def bench_of(desk: Desk, draft: Draft, board: Board) -> Bench | None:
    """None while neither the test phone nor what stories try is in sight: then nothing is played."""
    if not editor_state.shows("trial") and not trial_state.shows_coverage():
        return None
    key, stamp = board.journey.key, (draft.version_id, draft.revision)
    journey, problem = _compiled(board, stamp)
    library, spoken = described(board.templates), _spoken(board.language)
    trial, played = trial_state.trial_of(key), Played()
    if journey is not None:
        trial = _take_in(key, journey, library, spoken)
        played = play(trial, journey, library, spoken)
        played = marked(played, trial_state.compare(key, stamp, played), spoken)
    shelf = _shelf(desk, draft, journey, spoken) if journey is not None else Shelf()
    return Bench(board, desk, draft.journey.id, journey, problem, library, trial, played, shelf)


def _spoken(language: str) -> Language:
    return "fr" if spoken_language(language) == "fr" else "en"


def _compiled(board: Board, stamp: tuple[str, int]) -> tuple[Compiled | None, str]:
    """Texts are compiled once for each revision of the draft."""
    held = state.recall("trial:compiled")
    if held is None or held[0] != stamp:
        try:
            held = (stamp, Compiled(board.journey), "")
        except ValueError as problem:
            held = (stamp, None, str(problem))
        state.remember("trial:compiled", held)
    return held[1], held[2]


def _take_in(key: str, journey: Compiled, library: Mapping[str, Template], spoken: Language) -> Trial:
    """What was written and tapped in the phone, each once."""
    held, done = state.widget(trial_state.PHONE), trial_state.acknowledged()
    trial = trial_state.trial_of(key)
    for event in fresh_events(held, done):
        if event["kind"] == "say":
            trial = trial.then(Line(says=event.get("text", "")))
        else:
            played = play(trial, journey, library, spoken)
            trial = trial.then(moves.tap(
                played, event.get("message_id", ""), event.get("button_id", ""), event.get("title", "")
            ))  # fmt: skip
    trial_state.keep(key, trial)
    trial_state.acknowledge(acknowledge(done, held))
    return trial


def _shelf(desk: Desk, draft: Draft, journey: Compiled, spoken: Language) -> Shelf:
    """The stories are played again when one of them or the draft is another than before."""
    kept, stamp = stories_of(desk, draft.journey.id), (draft.version_id, draft.revision, spoken)
    held = state.recall("trial:shelf")
    if held is None or held[0] != stamp or held[1] != kept:
        held = (stamp, kept, shelve(kept, journey, spoken))
        state.remember("trial:shelf", held)
    return held[2]
