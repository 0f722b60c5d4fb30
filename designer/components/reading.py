"""Moments and numbers for the person at this screen: their language, their zone, now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import streamlit as st

from designer import figures, services, state


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: everything that turns a fact into a figure."""

    language: str
    zone: ZoneInfo
    now: dt.datetime

    def moment(self, at: dt.datetime) -> str:
        return figures.moment(at, self.now, self.zone, self.language)

    def at(self, at: dt.datetime) -> str:
        return figures.at_moment(self.moment(at), self.language)

    def until(self, at: dt.datetime) -> str:
        return figures.until_moment(self.moment(at), self.language)

    def from_(self, at: dt.datetime) -> str:
        return figures.since_moment(self.moment(at), self.language)

    def number(self, value: int) -> str:
        return figures.number(value, self.language)

    def percent(self, part: int, whole: int) -> str:
        return figures.percent(part, whole, self.language)

    def since(self, at: dt.datetime) -> str:
        return figures.length(self.now - at, self.language)


def reader() -> Reader:
    """The person at this screen, at this moment."""
    zone = figures.zone(st.context.timezone, "UTC")
    return Reader(state.language(), zone, services.desk().clock())


def is_dark() -> bool:
    """Whether the page is drawn light on dark now."""
    return getattr(st.context.theme, "type", None) == "dark"
