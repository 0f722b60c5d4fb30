"""The side “Coût” of the editor: what one passage comes to, and what an audience would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from babel import Locale
from babel.dates import format_date

from designer import state
from designer.components.forecast_inputs import ask
from designer.components.forecast_results import show
from designer.components.plain import plain
from designer.components.step_form import Board
from designer.components.step_form.inputs import first_of
from designer.forecast_request import Request, Unusable, answer
from designer.forecast_words import say
from engine.forecast.assumption_words import name_of
from engine.forecast.assumptions import assumptions_of
from engine.forecast.audience import Audience
from engine.forecast.figures import count, length, money
from engine.forecast.mistakes import Mistake
from engine.forecast.outcome import Spread
from engine.forecast.passage import Passage, passage_of
from engine.forecast.rate_card import rate_cards
from engine.journey.quiet_hours import QuietHours

HELD = "editor:forecast"
COUNTRY = "forecast:country"


@dataclass(frozen=True)
class Around:
    """What the forecast is told of the house. `now` in UTC; `people`: those of a segment, everybody for an empty key;
    `by_country`: how many customers live where."""

    now: dt.datetime
    zone: dt.tzinfo
    pace: int
    people: Callable[[str], Audience]
    by_country: Mapping[str, int]
    hours: QuietHours | None = None
    """The quiet hours of the house."""


def forecast_panel(board: Board, around: Around) -> None:
    """What was forecast stays until the journey is another."""
    country = _country(board, around)
    start = max(around.now, _first_price())
    try:
        passage = passage_of(
            board.journey, assumptions_of(board.journey), start=start, country=country, templates=board.templates,
            house_zone=around.zone, house_hours=around.hours,
        )  # fmt: skip
    except Mistake as mistake:
        st.info(plain(mistake.sentence(board.language)), icon=":material/route:")
        return
    _passage(board, passage)
    st.divider()
    request = ask(board, around.now if around.now > _first_price() else start, around.zone, around.pace, country)
    if request is not None:
        _forecast(board, around, replace(request, hours=around.hours))
    _held(board, around)


def _forecast(board: Board, around: Around, request: Request) -> None:
    bar = st.progress(0.0, say("running", board.language))
    told = answer(
        request, board.journey, board.templates, board.language, people=around.people,
        tell=lambda share: bar.progress(min(share, 1.0), say("running", board.language)),
    )  # fmt: skip
    bar.empty()
    state.remember(HELD, (board.journey.key, board.revision, told))


def _held(board: Board, around: Around) -> None:
    held = state.recall(HELD)
    if held is None or held[0] != board.journey.key:
        st.caption(say("nothing", board.language))
    elif held[1] != board.revision:
        st.info(say("changed", board.language), icon=":material/update:")
    elif isinstance(held[2], Unusable):
        st.error(plain(held[2].sentence), icon=":material/error:")
    else:
        show(board.journey, held[2], around.zone, board.language, lambda code: country_name(code, board.language))


def _first_price() -> dt.datetime:
    """Before that day no prices are known, so that nothing can be said."""
    return dt.datetime.combine(rate_cards()[0].effective_from, dt.time(12), dt.UTC)


def _country(board: Board, around: Around) -> str:
    """Where most customers live, until somebody chooses."""
    cards = rate_cards()[-1]
    most = max(around.by_country, key=lambda code: around.by_country[code], default="FR")
    options = sorted({*cards.market_of, *cards.unread}, key=lambda code: country_name(code, board.language))
    chosen = state.widget(COUNTRY) or (most if most in options else "FR")
    return st.selectbox(
        say("country", board.language), options, key=COUNTRY, **first_of(COUNTRY, chosen, options),
        format_func=lambda code: country_name(code, board.language),
    )  # fmt: skip


def country_name(code: str, language: str) -> str:
    """`France`, `Allemagne`; the code where it has no name."""
    return Locale.parse(language).territories.get(code, code)


def _passage(board: Board, passage: Passage) -> None:
    language = board.language
    st.markdown(f"**{say('one', language)}**")
    left, right = st.columns(2)
    left.metric(
        say("worst", language),
        _worst(passage, language),
        _messages(passage, language),
        delta_color="off",
        delta_arrow="off",
    )
    right.metric(
        say("mean", language), money(passage.cost.expected, passage.currency, language),
        _range(passage.cost, lambda figure: money(figure, passage.currency, language), language), delta_color="off",
        delta_arrow="off",
    )  # fmt: skip
    longest = say("no_limit", language) if passage.longest is None else length(passage.longest, language)
    left.metric(say("longest", language), longest)
    right.metric(
        say("lasts", language), length(passage.seconds.expected, language),
        _range(passage.seconds, lambda figure: length(figure, language), language), delta_color="off", delta_arrow="off",
    )  # fmt: skip
    for sentence in _sentences(board, passage):
        st.caption(plain(sentence))


def _worst(passage: Passage, language: str) -> str:
    if passage.worst_cost is None:
        return say("no_limit", language)
    return money(passage.worst_cost, passage.currency, language)


def _messages(passage: Passage, language: str) -> str | None:
    if passage.worst_messages is None:
        return None
    word = "message" if passage.worst_messages < 2 else "messages"
    return say(word, language, count=count(passage.worst_messages, language))


def _range(spread: Spread, shown: Callable[[float], str], language: str) -> str | None:
    low, high = shown(spread.low), shown(spread.high)
    return None if low == high else say("range", language, low=low, high=high)


def _sentences(board: Board, passage: Passage) -> list[str]:
    """What the bound rests on. Information, nothing to mend: what is wrong stands among the problems."""
    language = board.language

    def named(steps: tuple[str, ...]) -> str:
        return ", ".join(name_of(board.journey, step, language) for step in steps)

    told: list[str] = []
    if passage.endless:
        told.append(say("endless", language, steps=named(passage.endless)))
    elif passage.dearest:
        told.append(say("dearest", language, steps=named(passage.dearest)))
    if passage.returns_to and not passage.endless:
        told.append(say("returns", language, steps=named(passage.returns_to), rounds=str(passage.rounds)))
    if passage.longest is None and not passage.endless:
        told.append(say("no_longest", language))
    return [*told, say("estimate", language, day=format_date(passage.card_from, "long", locale=language))]
