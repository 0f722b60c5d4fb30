"""How much may be kept of one person: a bound for the record, whoever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import orjson

MOST = 200
LARGEST = 64_000
"""Bytes of JSON: all attributes of one contact, names and values."""

Excess: TypeAlias = Literal["too_many_attributes", "attributes_too_large"]


def excess_of(attributes: Mapping[str, Any]) -> Excess | None:
    """Why these attributes are too much for one contact, or None."""
    if len(attributes) > MOST:
        return "too_many_attributes"
    return "attributes_too_large" if len(orjson.dumps(dict(attributes))) > LARGEST else None
