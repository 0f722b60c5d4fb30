"""How things of a journey are called in a sentence: by the person's own title, else by what they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from engine.checker.until_words import until_words
from engine.checker.words import LANGUAGES, Fact, Spoken, say, word
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.model import LocalText, text_in
from engine.journey.steps import StepBase
from engine.journey.steps.branch import Branch, ConditionBranch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.split import Split, SplitPath
from engine.journey.steps.start_journey import StartJourney
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply
from engine.journey.triggers import DateTrigger, EventTrigger, KeywordTrigger, LinkTrigger, TriggerBase

UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
QUOTES = {"fr": ("« ", " »"), "en": ('"', '"')}
LONGEST_NAME = 60


def in_each(make: Callable[[str], str]) -> Spoken:
    return {language: make(language) for language in LANGUAGES}


def step_name(step: StepBase) -> Fact:
    """`Rappel`; untitled: `Attendre 20 h`, `Message modèle cart_reminder`, `Réponse libre`."""
    if (title := _title(step.title)) is not None:
        return title
    kind = word("steps", step.type) or step.type
    if isinstance(step, Wait) and step.for_:
        length = spoken_duration(parse_duration(step.for_))
        return in_each(lambda language: f"{say(kind, language)} {say(length, language)}")
    if isinstance(step, Wait) and step.until is not None:
        until = until_words(step.until, spoken_duration)
        return in_each(lambda language: shorten(f"{say(kind, language)} {until[language]}"))
    if isinstance(step, WaitForEvent) and (step.event or "").strip():
        name = step.event or ""
        return in_each(lambda language: shorten(f"{say(word('steps', 'wait') or '', language)} {name}"))
    if isinstance(step, StartJourney) and (step.journey or "").strip():
        return shorten(f"→ {step.journey}")
    if isinstance(step, SendTemplate) and step.template:
        name = step.template
        return in_each(lambda language: shorten(f"{say(kind, language)} {name}"))
    return kind


def _title(written: LocalText | None) -> Fact | None:
    """A person's own name for a card, in each reader's language where it is written in several; None where it is empty."""
    if isinstance(written, str):
        return shorten(written) if written.strip() else None
    if not text_in(written, None, "").strip():
        return None
    return in_each(lambda language: shorten(text_in(written, language, "")))


def journey_name(journey: Journey) -> Fact:
    """In each reader's language where it is written in several; empty where it has none."""
    return in_each(journey.name_in) if isinstance(journey.name, dict) else journey.name


def trigger_name(trigger: TriggerBase) -> Fact:
    """Its title, its first word, its event, its code, its field, else its kind."""
    if (title := _title(trigger.title)) is not None:
        return title
    if isinstance(trigger, KeywordTrigger) and (words := [word for word in trigger.any_of if word.strip()]):
        return shorten(words[0])
    if isinstance(trigger, EventTrigger) and (trigger.name or "").strip():
        return shorten(trigger.name or "")
    if isinstance(trigger, LinkTrigger) and (trigger.code or "").strip():
        return shorten(trigger.code or "")
    if isinstance(trigger, DateTrigger) and trigger.attribute.strip():
        return shorten(trigger.attribute.removeprefix("contact."))
    return word("steps", trigger.type) or trigger.type


def branch_name(branch: ReplyBranch | ConditionBranch | SplitPath, default_language: str) -> Fact:
    """Its title, its first word, else its id."""
    if branch.title:
        return in_each(lambda language: shorten(text_in(branch.title, language, default_language)) or branch.id)
    if isinstance(branch, ReplyBranch) and branch.location and not branch.any_of:
        return word("ways", "location") or branch.id
    words = branch.any_of if isinstance(branch, ReplyBranch) else []
    return shorten(words[0]) if words and words[0].strip() else branch.id


def way_name(step: StepBase, port: str, default_language: str) -> Fact:
    """A way out as its arrow says it: the branch's name, `Sans réponse`; `Suite` for the usual way on."""
    if isinstance(step, Wait) and port == "otherwise":
        return word("ports", "no_date") or port
    if isinstance(step, BranchOnMessage) and port == "failed":
        return word("ports", "lost") or port
    named = (branch_name(branch, default_language) for branch in _branches(step) if port == f"branch:{branch.id}")
    return next(named, None) or word("ports", port) or port.removeprefix("branch:")


def _branches(step: StepBase) -> Sequence[ReplyBranch | ConditionBranch | SplitPath]:
    if isinstance(step, Split):
        return step.paths
    return step.branches if isinstance(step, Branch | WaitForReply) else ()


def button_name(title: Any, place: int, default_language: str) -> Fact:
    """The title customers read, else its place."""
    return in_each(lambda language: shorten(text_in(title, language, default_language).strip()) or f"{place + 1}")


def shorten(text: str) -> str:
    """One line of at most sixty characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def spoken_duration(length: dt.timedelta) -> Spoken:
    """`1 jour 12 h` from 36 hours; whole hours below two days stay hours: `26 h`."""
    seconds = round(length.total_seconds())
    if seconds % 3600 == 0 and seconds < 172_800:
        return _unit("hour", seconds // 3600)
    parts: list[Spoken] = []
    for unit, size in UNITS:
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(_unit(unit, amount))
    shown = parts or [_unit("minute", 0)]
    return in_each(lambda language: " ".join(part[language] for part in shown))


def spoken_hours(length: dt.timedelta) -> Spoken:
    """Always in hours and minutes, as the 24-hour window is counted: `74 h`, `24 h 30 min`."""
    hours, rest = divmod(round(length.total_seconds()), 3600)
    minutes = rest // 60
    shown = [_unit("hour", hours), *([_unit("minute", minutes)] if minutes else [])]
    return in_each(lambda language: " ".join(part[language] for part in shown))


def _unit(unit: str, amount: int) -> Spoken:
    forms = word("units", f"{unit}s" if amount > 1 else unit) or {}
    return in_each(lambda language: f"{say(amount, language)} {forms[language]}")


def quoted(names: Iterable[Fact], joint: str, most: int = 3) -> Spoken:
    """`« oui », « non » et « plus tard »`. More than `most` end in `…`."""
    return joined([quote(name) for name in names], joint, most)


def quote(name: Fact, length: dt.timedelta | None = None) -> Spoken:
    """`« Sa réponse » (24 h)`; the length is left out where the name already says it."""

    def spoken(language: str) -> str:
        before, after = QUOTES[language]
        shown = f"{before}{say(name, language)}{after}"
        said = say(spoken_duration(length), language) if length else ""
        return shown if said in shown else f"{shown} ({said})"

    return in_each(spoken)


def joined(parts: Sequence[Spoken], joint: str, most: int = 3) -> Spoken:
    """`joint` is `and`, `or` or `then`; commas before the last, except between things that follow each other."""
    glue = word("joints", joint) or {}

    def spoken(language: str) -> str:
        shown = [part[language] for part in parts[:most]]
        if len(parts) > most:
            return ", ".join([*shown, "…"])
        if joint == "then" or len(shown) < 2:
            return f" {glue[language]} ".join(shown)
        return f"{', '.join(shown[:-1])} {glue[language]} {shown[-1]}"

    return in_each(spoken)


def language_with_article(code: str) -> Spoken:
    """To ask for it: `l'anglais`, `le français`, `English`."""
    name = language_name(code)
    elided = name["fr"][:1] in "aeéioy" or code[:2] == "he"
    return {"fr": f"l'{name['fr']}" if elided else f"le {name['fr']}", "en": name["en"]}


def lacking_language(code: str) -> Spoken:
    """Behind “pas”, “no”: `d'anglais`, `de français`, `English`."""
    name = language_name(code)
    elided = name["fr"][:1] in "aeéioy" or code[:2] == "he"
    return {"fr": f"d'{name['fr']}" if elided else f"de {name['fr']}", "en": name["en"]}


def language_name(code: str) -> Spoken:
    """`anglais`, `English`; an unlisted code as it is written."""
    base = code.replace("-", "_").split("_")[0].lower()
    return word("languages", base) or in_each(lambda _: code)


def speakers_of(code: str) -> Spoken:
    """`clients anglophones`, `English-speaking customers`."""
    base = code.replace("-", "_").split("_")[0].lower()
    known = word("speakers", base)
    name = language_name(code)
    return known or {"fr": f"clients de langue « {name['fr']} »", "en": f"{name['en']}-speaking customers"}
