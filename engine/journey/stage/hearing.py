"""What comes to a stage from outside: replies, events, agreements, receipts, answers of other systems, and how the provider
treats messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from engine.journey.effects import CallHttp
from engine.journey.entry import admission, entry_key, facts_of
from engine.journey.events import Called, Leave, Location, Outcome, Receipt, Reply, Sign, Signal
from engine.journey.happenings import ChoiceConfirmed, Heard, Ignored, Postponed, Sent
from engine.journey.optout import OptIn, OptOut, recognise_choice
from engine.journey.routing import Answers, OpenStart, OpenWait, Starts, route
from engine.journey.stage.moving import move, start
from engine.journey.stage.posting import fail
from engine.journey.stage.stage import Stage
from engine.journey.steps.call_http import pick
from engine.journey.story_lines import Provider
from engine.journey.triggers import EventTrigger, OptInTrigger


def hear(
    stage: Stage, text: str, *, button: str | None = None, answers: str | None = None, kind: str = "text",
    location: Location | None = None, late: dt.timedelta = dt.timedelta(),
    referral: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """What the customer writes, taps or sends reaches us now; they did it so long ago. `referral` names the ad they
    come by."""
    stage.moves = 0
    stage.note(Heard("tap" if answers else "text" if kind == "text" else "media", text or kind))
    written_at = stage.now - late
    stage.last_inbound_at = max(stage.last_inbound_at or written_at, written_at)
    if not _hear_choice(stage, text):
        _hear_reply(stage, Reply(text, written_at, button, answers, kind, referral=referral or {}, location=location))


def _hear_choice(stage: Stage, text: str) -> bool:
    choice = recognise_choice(
        text, stage.contact.language or stage.journey.journey.language, last_was_marketing=stage.last_was_marketing
    )
    match choice:
        case OptOut():
            if not stage.opted_out:
                stage.note(ChoiceConfirmed("opt_out"))
            stage.opted_out = True
            for ride in stage.open_rides():
                move(stage, ride, Leave("opted_out"))
        case OptIn() if stage.opted_out:
            stage.opted_out = False
            stage.note(ChoiceConfirmed("opt_in"))
        case _:
            return False
    return True


def _hear_reply(stage: Stage, reply: Reply) -> None:
    if stage.on_the_wire:
        stage.postponed.append(reply)
        stage.note(Postponed())
        return
    routed = route(reply, _waits(stage), [OpenStart("", stage.journey, lambda: _admits(stage, reply))], stage.now)
    match routed:
        case Answers():
            if not move(stage, stage.ride(routed.enrollment_id), routed.reply):
                stage.note(Ignored())
        case Starts():
            start(stage, routed.trigger_id, facts_of(reply), reply.at)
        case None:
            stage.note(Ignored())


def _waits(stage: Stage) -> list[OpenWait]:
    waiting = [ride for ride in stage.open_rides() if ride.state.waiting == "reply"]
    newest_first = sorted(waiting, key=lambda ride: ride.state.since or ride.entered_at, reverse=True)
    return [OpenWait(ride.state, stage.journey) for ride in newest_first]


def _admits(stage: Stage, reply: Reply) -> bool:
    entry = stage.journey.journey.entry
    key = entry_key(entry, facts_of(reply))
    return admission(entry, key, stage.earlier(key), stage.now).allowed


def hear_event(stage: Stage, name: str, data: Mapping[str, Any]) -> None:
    """Your site tells something: those inside listen first, then the journey's triggers."""
    stage.moves = 0
    stage.note(Heard("event", name))
    for ride in stage.open_rides():
        move(stage, ride, Signal(name, data))
    for trigger in stage.journey.journey.triggers:
        if isinstance(trigger, EventTrigger) and trigger.name == name:
            start(stage, trigger.id, data)
            return


def hear_agreement(stage: Stage, purpose: Literal["marketing", "service", "all"]) -> None:
    """The customer agrees to be written to, elsewhere than on WhatsApp."""
    stage.moves = 0
    stage.note(Heard("agreement", purpose))
    stage.consents = {*stage.consents, purpose}
    stage.opted_out = stage.opted_out and purpose != "all"
    for trigger in stage.journey.journey.triggers if not stage.opted_out else []:
        if isinstance(trigger, OptInTrigger) and trigger.hears(purpose):
            start(stage, trigger.id, {"purpose": purpose, "source": "story"})
            return


def hear_receipt(stage: Stage, status: Sign) -> bool:
    """News of the newest message that left, or had a link to open; False when none has."""
    stage.moves = 0
    left = (one.fact for one in reversed(stage.happened) if isinstance(one.fact, Sent))
    sent = next((one for one in left if status != "clicked" or one.send.may_be_opened()), None)
    if sent is None:
        return False
    stage.note(Heard("receipt", status))
    for ride in stage.open_rides():
        if sent.send.message_id.startswith(f"{ride.state.enrollment_id}."):
            move(stage, ride, Receipt(sent.send.message_id, status))
            if status == "failed":
                move(stage, ride, Outcome(sent.send.message_id, "failed", stage.now, "lost"))
    return True


def hear_answer(stage: Stage, status: int, body: Any) -> bool:
    """The other system that was asked last answers now; False when none is being asked."""
    stage.moves = 0
    call = stage.asked()
    if call is None:
        return False
    ride = next(ride for ride in stage.open_rides() if ride.state.call_id == call.call_id)
    stage.note(Heard("http", str(status)))
    reason = _fault_of(call, status, body)
    values = pick(body, call.save) if not reason else {}
    move(stage, ride, Called(call.call_id, stage.now, status, values, reason))
    return True


def treat(stage: Stage, provider: Provider) -> None:
    """From now on the provider does so; what it has not answered yet is settled, and what waited for it is
    heard."""
    stage.moves = 0
    stage.provider = provider
    settled, stage.on_the_wire = (stage.on_the_wire, []) if provider != "slow" else ([], stage.on_the_wire)
    for ride, send, accepted in settled:
        move(stage, ride, accepted if provider == "accepts" else fail(stage, ride, send))
    heard, stage.postponed = (stage.postponed, []) if not stage.on_the_wire else ([], stage.postponed)
    for reply in heard:
        _hear_reply(stage, reply)


def _fault_of(call: CallHttp, status: int, body: Any) -> str:
    """Why an answer is none; empty for a good one."""
    if not 200 <= status < 300:
        return f"http_{status}"
    return "not_json" if call.save and not isinstance(body, dict | list) else ""
