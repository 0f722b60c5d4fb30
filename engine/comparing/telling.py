"""A conversation for people who compare: steps by their titles, ways, reasons and ends in words, and in one sentence where two
versions part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engine.checker.names import spoken_duration, step_name, way_name
from engine.checker.words import Fact as Name
from engine.checker.words import Spoken, say
from engine.comparing.naming import quoted
from engine.comparing.reasons import ending, refusal
from engine.journey import transcript
from engine.journey.definition import Journey
from engine.journey.effects import Exited, Passed
from engine.journey.happenings import Fact, Happening, Heard, NotSent, Sent
from engine.journey.transcript import Language

LONG = dt.timedelta(minutes=5)
"""A pause from here on is a silence worth naming."""
PARTS: dict[str, Spoken] = {
    "way": {"fr": "chemin {way} de {step}{why}", "en": "way {way} of {step}{why}"},
    "not_sent": {"fr": "{step} pas envoyé : {reason}", "en": "{step} not sent: {reason}"},
    "silence": {"fr": "après {length} de silence", "en": "after {length} of silence"},
    "heard": {"fr": "après {words}", "en": "after {words}"},
    "was": {"fr": "c'était {what}", "en": "was {what}"},
    "now": {"fr": ", maintenant {what}", "en": ", now {what}"},
    "now_after": {"fr": " ; maintenant, {when}, {what}", "en": "; now, {when}, {what}"},
    "lead": {"fr": "{lead} : {rest}", "en": "{lead}: {rest}"},
    "end": {"fr": "la fin", "en": "the end"},
    "ends": {"fr": "la fin", "en": "ends"},
    "nothing": {"fr": "rien", "en": "nothing"},
}


def told(happened: Sequence[Happening], journey: Journey, language: Language) -> list[str]:
    """The lines of `transcript.conversation`, with titles for ids."""
    return transcript.conversation(happened, language, lambda fact: tell(fact, journey, language))


def tell(fact: Fact, journey: Journey, language: Language) -> str:
    """One thing that happened."""
    match fact:
        case Passed():
            return _way(fact, journey, language)
        case NotSent():
            step = _step(fact.step_id, journey, language)
            return _part("not_sent", language, step=step, reason=refusal(fact.reason, language))
        case Exited():
            return ending(fact.reason, language)
        case _:
            return transcript.tell(fact, language)


def parting(
    sides: tuple[Sequence[Happening], Sequence[Happening]], journeys: tuple[Journey, Journey],
    firsts: tuple[Happening | None, Happening | None], language: Language,
) -> str:  # fmt: skip
    """`après 24 h de silence : c'était « Rappel », maintenant la fin`. `firsts`: what differs first in each."""
    whens = [_when(side, first, language) for side, first in zip(sides, firsts, strict=True)]
    what = [_briefly(firsts[0], journeys[0], "end", language), _briefly(firsts[1], journeys[1], "ends", language)]
    if what[0] == what[1]:  # the same step with other words, or later
        what = [tell(first.fact, one, language) if first else "" for first, one in zip(firsts, journeys, strict=True)]
    lead = whens[0] or whens[1]
    was = _part("was", language, what=what[0])
    if whens[0] and whens[1] and whens[0] != whens[1]:
        now = _part("now_after", language, when=whens[1], what=what[1])
    else:
        now = _part("now", language, what=what[1])
    return _part("lead", language, lead=lead, rest=f"{was}{now}") if lead else f"{was}{now}"


def _briefly(first: Happening | None, journey: Journey, end: str, language: Language) -> str:
    """A message by its step: `« Rappel »`; the end by this word."""
    match first.fact if first else None:
        case None:
            return _part("nothing", language)
        case Sent(send=send):
            return _step(send.step_id, journey, language)
        case Exited(reason="end"):
            return _part(end, language)
        case fact:
            return tell(fact, journey, language)


def _when(happened: Sequence[Happening], first: Happening | None, language: Language) -> str:
    """Behind what it comes: a silence, or what the customer did; empty where nobody did anything before."""
    if first is None:
        return ""
    before = happened[: next(place for place, one in enumerate(happened) if one is first)]
    heard = next((one for one in reversed(before) if isinstance(one.fact, Heard)), None)
    if heard is None or _began_by_itself(first, before, heard):
        return ""
    if first.at - heard.at >= LONG:
        return _part("silence", language, length=say(spoken_duration(first.at - heard.at), language))
    return _part("heard", language, words=transcript.tell(heard.fact, language))


def _began_by_itself(first: Happening, before: Sequence[Happening], heard: Happening) -> bool:
    """Whether the passage began later, at its own hour: nobody was silent then."""
    began = next((one for one in before if first.passage and one.passage == first.passage), first)
    return bool(first.passage) and began.at > heard.at


def _way(passed: Passed, journey: Journey, language: Language) -> str:
    step, port = journey.steps.get(passed.step_id), passed.port or ""
    way: Name = way_name(step, port, journey.language) if step else port
    return _part(
        "way", language, way=quoted(way)[language], step=_step(passed.step_id, journey, language),
        why=_why(passed, journey, language),
    )  # fmt: skip


def _why(passed: Passed, journey: Journey, language: Language) -> str:
    """Which word or button led here; a message that did not leave says why in words."""
    kind, _, reason = (passed.why or "").partition(":")
    if kind in ("refused", "failed", "cannot_render", "not_started"):
        return f" ({refusal(reason if kind in ('refused', 'failed') else passed.why or '', language)})"
    return transcript.why_of(passed, language)


def _step(step_id: str, journey: Journey, language: Language) -> str:
    step = journey.steps.get(step_id)
    return quoted(step_name(step) if step else step_id)[language]


def _part(key: str, language: Language, **values: str) -> str:
    return PARTS[key][language].format(**values)
