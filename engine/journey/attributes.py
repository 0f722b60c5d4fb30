"""How much may be kept of one person: a bound for the record, whoever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

import orjson
from pydantic import AfterValidator

MOST = 200
LARGEST = 64_000
"""Bytes of JSON: all attributes of one contact, names and values."""

Excess: TypeAlias = Literal["too_many_attributes", "attributes_too_large"]


def _named_alone(name: str) -> str:
    bare = name.strip().removeprefix("contact.")
    if bare != name.strip():
        raise ValueError(f"A field to write is named without “contact.”; write “{bare}”")
    return name


RecordField: TypeAlias = Annotated[str, AfterValidator(_named_alone)]
"""A field of the customer's record that a step writes: `size`. Texts and conditions read it as `contact.size`."""


def excess_of(attributes: Mapping[str, Any]) -> Excess | None:
    """Why these attributes are too much for one contact, or None."""
    if len(attributes) > MOST:
        return "too_many_attributes"
    return "attributes_too_large" if len(orjson.dumps(dict(attributes))) > LARGEST else None
