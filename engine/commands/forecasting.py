"""`parcours forecast`: what a journey costs and how long it takes, for one customer and for an audience."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

import orjson

from engine.clock import system_clock
from engine.commands.file_problems import file_lines, problem_line
from engine.commands.forecast_report import forecast_lines, passage_lines
from engine.commands.house_files import read_people, read_quiet_hours, read_templates
from engine.commands.words import say
from engine.countries import country_named
from engine.forecast.assumptions import Assumptions, assumptions_of, read_given
from engine.forecast.audience import Audience, made_up
from engine.forecast.facts import UnknownFacts
from engine.forecast.forecasting import forecast
from engine.forecast.mistakes import Mistake
from engine.forecast.notes import note_sentence
from engine.forecast.outcome import Forecast
from engine.forecast.passage import Passage, passage_of
from engine.forecast.setting import Setting
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.files import BadFile, read_file


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    audience: Path | None = None
    people: int | None = None
    country: str = "FR"
    at: str | None = None
    start: str = ""
    over: str = "0s"
    throughput: float = 20.0
    daily_limit: int | None = None
    replies: Sequence[str] = ()
    templates: Path | None = None
    sms_prices: Sequence[str] = ()
    free_sessions: int | None = None
    seed: int = 1
    as_json: bool = False
    quiet_hours: str | None = None


def forecast_file(path: Path, asked: Asked, *, language: str | None) -> int:
    """0 with a forecast, 2 when nothing can be said: what was given cannot be used, and why is printed."""
    language = language or say.language()
    try:
        journey = read_file(path)
        asked = replace(asked, country=_country(asked.country))
        assumptions = assumptions_of(journey).changed(read_given(asked.replies, assumptions_of(journey)))
        setting = _setting(journey, assumptions, asked)
        passage = passage_of(
            journey, assumptions, start=setting.start, country=asked.country, trigger=asked.start,
            templates=setting.templates, house_hours=setting.house_hours,
        )  # fmt: skip
        told = _forecast(setting, asked, language)
    except BadFile as bad:
        for line in file_lines([bad], language):
            _tell(line)
        return 2
    except Mistake as mistake:
        _tell(mistake.sentence(language))
        return 2
    except ValueError as problem:
        _tell(f"{path}: {problem_line(problem, language)}")
        return 2
    _print(journey, passage, told, asked, assumptions, language)
    return 0


def _setting(journey: Journey, assumptions: Assumptions, asked: Asked) -> Setting:
    return Setting(
        Compiled(journey), _moment(asked.at), asked.start, assumptions, over=parse_duration(asked.over),
        per_second=asked.throughput, daily_limit=asked.daily_limit,
        templates=read_templates(asked.templates) if asked.templates else {}, free_sessions=asked.free_sessions,
        seed=asked.seed, house_hours=read_quiet_hours(asked.quiet_hours),
    )  # fmt: skip


def _moment(written: str | None) -> dt.datetime:
    if written is None:
        return system_clock().replace(second=0, microsecond=0)
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        raise Mistake("at", text=written) from None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _country(written: str) -> str:
    code = country_named(written)
    if code is None:
        raise Mistake("country", text=written[:40])
    return code


def _forecast(setting: Setting, asked: Asked, language: str) -> Forecast | None:
    audience = _audience(setting, asked)
    if audience is None:
        return None
    return forecast(setting, audience, sms_prices=read_sms_prices(asked.sms_prices), tell=_progress(language))


def _audience(setting: Setting, asked: Asked) -> Audience | None:
    if asked.audience is not None:
        return read_people(asked.audience)
    if asked.people is None:
        return None
    facts = UnknownFacts(setting.journey, setting.seed, setting.start)
    language = setting.journey.journey.language
    return made_up(
        asked.people, country=asked.country, language=language, attributes=facts.record,
        fields=facts.paths("contact"),
    )  # fmt: skip


def read_sms_prices(written: Sequence[str]) -> dict[str, Decimal]:
    """`0.05`, `FR=0.05` → price by country, `""` for any other. Raises Mistake."""
    prices: dict[str, Decimal] = {}
    for text in written:
        country, equals, price = text.rpartition("=")
        try:
            prices[_country(country) if equals else ""] = _price(price)
        except Mistake:
            raise
        except (InvalidOperation, ValueError):
            raise Mistake("sms_price", text=text) from None
    return prices


def _price(written: str) -> Decimal:
    price = Decimal(written.strip().replace(",", "."))
    if not price.is_finite() or price < 0:
        raise ValueError(written)
    return price


def _print(
    journey: Journey, passage: Passage, told: Forecast | None, asked: Asked, assumptions: Assumptions, language: str
) -> None:
    if asked.as_json:
        whole = told.to_json(lambda note: note_sentence(note, language)) if told else None
        print(orjson.dumps({"passage": passage.to_json(), "forecast": whole}, option=orjson.OPT_INDENT_2).decode())
        return
    lines = list(passage_lines(journey, passage, assumptions, language, with_assumptions=told is None))
    for line in lines + (list(forecast_lines(journey, told, language)) if told else []):
        print(line)


def _progress(language: str) -> Callable[[float], None]:
    """On a terminal, how far it is, on one line."""
    if not sys.stderr.isatty():
        return lambda _share: None

    def tell(share: float) -> None:
        words = say(f"{share:.0%} fait", f"{share:.0%} done", language)
        print(f"\r{words}", end="", file=sys.stderr, flush=True)

    return tell


def _tell(words: str) -> None:
    print(words, file=sys.stderr)
