"""Playing a story: what must follow each line, and what did. `parcours rehearse`, the tests and the test
phone call it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.journey import expectations
from engine.journey.advance import Compiled
from engine.journey.conditions import look_up
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.effects import CallHttp, Exited, Passed, RecordConsent, StartJourney
from engine.journey.happenings import ChoiceConfirmed, Fact, Happening, NotSent, Sent
from engine.journey.keywords import fold
from engine.journey.promises import broken_promises
from engine.journey.stage.hearing import hear, hear_agreement, hear_answer, hear_event, hear_receipt, treat
from engine.journey.stage.stage import Stage
from engine.journey.stage.timeline import move_to
from engine.journey.state import Contact
from engine.journey.stories import Person, Story
from engine.journey.story_lines import Line
from engine.journey.transcript import Language, bracketed, conversation, say, tell, tell_expected, way_of

MUST_BE_LISTED = (Sent, NotSent, ChoiceConfirmed, Exited)
"""What a line's list must hold all of, in order; ways taken and the contact's record are checked where they
are named."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a story, played. `number` counts from 1; `expected` and `got` are in words; `problem` says
    why the line could not be played (a button that is not there). `so_far` is the conversation up to here."""

    number: int
    at: dt.datetime
    ok: bool
    action: str
    expected: tuple[str, ...]
    got: tuple[str, ...]
    problem: str = ""
    so_far: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A story, played to its end. `happened` is everything, for a test phone or a map."""

    story: str
    language: Language
    checks: tuple[Check, ...]
    happened: tuple[Happening, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def text(self) -> str:
        """For a shell: one line when all is well, else each failing line with the conversation that led to
        it."""
        failing = [check for check in self.checks if not check.ok]
        name = self.story or "story"
        title = say(
            self.language,
            ("failed_one" if len(failing) == 1 else "failed") if failing else "kept",
            name=name,
            lines=say(self.language, "line_one" if len(self.checks) == 1 else "lines", count=len(self.checks)),
            failed=len(failing),
        )
        return "\n".join([title, *(line for check in failing for line in self._lines(check))])

    def _lines(self, check: Check) -> list[str]:
        nothing = (say(self.language, "nothing"),)
        head = (
            f"  {say(self.language, 'line', number=check.number)} ({check.at:%Y-%m-%d %H:%M}) {check.action}".rstrip()
        )
        compared = [
            f"    {say(self.language, key):<9}{' + '.join(told or nothing)}"
            for key, told in (("expected", check.expected), ("got", check.got))
        ]
        told = [f"    {check.problem}"] if check.problem else compared
        return [head, *told, f"    {say(self.language, 'so_far')}", *(f"    {line}" for line in check.so_far)]


def rehearse(story: Story, journey: Journey | Compiled, *, language: Language = "fr", name: str = "") -> Report:
    """Play a story. Raises `rendering.BadText` or ValueError when a text or expression of the journey may not
    be used."""
    stage = stage_of(story, journey)
    checks: list[Check] = []
    for number, (line, moment) in enumerate(zip(story.story, story.moments(), strict=True), start=1):
        try:
            check = _play(stage, line, number, moment, language)
        except Exception as fault:
            if "no_fault" not in story.always:
                raise
            checks.append(_faulty(stage, line, number, f"{type(fault).__name__}: {fault}", language))
            break
        kept_before = not any(check.problem for check in checks)
        checks.append(_keeping(story, stage, check, language) if kept_before else check)
    return Report(story.name or name, language, tuple(checks), tuple(stage.happened))


def stage_of(story: Story, journey: Journey | Compiled) -> Stage:
    """The world at the beginning of the story."""
    return Stage(
        journey if isinstance(journey, Compiled) else Compiled(journey),
        _contact(story.contact),
        story.begins_at(),
        consents=frozenset(story.contact.consent),
        templates=story.templates,
    )


def play_line(stage: Stage, line: Line, language: Language = "en") -> str:
    """Let happen what one line says, whatever follows; a sentence when it cannot be done. The time has to be
    moved before, by `at` or `after`."""
    return _act(stage, line, language)


def _keeping(story: Story, stage: Stage, check: Check, language: Language) -> Check:
    """The check, failed where something that must always hold does not hold any more."""
    broken = next((one for one in broken_promises(stage) if one.promise in story.always), None)
    if broken is None or check.problem:
        return check
    told = tuple(conversation(stage.happened, language))
    return replace(check, ok=False, problem=broken.sentence(language), so_far=told)


def _faulty(stage: Stage, line: Line, number: int, fault: str, language: Language) -> Check:
    told = tuple(conversation(stage.happened, language))
    return Check(number, stage.now, False, _action(line, language), (), (), say(language, "fault", fault=fault), told)


def _contact(person: Person) -> Contact:
    known = {name: getattr(person, name) for name in ("name", "language", "timezone", "country")}
    return Contact(id="contact", **known, attributes=dict(person.attributes))


def _play(stage: Stage, line: Line, number: int, moment: dt.datetime, language: Language) -> Check:
    before = len(stage.happened)
    move_to(stage, moment)
    problem = _act(stage, line, language)
    facts = [happening.fact for happening in stage.happened[before:]]
    expected = line.expected()
    ok = not problem and (expected is None or _is_as_expected(expected, facts, stage.contact))
    return Check(
        number, stage.now, ok, _action(line, language),
        tuple(tell_expected(one, language) for one in expected or ()),
        tuple(_got(expected or [], facts, stage.contact, language)),
        problem, () if ok else tuple(conversation(stage.happened, language)),
    )  # fmt: skip


def _act(stage: Stage, line: Line, language: Language) -> str:
    """Do what the line says; a sentence when it cannot be done."""
    late = parse_duration(line.late or "0s")
    if line.provider is not None:
        treat(stage, line.provider)
    if line.event is not None:
        hear_event(stage, line.event.name, line.event.data)
    elif line.agrees is not None:
        hear_agreement(stage, line.agrees)
    elif line.says is not None:
        hear(stage, line.says, late=late, referral=line.ad and line.ad.told())
    elif line.sends is not None:
        location = line.place.location() if line.place else None
        told = line.ad and line.ad.told()
        hear(stage, line.caption, kind=line.sends, location=location, late=late, referral=told)
    elif line.taps is not None:
        return _tap(stage, line.taps, line.of, late, language)
    elif line.receipt is not None and not hear_receipt(stage, line.receipt):
        return say(language, "no_link" if line.receipt == "clicked" else "nothing_left")
    elif line.http is not None and not hear_answer(stage, line.http.status, line.http.body):
        return say(language, "no_call")
    return ""


def _tap(stage: Stage, wanted: str, of: str | None, late: dt.timedelta, language: Language) -> str:
    message = stage.last_with_buttons(of)
    if message is None:
        return say(language, "no_message")
    buttons = {button.id: button.title for button in message.buttons}
    found = next((one for one in buttons.items() if wanted in one or fold(one[1]) == fold(wanted)), None)
    if buttons and found is None:
        return say(language, "no_button", title=wanted, titles=bracketed(buttons.values()))
    button, title = found or (wanted, wanted)
    hear(stage, title, button=button, answers=message.send.message_id, kind="tap", late=late)
    return ""


def _action(line: Line, language: Language) -> str:
    if line.event is not None:
        return say(language, "event", words=line.event.name)
    if line.agrees is not None:
        return say(language, "agreement", words=line.agrees)
    if line.says is not None:
        return say(language, "text", words=line.says)
    if line.taps is not None:
        return say(language, "tap", words=line.taps)
    if line.sends is not None:
        return say(language, "media", words=line.sends)
    if line.receipt is not None:
        return say(language, "receipt", words=line.receipt)
    if line.http is not None:
        return say(language, "http", words=str(line.http.status))
    return say(language, f"provider_{line.provider}") if line.provider else ""


def _is_as_expected(expected: Sequence[expectations.Expectation], facts: Sequence[Fact], contact: Contact) -> bool:
    """Whether every expectation met its fact, in order, and nothing that must be listed was left out."""
    left = list(facts)
    for one in expected:
        if isinstance(one, expectations.Knows):
            if not _is_known(one, contact):
                return False
            continue
        place = next((index for index, fact in enumerate(left) if _meets(one, fact)), None)
        if place is None or any(isinstance(fact, MUST_BE_LISTED) for fact in left[:place]):
            return False
        left = left[place + 1 :]
    return not any(isinstance(fact, MUST_BE_LISTED) for fact in left)


def _meets(one: expectations.Expectation, fact: Fact) -> bool:
    if isinstance(one, expectations.Takes):
        return isinstance(fact, Passed) and fact.port is not None and one.branch == way_of(fact)
    match one, fact:
        case expectations.TemplateSent(), Sent():
            values = one.values or {}
            same = fact.send.kind == "template" and fact.send.template == one.template
            return (
                same
                and _speaks(one.language, fact)
                and _brings(one.media, fact)
                and one.fallback in (None, fact.fell_back)
                and all(fact.send.values.get(name) == values[name] for name in values)
            )
        case expectations.SessionSent(), Sent():
            titles = [button.title for button in fact.send.buttons]
            same = fact.send.kind == "session" and fact.send.text == one.session
            same = same and _speaks(one.language, fact) and _brings(one.media, fact)
            return same and (one.buttons is None or titles == one.buttons) and _offers(one, fact)
        case expectations.Exits(), Exited():
            return one.exit in (fact.step_id, fact.reason, *fact.reason.split(":", 1))
        case expectations.Refused(), NotSent():
            return one.refused in (fact.reason, fact.reason.split(":", 1)[0])
        case expectations.Confirmed(), ChoiceConfirmed():
            return one.confirmation == fact.choice
        case expectations.Consents(), RecordConsent():
            return (one.consent, one.given) == (fact.purpose, fact.given)
        case expectations.Begins(), StartJourney():
            return one.starts == fact.journey
        case expectations.Asks(), CallHttp():
            return one.call == fact.url and (one.body is None or one.body == dict(fact.body))
        case _:
            return False


def _speaks(wanted: str | None, fact: Sent) -> bool:
    return wanted is None or fact.send.language == wanted


def _brings(wanted: expectations.FileSent | None, fact: Sent) -> bool:
    media = fact.send.media
    if wanted is None or media is None:
        return wanted is None
    return all(getattr(media, name) == value for name, value in wanted.model_dump(exclude_none=True).items())


def _offers(wanted: expectations.SessionSent, fact: Sent) -> bool:
    """The list, link or request under a free reply."""
    send = fact.send
    rows = [row.title for row in send.list.rows()] if send.list else None
    return (
        (wanted.list_ is None or wanted.list_ == rows)
        and (wanted.link is None or wanted.link == (send.link.url if send.link else None))
        and wanted.location_request in (None, send.asks_location)
    )


def _is_known(one: expectations.Knows, contact: Contact) -> bool:
    facts = contact.facts()
    return all(_is_same(look_up(facts, name), value) for name, value in one.contact.items())


def _is_same(found: Any, wanted: Any) -> bool:
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def _got(
    expected: Sequence[expectations.Expectation], facts: Sequence[Fact], contact: Contact, language: Language
) -> list[str]:
    """What happened, as far as the expectations speak of it."""
    ways = any(isinstance(one, expectations.Takes) for one in expected)
    begins = any(isinstance(one, expectations.Begins) for one in expected)
    statements = any(isinstance(one, expectations.Consents) for one in expected)
    told = [
        tell(fact, language) for fact in facts
        if isinstance(fact, MUST_BE_LISTED) or (ways and isinstance(fact, Passed) and fact.port is not None)
        or (statements and isinstance(fact, RecordConsent))
        or (begins and isinstance(fact, StartJourney))
    ]  # fmt: skip
    named = {
        name: contact.facts().get(name)
        for one in expected
        if isinstance(one, expectations.Knows)
        for name in one.contact
    }
    return (
        [*told, say(language, "contact", values=", ".join(f"{n} = {v}" for n, v in named.items()))] if named else told
    )
