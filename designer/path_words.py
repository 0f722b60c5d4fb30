"""Labels of arrows: the condition under which a path is taken. Pure."""

from __future__ import annotations

from typing import Any

from designer.card_words import WORDS, w
from designer.condition_words import condition_words
from designer.phrasing import duration_words, percent, quote
from engine.checker.names import shorten
from engine.checker.words import say, spoken_language, word
from engine.journey.model import text_in
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.split import Split, SplitPath
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply


def port_label(step: StepBase, port: Port, language: str, default: str) -> str:
    """The condition of an arrow in words: `« oui »`, `Autre réponse`, `Sans réponse après 24 h`."""
    if port.id == "next" and isinstance(step, WaitForEvent):
        return step.event or w("event.came", language)
    if port.id == "next":
        named = {"ask": "ask.next", "call_http": "call.next"}.get(str(step.type))
        return w(named, language) if named else ""
    if port.id == "no_event" and isinstance(step, WaitForEvent) and step.for_:
        return w("no_event_after", language, time=duration_words(step.for_, language))
    if port.id.startswith("branch:") and isinstance(step, Branch | WaitForReply):
        wanted = port.id.removeprefix("branch:")
        return next((branch_label(one, language, default) for one in step.branches if one.id == wanted), wanted)
    if port.id.startswith("branch:") and isinstance(step, Split):
        return next(
            (split_label(step, one, language, default) for one in step.paths if f"branch:{one.id}" == port.id), ""
        )
    if port.id == "otherwise" and isinstance(step, Wait):
        return w("no_date", language)
    if port.id == "failed" and isinstance(step, BranchOnMessage):
        return w("lost", language)
    if port.id == "otherwise" and isinstance(step, Branch | BranchOnMessage):
        return w("branch.otherwise", language)
    if port.id == "no_reply" and isinstance(step, WaitForReply | Ask) and step.for_:
        return w("no_reply_after", language, time=duration_words(step.for_, language))
    return (
        w(port.id, language) if port.id in WORDS else say(word("ports", port.id) or port.id, spoken_language(language))
    )


def branch_label(branch: Any, language: str, default: str) -> str:
    """A branch's own title, else its first word in quotes, else its condition, else its id."""
    title = text_in(branch.title, spoken_language(language), default)
    if title.strip():
        return shorten(title)
    if isinstance(branch, ReplyBranch):
        if branch.match == "any":
            return w("any_message", language)
        if branch.location and not branch.any_of:
            return w("location", language)
        return quote(branch.any_of[0], language) if branch.any_of else branch.id
    return condition_words(branch.when, language) if branch.when is not None else branch.id


def split_label(step: Split, path: SplitPath, language: str, default: str) -> str:
    """`A 45 %`, `Groupe témoin 10 %`; the path's own title where it has one."""
    title = text_in(path.title, spoken_language(language), default).strip()
    name = shorten(title) or (w("control", language) if path.id == step.control else path.id.upper())
    return f"{name} {percent(path.share, language)}"
