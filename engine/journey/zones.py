"""The zone a contact lives in, and local times as moments (semantics, “Time”)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.journey.state import Contact

AGREE_IN = range(2024, 2038)
"""Zones of one country that keep the same time in all of these years count as one (Berlin and Büsingen)."""
WEEK = dt.timedelta(weeks=1)
SECOND = dt.timedelta(seconds=1)


def zone_of(contact: Contact, house_zone: dt.tzinfo) -> dt.tzinfo:
    """The contact's own zone, else the only one of their country, else the house's."""
    return named_zone(contact.timezone) or country_zone(contact.country) or house_zone


def named_zone(name: str | None) -> ZoneInfo | None:
    """`Europe/Paris` as a zone; None for no name or one that nobody knows."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def country_zone(country: str | None) -> ZoneInfo | None:
    """The zone of a country that has only one (`FR`, in any case); None for the others."""
    return _only_zone((country or "").upper())


@lru_cache(maxsize=512)
def _only_zone(country: str) -> ZoneInfo | None:
    zones = [ZoneInfo(name) for name in _zones_by_country().get(country, ())]
    return zones[0] if zones and all(_keeps_the_time_of(zones[0], other) for other in zones[1:]) else None


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, list[str]]:
    """The list that comes with the time zone database: `FR<tab>+4852+00220<tab>Europe/Paris`."""
    listed: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name, *_ = line.split("\t")
            listed.setdefault(country, []).append(name)
    return listed


def _keeps_the_time_of(zone: ZoneInfo, other: ZoneInfo) -> bool:
    moment, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (AGREE_IN.start, AGREE_IN.stop))
    while moment < end:
        if moment.astimezone(zone).utcoffset() != moment.astimezone(other).utcoffset():
            return False
        moment += WEEK
    return True


def first_moment(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The moment (UTC) at which clocks in this zone show a naive local time for the first time. A time that clocks skip
    is the first moment after it that exists; one that they show twice is the first of the two."""
    early, late = (local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (1, 0))
    if _shown(late, zone) == local:
        return late
    # In a gap, the later rule reads the time before it and the earlier rule after it.
    while late - early > SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (early, middle) if _shown(middle, zone) >= local else (middle, late)
    return late


def _shown(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
