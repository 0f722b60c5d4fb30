"""What an audience comes to: figures with their range, charts, what to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson
import streamlit as st

from designer.components.plain import plain
from designer.forecast_charts import cost_chart, hours_chart, way_rows
from designer.forecast_words import say
from engine.forecast.assumption_words import CATEGORIES, name_of, named, reason_text
from engine.forecast.figures import amounts, count, counts, length, money, ranged
from engine.forecast.notes import note_sentence
from engine.forecast.outcome import Forecast, Spread
from engine.journey.definition import Journey

Name = Callable[[str], str]


def show(journey: Journey, told: Forecast, zone: dt.tzinfo, language: str, country: Name) -> None:
    """Everything, the most wanted first."""
    _heads(told, language)
    if told.hours:
        _title(say("hours", language))
        st.altair_chart(hours_chart(told, zone, language), width="stretch")
        _busiest(told, zone, language)
    if rows := way_rows(journey, told, language):
        _title(say("ways", language))
        st.dataframe(rows, hide_index=True, width="stretch")
    _costs(told, language, country)
    _sms(told, language)
    _unsent(journey, told, language)
    _notes(told, language)
    st.download_button(
        say("save", language), orjson.dumps(told.to_json(lambda note: note_sentence(note, language)), option=orjson.OPT_INDENT_2),
        file_name=f"{journey.key}-forecast.json", mime="application/json", key="forecast:save", icon=":material/download:",
    )  # fmt: skip


def _heads(told: Forecast, language: str) -> None:
    left, right = st.columns(2)
    _metric(left, say("cost", language), told.cost, lambda figure: money(figure, told.currency, language), language)
    takes = told.takes
    if takes is not None:
        spread = Spread(*(one.total_seconds() for one in takes))
        _metric(
            right,
            say("last", language),
            spread,
            lambda figure: length(figure, language),
            language,
        )
    _metric(left, say("reached", language), told.reached, lambda figure: count(figure, language), language)
    _metric(right, say("replies", language), told.replies, lambda figure: count(figure, language), language)


def _metric(place: Any, label: str, spread: Spread, shown: Callable[[float], str], language: str) -> None:
    low, high = shown(spread.low), shown(spread.high)
    between = None if low == high else say("range", language, low=low, high=high)
    place.metric(label, shown(spread.expected), between, delta_color="off", delta_arrow="off")


def _title(words: str) -> None:
    st.markdown(f"**{words}**")


def _busiest(told: Forecast, zone: dt.tzinfo, language: str) -> None:
    if told.busiest is not None:
        at, most = told.busiest
        moment = f"{at.astimezone(zone):%d/%m %H:%M}"
        st.caption(plain(say("hours.text", language, count=count(most.high, language), moment=moment)))


def _costs(told: Forecast, language: str, country: Name) -> None:
    if not told.costs:
        return
    _title(say("by_price", language))
    if any(line.cost.high for line in told.costs):
        st.altair_chart(cost_chart(told, country, language), width="stretch")
    st.dataframe(
        [_cost_row(line, told.currency, language, country) for line in told.costs], hide_index=True, width="stretch"
    )


def _cost_row(line: Any, currency: str, language: str, country: Name) -> dict[str, str]:
    category = named(CATEGORIES[line.category], language)
    return {
        say("table.country", language): country(line.country),
        say("table.category", language): say("free", language, category=category) if line.is_free else category,
        say("table.messages", language): count(line.messages.expected, language),
        say("table.price", language): money(float(line.price), currency, language),
        say("cost", language): money(line.cost.expected, currency, language),
    }


def _sms(told: Forecast, language: str) -> None:
    if not told.sms:
        return
    _title(say("sms", language))
    segments = _sum([line.segments for line in told.sms])
    unicode = _sum([line.unicode_segments for line in told.sms])
    st.caption(
        plain(say("sms.parts", language, segments=counts(segments, language), unicode=counts(unicode, language)))
    )
    if told.sms_cost is not None:
        sms, whatsapp = (amounts(one, told.currency, language) for one in (told.sms_cost, told.cost))
        st.caption(plain(say("sms.cost", language, sms=sms, whatsapp=whatsapp)))


def _sum(spreads: list[Spread]) -> Spread:
    return Spread(
        sum(one.low for one in spreads), sum(one.expected for one in spreads), sum(one.high for one in spreads)
    )


def _unsent(journey: Journey, told: Forecast, language: str) -> None:
    if told.not_sent:
        _title(say("unsent", language))
        joint = " : " if language.startswith("fr") else ": "
        lines = [
            f"{name_of(journey, one.step, language)}{joint}{reason_text(one.reason, language)} — {counts(one.messages, language)}"
            for one in told.not_sent
        ]  # fmt: skip
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    for reason, people in told.not_entered.items():
        st.caption(plain(say("absent", language, count=count(people, language), reason=reason_text(reason, language))))
    if told.still_inside.high:
        inside = ranged(told.still_inside, lambda figure: count(figure, language), language)
        st.caption(plain(say("inside", language, count=inside)))


def _notes(told: Forecast, language: str) -> None:
    _title(say("notes", language))
    st.markdown("\n".join(f"- {plain(note_sentence(note, language))}" for note in told.notes))
