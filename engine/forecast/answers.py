"""What a customer would have to say so that a journey takes a certain way. The words are tried on the journey's own
understanding, so that `advance` takes the way that was meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.journey.advance import Compiled
from engine.journey.events import Location, Reply
from engine.journey.keywords import recognise_any, recognise_exactly
from engine.journey.state import State
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply

STRANGE = ("…", "hmm", "7", "zq vx", "?")
"""Nobody waits for these words; the first that nobody does understand is said."""
SOMEWHERE = Location(48.86, 2.35)
PLAIN: dict[str, tuple[str, ...]] = {
    "text": ("Bonjour",),
    "number": ("3",),
    "date": ("2026-12-12",),
    "email": ("a@b.example",),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply that takes one way."""

    text: str = ""
    button: str | None = None
    location: Location | None = None

    def made(self, state: State, at: dt.datetime) -> Reply:
        """Tapped on the newest message that can be."""
        tapped = state.asked[-1] if self.button is not None and state.asked else None
        kind = "location" if self.location else "tap" if tapped else "text"
        return Reply(self.text, at, self.button, tapped, kind, location=self.location)


class Answers:
    """The answers of one journey, step by step and way by way."""

    def __init__(self, journey: Compiled) -> None:
        self._found: dict[tuple[str, str], list[Answer]] = {}
        for step_id, step in journey.journey.steps.items():
            for port, answers in _ways(journey, step_id, step):
                self._found[step_id, port] = answers

    def can_take(self, step_id: str, port: str) -> bool:
        """Whether anything that can be said here takes this way."""
        return bool(self._found.get((step_id, port)))

    def answer(self, step_id: str, port: str, drawn: float) -> Answer | None:
        """One of those that take this way, each as likely; None where none does."""
        found = self._found.get((step_id, port))
        return found[int(drawn * len(found))] if found else None


def _ways(journey: Compiled, step_id: str, step: StepBase) -> Iterator[tuple[str, list[Answer]]]:
    match step:
        case WaitForReply():
            for branch in step.branches:
                yield f"branch:{branch.id}", _for_branch(journey, step_id, branch)
            yield "otherwise", _strange(lambda text: _is_unknown(journey, step_id, text))
        case Ask():
            yield "next", _for_question(step)
            yield "invalid", _strange(lambda text: step.kind != "text" and not step.recognises(text, ()))
        case BranchOnMessage():
            yield "replied", [Answer("Bonjour")]
        case _:
            return


def _for_branch(journey: Compiled, step_id: str, branch: ReplyBranch) -> list[Answer]:
    if branch.buttons:
        return [Answer(button, button) for button in branch.buttons]
    patterns = journey.patterns(step_id)
    for word in branch.any_of:
        for text in (word, word.strip("^$\\b ()?*+.")):
            found = recognise_exactly(text, patterns) if text.strip() else None
            if found is not None and found.key == branch.id:
                return [Answer(text)]
    if branch.location:
        return [Answer(location=SOMEWHERE)]
    anything = recognise_any(patterns)
    if anything is not None and anything.key == branch.id:
        return _strange(lambda text: recognise_exactly(text, patterns) is None)
    return []


def _is_unknown(journey: Compiled, step_id: str, text: str) -> bool:
    patterns = journey.patterns(step_id)
    return recognise_exactly(text, patterns) is None and recognise_any(patterns) is None


def _strange(is_strange: Callable[[str], bool]) -> list[Answer]:
    return next(([Answer(text)] for text in STRANGE if is_strange(text)), list[Answer]())


def _for_question(step: Ask) -> list[Answer]:
    if step.kind == "choice":
        return [Answer(choice.id, choice.id) for choice in step.choices]
    if step.kind == "rating":
        low, high = step.scale
        return [Answer(str(value)) for value in range(low, min(high, low + 20) + 1)]
    return [Answer(text) for text in PLAIN[step.kind]]
