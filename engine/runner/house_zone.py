"""The zone of the house: for customers of whom no zone is known."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from engine.journey.zones import named_zone
from storage import house

SETTING = "timezone"
"""`{"name": "Europe/Paris"}`; without it the house keeps UTC."""


def house_zone(connection: Connection) -> dt.tzinfo:
    """As it was set on the settings page."""
    return named_zone((house.get_setting(connection, name=SETTING) or {}).get("name")) or dt.UTC
