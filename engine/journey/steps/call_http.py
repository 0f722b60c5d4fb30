"""Ask another system, and keep what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from engine.journey.attributes import RecordField
from engine.journey.durations import Duration, parse_duration
from engine.journey.effects import CallHttp as Call
from engine.journey.events import Called
from engine.journey.passage import Move, Passage, Stay
from engine.journey.plain import is_group, is_list
from engine.journey.rendering import CannotRender, plain_facts
from engine.journey.steps.base import Port, StepBase, TextUse
from engine.journey.steps.update_contact import save

URL_LIMIT = 2_000
TEXT_LIMIT = 4_096
VALUE_LIMIT = 1_000
"""Characters of a saved value."""
DEFAULT_WAIT = "10s"
LONGEST_WAIT = dt.timedelta(seconds=30)
PATIENCE = dt.timedelta(minutes=10)
"""How long after its own limit a passage waits for an answer to be brought to it; then the call counts as failed, and is
not made any more."""
OUT_OF_REACH = frozenset({"country", "timezone"})
"""The contact's own fields that a journey does not write."""


def _short(text: str) -> str:
    if parse_duration(text) > LONGEST_WAIT:
        raise ValueError(f"“{text}” is too long for an answer; write at most 30s")
    return text


class CallHttp(StepBase):
    """`url` on a host that the operator listed, over https. A POST carries `body` as JSON. Of the answer, `save` keeps
    values: attribute → where it stands (`parcel.state`, `items.0.name`); they are also `answers.<step>`, with `status`.
    What is not there leaves its attribute as it was.

    `failed` is taken when there is no good answer (2xx) within `for`. A call is made once a visit; again only when surely
    nothing was sent, or when it only reads (GET).
    """

    type: Literal["call_http"] = "call_http"
    url: str | None = None
    """The address; may hold placeholders behind the host."""
    method: Literal["GET", "POST"] = "GET"
    """`GET` reads, `POST` tells."""
    headers: dict[str, str] = Field(default_factory=dict)
    """What the other system wants to be told beside, such as a key."""
    body: dict[str, str] = Field(default_factory=dict)
    """The fields of the JSON that a POST carries; texts with placeholders."""
    save: dict[RecordField, str] = Field(default_factory=dict)
    """Field of the record → where its value stands in the answer."""
    for_: Annotated[Duration, AfterValidator(_short)] | None = None
    """How long an answer is waited for, 10s when left out, at most 30s."""
    next: str | None = None
    """Where the way goes on with an answer."""
    failed: str | None = None
    """Where it goes without a good one."""

    model_config = {
        **StepBase.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }

    def ports(self) -> list[Port]:
        return [Port("next", self.next), Port("failed", self.failed)]

    def texts(self) -> list[TextUse]:
        headers = [TextUse(("headers", name), text, TEXT_LIMIT, "request") for name, text in self.headers.items()]
        body = [TextUse(("body", name), text, TEXT_LIMIT, "request") for name, text in self.body.items()]
        return [TextUse(("url",), self.url, URL_LIMIT, "request"), *headers, *body]

    def notes(self) -> list[str]:
        return list(self.save)

    def longest_stay(self) -> dt.timedelta:
        """Another system that never answers is waited for longer than its limit."""
        return self.wait() + PATIENCE

    def wait(self) -> dt.timedelta:
        return parse_duration(self.for_ or DEFAULT_WAIT)

    def enter(self, passage: Passage) -> Move:
        state = passage.state
        call_id = f"{state.enrollment_id}.{state.visit}"
        try:
            url = passage.render(self.url or "").strip()
            headers = {name: " ".join(passage.render(text).split()) for name, text in self.headers.items()}
            body = {name: passage.render(text) for name, text in self.body.items()}
        except CannotRender as problem:
            return self.leave("failed", f"cannot_render:{problem.name}")
        until = passage.now + self.wait() + PATIENCE
        passage.say(
            Call(call_id, state.step or "", self.method, url, headers, body, dict(self.save), self.wait(), until)
        )
        state.call_id = call_id
        return Stay("call", until)

    def on_due(self, passage: Passage) -> Move:
        """Nobody brought an answer in time."""
        passage.state.call_id = None
        return self.leave("failed", "failed:late")

    def on_called(self, passage: Passage, called: Called) -> Move:
        passage.state.call_id = None
        if called.reason:
            return self.leave("failed", f"failed:{called.reason}")
        values = plain_facts(dict(called.values))
        passage.state.answers[passage.state.step or ""] = {"status": called.status, **values}
        return self.leave("next", save(passage, values) or "answered")


def pick(answer: Any, save: Mapping[str, str]) -> dict[str, str | int | float | bool]:
    """The values of an answer by attribute; what is not there, or is no single value, is left out."""
    found = {name: _at(answer, path) for name, path in save.items()}
    return {name: _cut(value) for name, value in found.items() if isinstance(value, str | int | float | bool)}


def _cut(value: str | int | float | bool) -> str | int | float | bool:
    return value[:VALUE_LIMIT] if isinstance(value, str) else value


def _at(answer: Any, path: str) -> Any:
    value = answer
    for name in path.split("."):
        if is_group(value):
            value = value.get(name)
        elif is_list(value) and name.isascii() and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def host_of(url: str) -> str:
    """`suivi.example`, or `suivi.example:8443` where the port is not the usual one; empty for what is no https address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() != "https" or not parts.hostname or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    return host if port in (None, 443) else f"{host}:{port}"


def is_listed(url: str, hosts: Collection[str]) -> bool:
    """Whether the address stands on a listed host, letter for letter."""
    host = host_of(url)
    return bool(host) and host in {one.strip().lower().rstrip(".") for one in hosts}
