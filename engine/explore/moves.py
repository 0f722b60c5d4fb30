"""What a generated customer does next, and what the world around them does: one line of a story at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from engine.explore.dice import Dice
from engine.explore.people import happen, value_of
from engine.explore.values import put
from engine.explore.world import World
from engine.journey.durations import format_duration
from engine.journey.effects import CallHttp
from engine.journey.events import Sign
from engine.journey.happenings import Sent
from engine.journey.stage.stage import Stage
from engine.journey.state import State
from engine.journey.story_lines import Ad, Answers, Line, Place

UNEXPECTED = (
    "demain", "c'est combien ?", "👍", "…", "12", "1", "2/5", "3", "4/5", "5", "a@b.example", "oui", "non", "12/05/2026", "quatre", "merci", "?!",
    "Je ne comprends pas, pouvez-vous m'appeler ce soir après 18 h ?", "x" * 300,
)  # fmt: skip
PAUSES = ("0s", "0s", "20s", "3m", "1h", "11h", "23h", "25h", "3d")
MEDIA = ("image", "audio", "video", "document", "location", "contact", "unknown")
LONG_PAUSES = ("1h", "1d", "7d", "31d", "366d")
RECEIPTS: tuple[Sign, ...] = ("delivered", "delivered", "read", "failed")
PLACE = Place(latitude=45.76, longitude=4.84, name="Gare")
SLOW_AT_MOST = dt.timedelta(minutes=4)
"""A provider that is slow for longer would make replies late by its own fault, not by the journey's."""
MINUTE = dt.timedelta(minutes=1)


def next_line(dice: Dice, world: World, stage: Stage) -> Line:
    """One thing that could well happen now."""
    if stage.on_the_wire:
        return _while_slow(dice, world, stage)
    waiting = [ride.state for ride in stage.open_rides()]
    if not waiting:
        return _outside(dice, world, stage)
    state = dice.one_of(waiting)
    if state.call_id is not None and dice.chance(70):
        return _http(dice, world, stage)
    if state.step and world.waits_for_place(state.step) and dice.chance(30):
        return _line(dice, sends="location", place=PLACE)
    return _by_weight(dice, (
        (45, lambda: _answer(dice, world, stage, state)), (14, lambda: _silence(dice, state, stage.now)),
        (10, lambda: _tap(dice, world, stage, state)), (6, lambda: _media(dice)), (6, lambda: _event(dice, world)),
        (5, lambda: _says(dice, "STOP")), (4, lambda: _provider(dice, stage)), (5, lambda: _start_word(dice, world)),
        (3, lambda: _late(dice, world, state)), (2, lambda: _says(dice, "START")),
        (8 if world.reads_receipts and _has_sent(stage) else 0, lambda: _receipt(dice, stage)),
    ))  # fmt: skip


def _by_weight(dice: Dice, choices: Sequence[tuple[int, Callable[[], Line]]]) -> Line:
    left = dice.below(sum(weight for weight, _ in choices))
    for weight, make in choices:
        if left < weight:
            return make()
        left -= weight
    return choices[-1][1]()


def _outside(dice: Dice, world: World, stage: Stage) -> Line:
    """Nobody is inside: mostly something starts the journey."""
    starts = (40 * bool(world.start_events), 40 * bool(world.start_words))
    return _by_weight(dice, (
        (starts[0], lambda: _line(dice, event=happen(dice, world, dice.one_of(world.start_events)))),
        (starts[1], lambda: _start_word(dice, world)), (8, lambda: _says(dice, "STOP")), (3, lambda: _says(dice, "START")),
        (6, lambda: _tap(dice, world, stage, None)), (5, lambda: _says(dice, dice.one_of(UNEXPECTED))),
        (30 * bool(world.start_ads), lambda: _by_ad(dice, world)),
        (40 * bool(world.awaited_agreements), lambda: _line(dice, agrees=dice.one_of(world.awaited_agreements))),
        (40 * world.starts_by_itself, lambda: Line(after=dice.one_of(LONG_PAUSES))),
    ))  # fmt: skip


def _while_slow(dice: Dice, world: World, stage: Stage) -> Line:
    """The provider has not answered yet: what comes in has to wait, then it answers one way or another."""
    since = stage.now - min(accepted.at for _, _, accepted in stage.on_the_wire)
    if since < SLOW_AT_MOST / 2 and dice.chance(40):
        words = world.words_of(stage.on_the_wire[0][0].state.step or "") or ["oui"]
        return Line(after="20s", says=dice.one_of((*words, "oui", "STOP")))
    return Line(after="1m", provider=dice.one_of(("accepts", "accepts", "refuses", "unreachable")))


def _answer(dice: Dice, world: World, stage: Stage, state: State) -> Line:
    """Words that are waited for, nearly those, or others; a step on the way to listening is answered like the next."""
    words = world.words_of(state.step or "") + [button.title for button in _shown(stage)]
    if not words or dice.chance(25):
        return _says(dice, dice.one_of(UNEXPECTED))
    word = dice.one_of(words)
    return _says(dice, _misspelt(dice, word) if dice.chance(25) else word)


def _shown(stage: Stage) -> Sequence[Any]:
    sent = stage.last_with_buttons()
    return sent.buttons if sent else ()


def _misspelt(dice: Dice, word: str) -> str:
    """One letter gone, doubled or another; or shouted."""
    place = dice.below(len(word)) if word else 0
    ways = (word[:place] + word[place + 1 :], word[:place] + word[place : place + 1] * 2 + word[place + 1 :],
            word[:place] + "z" + word[place + 1 :], f"{word.upper()} !!", f"euh {word} merci")  # fmt: skip
    return dice.one_of(ways) or "?"


def _tap(dice: Dice, world: World, stage: Stage, state: State | None) -> Line:
    """A button of the newest message, or of an older one."""
    shown = [one.fact for one in stage.happened if isinstance(one.fact, Sent)]
    tappable = list(dict.fromkeys(one.send.step_id for one in shown if stage.last_with_buttons(one.send.step_id)))
    if not tappable:
        return _says(dice, dice.one_of(UNEXPECTED))
    step_id = dice.one_of(tappable) if dice.chance(40) else tappable[-1]
    sent = stage.last_with_buttons(step_id)
    titles = [button.title for button in sent.buttons] if sent else []
    titles = titles or (world.buttons_of(state.step or "") if state else []) or ["Oui"]
    return _line(dice, taps=dice.one_of(titles), of=step_id)


def _media(dice: Dice) -> Line:
    kind, caption = dice.one_of(MEDIA), dice.one_of(("", "", "voici"))
    return _line(dice, sends=kind, caption=caption, place=PLACE if kind == "location" else None)


def _http(dice: Dice, world: World, stage: Stage) -> Line:
    """What the other system answers: mostly all that is saved of it, sometimes nothing of use, sometimes that it is ill."""
    asked = [one.fact for one in stage.happened if isinstance(one.fact, CallHttp)][-1]
    if dice.chance(25):
        return Line(http=Answers(status=dice.one_of((404, 500, 503))))
    whole: dict[str, Any] = {}
    for name, path in asked.save.items():
        put(whole, path, value_of(dice, world, f"contact.{name}"))
    return Line(http=Answers(body=whole if dice.chance(80) else {}))


def _event(dice: Dice, world: World) -> Line:
    names = [*world.start_events, *world.heard_events, "other.event"]
    return _line(dice, event=happen(dice, world, dice.one_of(names)))


def _has_sent(stage: Stage) -> bool:
    return any(isinstance(one.fact, Sent) for one in stage.happened)


def _receipt(dice: Dice, stage: Stage) -> Line:
    opened = any(isinstance(one.fact, Sent) and one.fact.send.may_be_opened() for one in stage.happened)
    return _line(dice, receipt=dice.one_of((*RECEIPTS, "clicked") if opened else RECEIPTS))


def _start_word(dice: Dice, world: World) -> Line:
    return _says(dice, dice.one_of(world.start_words)) if world.start_words else _event(dice, world)


def _by_ad(dice: Dice, world: World) -> Line:
    return _line(dice, says="Bonjour", ad=Ad(source_id=dice.one_of(world.start_ads)))


def _says(dice: Dice, words: str) -> Line:
    return _line(dice, says=words)


def _late(dice: Dice, world: World, state: State) -> Line:
    """Written a while ago: before the question perhaps."""
    words = world.words_of(state.step or "") or list(UNEXPECTED)
    return _line(dice, says=dice.one_of(words), late=dice.one_of(("30s", "5m", "2h")))


def _provider(dice: Dice, stage: Stage) -> Line:
    if stage.provider != "accepts":
        return Line(provider="accepts")
    return Line(provider=dice.one_of(("slow", "slow", "refuses", "unreachable")))


def _silence(dice: Dice, state: State, now: dt.datetime) -> Line:
    """Until the limit has passed, or until just before it."""
    if state.wake_at is None or state.wake_at <= now:
        return Line(after=dice.one_of(PAUSES[3:]))
    length = max(state.wake_at - now + (MINUTE if dice.chance(70) else -MINUTE), MINUTE)
    return Line(after=format_duration(dt.timedelta(seconds=round(length.total_seconds()))))


def _line(dice: Dice, **fields: Any) -> Line:
    pause = dice.one_of(PAUSES[:6])
    return Line(**fields) if pause == "0s" else Line(after=pause, **fields)
