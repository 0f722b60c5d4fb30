"""Seeded faults: one small change in one named place of `advance` or of the window proof. A place that is gone, or stands twice,
is told, so that the list cannot rot."""

from __future__ import annotations
import __future__

import importlib
import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """`place`: module and function; `old`, which stands there once, becomes `new`. `rare`: so few journeys show it that only
    the long run finds it."""

    name: str
    place: str
    old: str
    new: str
    rare: bool = False


def _advance(name: str, place: str, old: str, new: str, *, rare: bool = False) -> Mutant:
    return Mutant(name, f"engine.journey.{place}", old, new, rare)


def _proof(name: str, place: str, old: str, new: str, *, rare: bool = False) -> Mutant:
    return Mutant(name, f"engine.checker.{place}", old, new, rare)


OF_ADVANCE = (
    _advance("a wait forgets when the message before it left", "steps.wait:Wait.enter", "passage.state.since or passage.now", "passage.now"),
    _advance("a wait never ends", "steps.wait:Wait.enter", "return Stay(\"time\", start + parse_duration(self.for_ or \"0s\"))", "return Stay(\"time\")"),
    _advance("the same weekday counts as the next one", "steps.until:UntilWeekday.moment", "if moment > passage.now", "if moment >= passage.now", rare=True),
    _advance("a wait for a reply has no limit", "steps.wait_for_reply:WaitForReply.enter", "passage.state.since + limit if limit else None", "None"),
    _advance("a reply to something earlier counts", "steps.wait_for_reply:WaitForReply.on_reply", "not passage.state.hears(reply.at)", "False"),
    _advance("another reply is left without an answer", "steps.wait_for_reply:WaitForReply.on_reply", "else self.leave(\"otherwise\", \"otherwise\")", "else None"),
    _advance("only exact words take the other reply too", "steps.wait_for_reply:WaitForReply.on_reply", "found is None and not reply.near", "False"),
    _advance("a tap on any message counts", "steps.wait_for_reply:WaitForReply.find", "reply.answers in passage.state.asked", "True", rare=True),
    _advance("a place takes the first branch", "steps.wait_for_reply:WaitForReply.find", "if branch.location)", "if True)"),
    _advance("silence takes the other reply", "steps.wait_for_reply:WaitForReply.on_due", "self.leave(\"no_reply\", \"no_reply\")", "self.leave(\"otherwise\")"),
    _advance("every visit has the same message", "steps.sending:SendStep.send", "f\"{state.enrollment_id}.{state.visit}\"", "f\"{state.enrollment_id}.1\""),
    _advance("the time of the news counts, not of the acceptance", "steps.sending:SendStep.accepted", "outcome.at", "passage.now"),
    _advance("a refused message begins no wait", "steps.sending:SendStep.on_outcome", "passage.state.since, passage.state.sent = outcome.at, {}", "passage.state.sent = {}"),
    _advance("who cannot be reached goes on", "steps.sending:SendStep.without_sending", "End(why) if by_person else", ""),
    _advance("the way for what was not sent is forgotten", "steps.sending:SendStep.without_sending", "self.not_sent is not None", "False"),
    _advance("a message goes on before its result", "steps.sending:SendStep.send", "return Stay(\"outcome\")", "return self.leave(\"next\")"),
    _advance("a question is asked once too often", "steps.ask:Ask.on_reply", "state.tries >= self.tries", "state.tries > self.tries"),
    _advance("a question asked again is the same message", "steps.ask:Ask.on_reply", "state.visit + 1", "state.visit"),
    _advance("a question that was refused waits all the same", "steps.ask:Ask.way_unsent", "\"no_reply\" if passage.state.tries == 1 else \"invalid\"", "\"next\""),
    _advance("a question is waited for from now on", "steps.ask:Ask.accepted", "outcome.at + parse_duration", "passage.now + parse_duration"),
    _advance("any event will do", "steps.wait_for_event:WaitForEvent.on_signal", "signal.name != self.event", "False"),
    _advance("an event is waited for without a limit", "steps.wait_for_event:WaitForEvent.enter", "start + parse_duration(self.for_) if self.for_ else None", "None"),
    _advance("a call is not waited for long enough", "steps.call_http:CallHttp.enter", "+ PATIENCE", ""),
    _advance("a call that failed went well", "steps.call_http:CallHttp.on_called", "if called.reason:", "if False:"),
    _advance("a call is answered again and again", "steps.call_http:CallHttp.on_called", "passage.state.call_id = None", "pass"),
    _advance("another start's news counts", "steps.start_journey:StartJourney.on_begun", "begun.visit != passage.state.visit", "False"),
    _advance("who was not let in takes the usual way", "steps.start_journey:StartJourney.on_begun", "if begun.reason else", "if False else"),
    _advance("a choice waits from now on", "steps.branch_on_message:BranchOnMessage._wait", "passage.state.since or passage.now", "passage.now"),
    _advance("a link that was opened is waited out", "steps.branch_on_message:BranchOnMessage._decided", ">= RECEIPT_RANK[strongest]", "> RECEIPT_RANK[strongest]"),
    _advance("only the very sign counts when the time is over", "steps.branch_on_message:BranchOnMessage.on_due", "RECEIPT_RANK[name] <= known", "RECEIPT_RANK[name] == known"),
    _advance("a reply to a watched message is lost", "steps.branch_on_message:BranchOnMessage.on_reply", "not self._is_named(\"replied\")", "True"),
    _advance("what was known of a message becomes less", "state:State.note_receipt", "RECEIPT_RANK[status] > RECEIPT_RANK", "RECEIPT_RANK[status] != RECEIPT_RANK"),
    _advance("a receipt counts twice", "state:State.note_receipt", "RECEIPT_RANK[status] > RECEIPT_RANK", "RECEIPT_RANK[status] >= RECEIPT_RANK"),
    _advance("a question's tries are not kept", "state:State.to_json", "(\"tries\", \"chain\"", "(\"chain\""),
    _advance("a wait's end is not kept", "state:State.to_json", "(\"wake_at\", \"since\"", "(\"since\""),
    _advance("the result of any message counts", "advance:_react", "if event.message_id == state.message_id:", "if True:"),
    _advance("the answer to any call counts", "advance:_react", "if event.call_id == state.call_id else None", ""),
    _advance("time is up at any time", "advance:_react", "state.wake_at <= passage.now", "True"),
    _advance("who awaits a reply does not leave", "advance:_react", "return End(event.reason)", "return End(event.reason) if state.waiting != \"reply\" else None"),
    _advance("news of who left move them", "advance:advance", "if not passage.state.is_active:", "if False:"),
    _advance("the given state is changed", "advance:advance", "state.copy()", "state"),
    _advance("a passage starts twice", "advance:_start", "if passage.state.visit:", "if False:"),
    _advance("every start leads to the first one's step", "advance:_start", "if trigger.id == event.trigger_id", "if True"),
    _advance("a customer's message is not remembered", "advance:_answer", "passage.state.asked_at = reply.at", "pass"),
    _advance("the goal is not noticed", "advance:_listen", "return End(\"goal\")", "return None"),
    _advance("a wait counts from an earlier one", "advance:_go", "state.since = None", "pass"),
    _advance("tries are counted over several questions", "advance:_go", "state.tries = 0", "pass"),
    _advance("a step is visited without counting", "advance:_go", "state.visit + 1", "state.visit"),
    _advance("who left still waits", "advance:_end", "state.wake_at, state.message_id = reason, None, None, None", "state.message_id = reason, None, None"),
    _advance("leaving is not told", "advance:_end", "passage.say(Exited(reason, state.step))", "pass"),
)  # fmt: skip
OF_PROOF = (
    _proof("silence takes no time", "window_ways:onward", "arrival.went_on(port.to, longest_stay(step), sends)", "arrival.went_on(port.to, None, sends)"),
    _proof("waits take no time", "window_ways:onward", "stay_at_most(step)", "None"),
    _proof("a message leaves at once", "arrivals:Arrival.went_on", "self.sends + sends", "self.sends"),
    _proof("a question asked again leaves at once", "window_ways:_askings", "min(step.tries - 1, 2)", "0", rare=True),
    _proof("the margin is forgotten", "arrivals:Arrival.is_late", "WINDOW - MARGIN", "WINDOW"),
    _proof("the last moment inside is told as late", "arrivals:Arrival.is_late", "self.worst > WINDOW", "self.worst >= WINDOW"),
    _proof("every start is a message of the customer", "window:_starts", "isinstance(trigger, KeywordTrigger | LinkTrigger)", "True"),
    _proof("no start is a message of the customer", "window:_starts", "isinstance(trigger, KeywordTrigger | LinkTrigger)", "False"),
    _proof("conditions never contradict", "arrivals:Arrival.told_of_event", "contradict(one, other)", "False"),
    _proof("different conditions contradict", "arrivals:Arrival.told_of_event", "contradict(one, other)", "one != other"),
    _proof("an earlier condition may have held too", "window_ways:_by_condition", "refused.append(", "str("),
    _proof("a split draws anew each time", "window_ways:_by_share", "arrival.told_of_event([drawn])", "arrival", rare=True),
    _proof("the last way of a choice is never taken", "window_ways:_by_condition", "yield from _taking(arrival.told_of_event(refused), step.ports()[-1])", "pass"),
    _proof("who comes first is the latest", "window:_Search._is_news", "and level >= arrival.level", ""),
    _proof("the shortest stay counts", "window:_longest_lasting", "arrival.level > kept[place].level", "arrival.level < kept[place].level"),
    _proof("journeys that lead in are not seen", "window:_entrances", "if first is not None else ()", "if False else ()"),
    _proof("only the first way to another journey counts", "window:_worst_of", "return [*(one for one in known if not one.is_no_worse_than(lead)), lead]", "return known or [lead]"),
    _proof("what leads into a journey that leads in is not seen", "entrances:House.entered", "range(CHAIN_AT_MOST + 1)", "range(1)"),
    _proof("questions need no window", "window:needs_window", "step.sends == \"session\"", "isinstance(step, SendSession)"),
    _proof("free replies with a fallback need the window", "window:needs_window", "and not (fallback and fallback.template)", ""),
    _proof("another reply is never given", "window_ways:_answered", "\"otherwise\", ", "", rare=True),
    _proof("nobody fails to answer a question well", "window_ways:_answered", "return {\"next\", \"invalid\"}", "return {\"next\"}"),
    _proof("every question can be sent", "window_ways:_unasked", "(\"not_sent\",) if step.not_sent else (\"no_reply\",)", "()", rare=True),
    _proof("nobody answers", "window:prove_window", "*first.answers", ""),
    _proof("an answer does not open the window", "arrivals:Arrival.answered", "Arrival(to or \"\", NOTHING", "Arrival(to or \"\", self.since"),
    _advance("another system answers at once", "steps.call_http:CallHttp.longest_stay", "return self.wait() + PATIENCE", "return self.wait()", rare=True),
    _advance("receipts come at once", "steps.branch_on_message:BranchOnMessage.longest_stay", "parse_duration(self.within) if self.within else None", "None"),
    _advance("a date is near", "steps.wait:Wait.longest_stay", "return LONGEST_UNTIL", "return dt.timedelta()", rare=True),
    _proof("quiet hours hold nothing", "rules.quiet_hours_close_window:can_close", "return bool(way.held) and", "return False and"),
    _proof("quiet hours hold no template", "holds:may_hold", "step.sends == \"template\" or", "False or"),
    _proof("quiet hours hold no free reply", "holds:may_hold", "step.sends is not None and", "False and"),
    _proof("only the reply itself is held", "rules.quiet_hours_close_window:can_close", "way.with_holds >", "way.with_holds - way.worst >"),
    _proof("what was held before is forgotten on the way", "arrivals:Arrival.went_on", "sends=sent, held=self.held", "sends=sent"),
    _proof("what was held in the journey before is forgotten", "window:_entrances", "held=lead.held", "held=NOT_HELD"),
    _proof("only the longest way to another journey counts", "arrivals:Lead.is_no_worse_than", "longer and self.held <= other.held", "longer"),
    _proof("the hours of the house hold nothing", "window:prove_window", "(ways.journey.quiet_hours, house_hours)", "(ways.journey.quiet_hours,)"),
    _proof("hours of the journey and of the house are one", "holds:nights_of", "map(night_of, quiets)", "map(night_of, quiets[:1])"),
    _proof("a way that is held less counts like one that is held more", "window:_Search._is_news", "and held >= arrival.held", ""),
)  # fmt: skip


@contextmanager
def seeded(mutant: Mutant) -> Iterator[None]:
    """The fault is there while this lasts, wherever the function was imported to."""
    function = _function(mutant.place)
    sound = function.__code__
    function.__code__ = _changed(function, mutant)
    try:
        yield
    finally:
        function.__code__ = sound


def _function(place: str) -> FunctionType:
    module, _, path = place.partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = inspect.getattr_static(found, name)
    return found.fget if isinstance(found, property) else found


def _changed(function: FunctionType, mutant: Mutant) -> Any:
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(mutant.old) == 1, f"“{mutant.old}” stands {source.count(mutant.old)} times in {mutant.place}"
    tree = compile(source.replace(mutant.old, mutant.new), mutant.place, "exec", __future__.annotations.compiler_flag)
    held = dict(function.__globals__)
    exec(tree, held)
    made = held[function.__name__]
    return (made.fget if isinstance(made, property) else made).__code__
