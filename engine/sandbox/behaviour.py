"""How the simulated platform misbehaves, changed at run time with `PUT /sandbox/behaviour`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from .wire import JsonObject, Violation, answer, as_object, read_object, refuse

if TYPE_CHECKING:
    from .sandbox import Sandbox

RETENTIONS = ("none", "dispatch", "conversation")


@dataclass(frozen=True, slots=True)
class Refuse:
    """`code` is an HTTP status in digits (refused before acceptance) or a failure reason (reported later)."""

    code: str
    share: float

    @property
    def http_status(self) -> int | None:
        return int(self.code) if self.code.isdigit() else None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Shares are between 0 and 1. `retention` none and dispatch are DISPATCH apps (0 or 7 days kept).

    `pair_limit`: WhatsApp's limit of one message per 6 s to one person after a burst of 45.
    """

    delay_ms: float = 0
    refuse: Refuse | None = None
    throttle_per_second: int | None = None
    lose_answer: float = 0
    deliver: bool = True
    read: bool = True
    duplicate: float = 0
    shuffle: bool = False
    retention: str = "none"
    pair_limit: bool = True

    @property
    def processing_mode(self) -> str:
        return "CONVERSATION" if self.retention == "conversation" else "DISPATCH"


async def show_behaviour(_request: Request, sandbox: Sandbox) -> Response:
    """`GET /sandbox/behaviour`."""
    return answer(asdict(sandbox.behaviour))


async def change_behaviour(request: Request, sandbox: Sandbox) -> Response:
    """`PUT /sandbox/behaviour`: only the fields named change; one bad value and none changes."""
    changes = read_object(await request.body())
    faults = [fault for name, value in changes.items() if (fault := _find_fault(name, value))]
    if faults:
        return refuse(400, f"{faults[0].field}: {faults[0].description}", faults)
    sandbox.behaviour = replace(sandbox.behaviour, **{name: _build(name, value) for name, value in changes.items()})
    return answer(asdict(sandbox.behaviour))


def _find_fault(name: str, value: object) -> Violation | None:
    rule = RULES.get(name)
    if rule is None:
        return Violation(name, f"unknown field; known fields: {', '.join(RULES)}")
    accepts, remedy = rule
    return None if accepts(value) else Violation(name, remedy)


def _build(name: str, value: Any) -> Any:
    if name == "refuse" and value is not None:
        return Refuse(str(value["code"]), value["share"])
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 1


def _is_delay(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 60_000


def _is_rate(value: Any) -> bool:
    return value is None or (_is_number(value) and isinstance(value, int) and value >= 1)


def _is_refuse(value: object) -> bool:
    if value is None:
        return True
    found: JsonObject = as_object(value) or {}
    code = str(found.get("code", ""))
    known = re.fullmatch(r"[45]\d\d|[A-Z][A-Z_]+", code)
    return set(found) == {"code", "share"} and bool(known) and _is_share(found["share"])


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "delay_ms": (_is_delay, "must be a number of milliseconds between 0 and 60000"),
    "refuse": (_is_refuse, 'must be null or {"code": reason code or HTTP status 400-599, "share": 0 to 1}'),
    "throttle_per_second": (_is_rate, "must be null (no limit) or a whole number from 1"),
    "lose_answer": (_is_share, "must be a share between 0 and 1"),
    "deliver": (_is_switch, "must be true or false"),
    "read": (_is_switch, "must be true or false"),
    "duplicate": (_is_share, "must be a share between 0 and 1"),
    "shuffle": (_is_switch, "must be true or false"),
    "retention": (lambda value: value in RETENTIONS, f"must be one of {', '.join(RETENTIONS)}"),
    "pair_limit": (_is_switch, "must be true or false"),
}
