"""A conversation that was tried becomes a story: everything that followed each line is what must follow from now on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.journey import expectations
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.effects import CallHttp, Exited, Media, Passed, RecordConsent, StartJourney, UpdateContact
from engine.journey.expectations import Expectation
from engine.journey.happenings import ChoiceConfirmed, Fact, NotSent, Sent
from engine.journey.rehearsal import play_line, stage_of
from engine.journey.stage.timeline import move_to
from engine.journey.state import Contact
from engine.journey.stories import Story
from engine.journey.story_lines import Line
from engine.journey.transcript import way_of

SIMPLE = (str, int, float, bool, type(None))


def record(story: Story, journey: Journey | Compiled) -> Story:
    """The same moves with what they lead to now, whatever the story expected before. A move that cannot be made any more
    is left out; the time that it let pass stays. Raises as `rehearse` does."""
    stage = stage_of(story, journey)
    lines: list[Line] = []
    for line, moment in zip(story.story, story.moments(), strict=True):
        before = len(stage.happened)
        move_to(stage, moment)
        kept = Line(at=line.at, after=line.after) if play_line(stage, line) else line
        facts = [happening.fact for happening in stage.happened[before:]]
        lines.append(_expecting(kept, facts, stage.contact))
    return story.model_copy(update={"story": lines})


def _expecting(line: Line, facts: Sequence[Fact], contact: Contact) -> Line:
    expected = [*_met(facts), *_known(facts, contact)]
    # An empty list and `nothing` say the same; the word is what a person reads.
    return line.model_copy(update={"expect": expected or None, "nothing": None if expected else True})


def _met(facts: Iterable[Fact]) -> Iterable[Expectation]:
    for fact in facts:
        if (expectation := _expectation(fact)) is not None:
            yield expectation


def _expectation(fact: Fact) -> Expectation | None:
    match fact:
        case Sent():
            return _message(fact)
        case NotSent():
            return expectations.Refused(refused=fact.reason)
        case Exited():
            return expectations.Exits(exit=fact.step_id or fact.reason)
        case ChoiceConfirmed():
            return expectations.Confirmed(confirmation=fact.choice)
        case Passed() if fact.port is not None and fact.why is not None:
            return expectations.Takes(branch=way_of(fact))
        case RecordConsent():
            return expectations.Consents(consent=fact.purpose, given=fact.given)
        case StartJourney():
            return expectations.Begins(starts=fact.journey)
        case CallHttp():
            return expectations.Asks(call=fact.url, body=dict(fact.body) or None)
        case _:
            return None


def _message(fact: Sent) -> Expectation:
    send = fact.send
    if send.kind == "template":
        return expectations.TemplateSent(
            template=send.template or "", values=dict(send.values) or None, language=send.language,
            media=_file(send.media), fallback=True if fact.fell_back else None,
        )  # fmt: skip
    return expectations.SessionSent(
        session=send.text, media=_file(send.media),
        buttons=[button.title for button in send.buttons] or None,
        list=[row.title for row in send.list.rows()] if send.list else None,
        link=send.link.url if send.link else None,
        location_request=True if send.asks_location else None,
    )  # fmt: skip


def _file(media: Media | None) -> expectations.FileSent | None:
    return expectations.FileSent(kind=media.kind, url=media.url, name=media.name or None) if media else None


def _known(facts: Iterable[Fact], contact: Contact) -> list[Expectation]:
    """What the line wrote on the contact's record, as it stands after the line. Lists and groups are left out: a story
    compares single values."""
    names = dict.fromkeys(name for fact in facts if isinstance(fact, UpdateContact) for name in fact.changes)
    held: dict[str, Any] = contact.facts()
    written = {name: held.get(name) for name in names if isinstance(held.get(name), SIMPLE)}
    return [expectations.Knows(contact=written)] if written else []
