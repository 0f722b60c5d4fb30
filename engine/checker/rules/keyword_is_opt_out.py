"""A word, or the title of a button, that unsubscribes the customer before any journey sees it. Words that count as opt-out in
some languages of the journey only are left alone; those that count only after marketing are told where a marketing template is
the last message before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name, trigger_name
from engine.checker.problem import Problem
from engine.checker.templates import versions
from engine.checker.texts import Writing, writings
from engine.checker.words import Fact
from engine.journey.keywords import Match
from engine.journey.links import prefilled_text
from engine.journey.optout import OptOut, recognise_choice
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import KeywordTrigger, LinkTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, KeywordTrigger):
            for place in _opt_outs(scene, trigger.any_of, trigger.match):
                facts: dict[str, Fact] = {"step": trigger_name(trigger), "word": shorten(trigger.any_of[place])}
                yield Problem("keyword_is_opt_out", "error", None, trigger.id, ("any_of", place), facts, "remove")
        if isinstance(trigger, LinkTrigger) and _is_opt_out(scene, prefilled_text(trigger)):
            facts = {"step": trigger_name(trigger), "word": shorten(prefilled_text(trigger))}
            yield Problem("keyword_is_opt_out", "error", None, trigger.id, ("code",), facts)
    after_marketing = _after_marketing(scene)
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForReply):
            yield from _awaited(scene, step_id, step, step_id in after_marketing)
        if isinstance(step, SendSession | Ask):
            yield from _tapped(scene, step_id, step)


def _awaited(scene: Scene, step_id: str, step: WaitForReply, after_marketing: bool) -> Iterator[Problem]:
    for number, branch in enumerate(step.branches):
        clear = _opt_outs(scene, branch.any_of, branch.match)
        doubtful = _opt_outs(scene, branch.any_of, branch.match, after_marketing=True) if after_marketing else []
        for place in sorted({*clear, *doubtful}):
            facts: dict[str, Fact] = {"step": step_name(step), "word": shorten(branch.any_of[place])}
            field = ("branches", number, "any_of", place)
            if place in clear:
                yield Problem("keyword_is_opt_out", "error", step_id, None, field, facts, "remove")
            else:
                yield Problem("keyword_is_opt_out", "warning", step_id, None, field, facts, "remove", "after_marketing")


def _tapped(scene: Scene, step_id: str, step: SendSession | Ask) -> Iterator[Problem]:
    """Whoever taps says the title. A button without a path of its own may be meant to unsubscribe."""
    told: set[str] = set()
    for writing in writings(step):
        tapped = _tapped_at(step, writing)
        if tapped is None or tapped in told or not _says_stop(scene, writing):
            continue
        if _has_path(scene, step_id, step, tapped):
            told.add(tapped)
            facts: dict[str, Fact] = {"step": step_name(step), "button": shorten(writing.source)}
            yield Problem("keyword_is_opt_out", "error", step_id, None, writing.field, facts, wording="button")


def _tapped_at(step: SendSession | Ask, writing: Writing) -> str | None:
    """The id of the button, row or choice whose title this is."""
    if "title" not in writing.field or writing.use.role not in ("button", "row"):
        return None
    match writing.field:
        case ("list", "sections", int(section), "rows", int(row), "title", *_):
            listed = step.list_.sections if isinstance(step, SendSession) and step.list_ else []
            return listed[section].rows[row].id
        case ("buttons", int(place), "title", *_):
            return step.buttons[place].id if isinstance(step, SendSession) else None
        case ("choices", int(place), "title", *_):
            return step.choices[place].id if isinstance(step, Ask) else None
        case _:
            return None


def _says_stop(scene: Scene, writing: Writing) -> bool:
    if writing.language is None:
        return _is_opt_out(scene, writing.source)
    return isinstance(recognise_choice(writing.source, writing.language, last_was_marketing=False), OptOut)


def _has_path(scene: Scene, step_id: str, step: StepBase, tapped: str) -> bool:
    if isinstance(step, Ask):
        return step.kind == "choice"
    waits = (scene.journey.steps[listener] for listener in scene.map.listeners_after(step_id))
    branches = [branch for wait in waits if isinstance(wait, WaitForReply) for branch in wait.branches]
    return any(tapped in branch.buttons for branch in branches)


def _after_marketing(scene: Scene) -> set[str]:
    """The steps to which a customer can come right after a marketing template."""
    found: set[str] = set()
    sent = [step_id for step_id, step in scene.map.live.items() if _is_marketing(scene, step)]
    pending = [near for step_id in sent for near in scene.map.next_of(step_id)]
    while pending:
        step_id = pending.pop()
        if step_id not in found:
            found.add(step_id)
            moves_on = not (scene.journey.steps[step_id].sends or scene.journey.steps[step_id].listens)
            pending += scene.map.next_of(step_id) if moves_on else ()
    return found


def _is_marketing(scene: Scene, step: StepBase) -> bool:
    if not isinstance(step, SendTemplate):
        return False
    known = versions(scene, step.template or "")
    return scene.journey.purpose == "marketing" or any(one.template.category == "MARKETING" for one in known)


def _opt_outs(scene: Scene, words: Sequence[str], match: Match, *, after_marketing: bool = False) -> list[int]:
    """Places of the words that, written alone, opt out in every language of the journey."""
    if match in ("regex", "any"):
        return []
    return [place for place, word in enumerate(words) if _is_opt_out(scene, word, after_marketing=after_marketing)]


def _is_opt_out(scene: Scene, word: str, *, after_marketing: bool = False) -> bool:
    choices = (recognise_choice(word, language, last_was_marketing=after_marketing) for language in scene.languages)
    return all(isinstance(choice, OptOut) for choice in choices)
