"""A forecast as lines for a shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from engine.commands.words import say
from engine.forecast.assumption_words import (
    CATEGORIES,
    assumption_name,
    name_of,
    named,
    range_text,
    reason_text,
    way_of,
)
from engine.forecast.assumptions import Assumptions
from engine.forecast.figures import amounts, count, counts, length, lengths, money
from engine.forecast.notes import note_sentence
from engine.forecast.outcome import Forecast, Spread
from engine.forecast.passage import Passage
from engine.journey.definition import Journey


def passage_lines(
    journey: Journey, passage: Passage, assumptions: Assumptions, language: str, *, with_assumptions: bool
) -> Iterator[str]:
    """What one passage comes to."""
    yield say(f"Un passage ({passage.country}, tarif du {passage.card_from})",
              f"One passage ({passage.country}, prices of {passage.card_from})", language)  # fmt: skip
    yield from _columns(_passage_rows(journey, passage, language))
    if with_assumptions:
        yield from _assumption_lines(journey, assumptions, language, with_record=True)


def _passage_rows(journey: Journey, passage: Passage, language: str) -> Iterator[tuple[str, str]]:
    yield say("au plus", "at most", language), worst_text(journey, passage, language)
    yield say("en moyenne", "on average", language), amounts(passage.cost, passage.currency, language)
    longest = say("sans limite", "no limit", language) if passage.longest is None else length(passage.longest, language)
    yield say("dure au plus", "lasts at most", language), longest
    yield say("dure en moyenne", "lasts on average", language), lengths(passage.seconds, language)


def worst_text(journey: Journey, passage: Passage, language: str) -> str:
    """`0,12 $ : 4 messages`, and what the bound rests on."""
    if passage.worst_cost is None:
        names = ", ".join(name_of(journey, step, language) for step in passage.endless)
        return say(f"sans limite : {names} tournent sans fin", f"no limit: {names} repeat for ever", language)
    price = money(passage.worst_cost, passage.currency, language)
    messages = count(passage.worst_messages or 0, language)
    told = say(f"{price} ({messages} messages)", f"{price} ({messages} messages)", language)
    if not passage.returns_to:
        return told
    names = ", ".join(name_of(journey, step, language) for step in passage.returns_to)
    return told + say(
        f", avec {passage.rounds} retours vers {names}", f", with {passage.rounds} returns to {names}", language
    )


def forecast_lines(journey: Journey, told: Forecast, language: str) -> Iterator[str]:
    """What an audience comes to."""
    yield ""
    yield say(f"{count(told.people, language)} personnes, départ « {told.trigger} », {_moment(told.start)}",
              f"{count(told.people, language)} people, start “{told.trigger}”, {_moment(told.start)}", language)  # fmt: skip
    yield from _columns(_people_rows(told, language))
    yield from _titled(say("Durée", "Duration", language), _duration_rows(told, language))
    yield from _titled(say("Personnes par chemin", "People a path", language), _way_rows(journey, told, language))
    unsent = [
        (f"{name_of(journey, one.step, language)} : {reason_text(one.reason, language)}", counts(one.messages, language))
        for one in told.not_sent
    ]  # fmt: skip
    yield from _titled(say("Messages qui ne partent pas", "Messages that do not leave", language), unsent)
    yield from _titled(say("Coût", "Cost", language), _cost_rows(told, language))
    yield from _titled(say("Les mêmes textes par SMS", "The same texts by SMS", language), _sms_rows(told, language))
    yield from _assumption_lines(journey, told.assumptions, language, with_record=False)
    yield ""
    yield from (f"· {note_sentence(note, language)}" for note in told.notes)


def _people_rows(told: Forecast, language: str) -> Iterator[tuple[str, str]]:
    yield say("entrent", "enter", language), count(told.entered, language)
    for reason, people in told.not_entered.items():
        yield (
            say("n'entrent pas", "do not enter", language),
            f"{count(people, language)} : {reason_text(reason, language)}",
        )
    figures: Sequence[tuple[str, str, Spread]] = (
        ("reçoivent un message", "receive a message", told.reached), ("réponses", "replies", told.replies),
        ("désinscriptions", "opt-outs", told.opt_outs), ("messages envoyés", "messages sent", told.sent),
        ("messages reçus", "messages delivered", told.delivered), ("encore dedans", "still inside", told.still_inside),
    )  # fmt: skip
    for french, english, spread in figures:
        yield say(french, english, language), counts(spread, language)


def _duration_rows(told: Forecast, language: str) -> Iterator[tuple[str, str]]:
    limit = count(told.daily_limit, language) if told.daily_limit else say("sans limite", "no limit", language)
    yield (say("débit", "throughput", language),
           say(f"{told.per_second:g} messages/s, {limit} personnes/24 h",
               f"{told.per_second:g} messages/s, {limit} people/24 h", language))  # fmt: skip
    if told.takes is None or told.last_send is None:
        return
    takes = Spread(*(one.total_seconds() for one in told.takes))
    yield say("dernier envoi", "last send", language), f"{_moment(told.last_send[1])}, {lengths(takes, language)}"
    if (busiest := told.busiest) is not None:
        most = counts(busiest[1], language)
        yield say("heure la plus chargée", "busiest hour", language), f"{_moment(busiest[0])} : {most}"


def _way_rows(journey: Journey, told: Forecast, language: str) -> Iterator[tuple[str, str]]:
    for flow in told.steps:
        ways = {port: people for port, people in flow.ways.items() if people.high or port != "not_sent"}
        if flow.arrived.high:
            yield name_of(journey, flow.step, language), counts(flow.arrived, language)
            for port, people in ways.items() if len(ways) > 1 else ():
                yield f"  → {way_of(journey, flow.step, port, language)}", counts(people, language)


def _cost_rows(told: Forecast, language: str) -> Iterator[tuple[str, str]]:
    yield say("total", "total", language), amounts(told.cost, told.currency, language)
    for line in told.costs:
        kind = named(CATEGORIES[line.category], language)
        free = say(", offerts", ", free", language) if line.is_free else ""
        price = money(float(line.price), told.currency, language)
        yield (f"{line.country} {kind}{free}",
               f"{counts(line.messages, language)} × {price} = {amounts(line.cost, told.currency, language)}")  # fmt: skip


def _sms_rows(told: Forecast, language: str) -> Iterator[tuple[str, str]]:
    for line in told.sms:
        parts = say("parts", "parts", language)
        cost = f" = {amounts(line.cost, told.currency, language)}" if line.cost else ""
        unicode = f" ({count(line.unicode_segments.expected, language)} UCS-2)" if line.unicode_segments.high else ""
        yield line.country, f"{counts(line.segments, language)} {parts}{unicode}{cost}"
    if told.sms and told.sms_cost is not None:
        yield say("total", "total", language), amounts(told.sms_cost, told.currency, language)
    elif told.sms:
        yield say("prix", "price", language), say("donnez --sms-price 0.05", "give --sms-price 0.05", language)


def _assumption_lines(journey: Journey, assumptions: Assumptions, language: str, *, with_record: bool) -> Iterator[str]:
    rows = [
        (one.short, f"{range_text(one, language)}   {assumption_name(one, journey, language)}")
        for one in assumptions if with_record or not one.on_record
    ]  # fmt: skip
    title = say("Hypothèses (bas · attendu · haut ; changez-les par --replies)",
                "Assumptions (low · expected · high; change them by --replies)", language)  # fmt: skip
    yield from _titled(title, rows)


def _titled(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(rows)
    if listed:
        yield ""
        yield title
        yield from _columns(listed)


def _columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(rows)
    width = min(44, max((len(name) for name, _ in listed), default=0))
    yield from (f"  {name:<{width}}  {value}" for name, value in listed)


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
