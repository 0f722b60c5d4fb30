"""What policy and limits say of each candidate of a claim: it may leave, later, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.permission import is_window_open, stricter
from engine.journey.quiet_hours import QuietHours
from engine.runner.contents import choose_template
from engine.runner.limit_state import look_at
from engine.runner.limits import Limits
from engine.runner.policy import LOOP_GUARD, TEMPLATES, Allowed, Decision, Later, Refused, Standing, decide
from storage import approvals, contacts, inbox, outbox
from storage.templates import load_templates

LEAVES_WITHIN = dt.timedelta(seconds=10)
"""A claimed message has left by then, or is given back (`sender.DEADLINE`)."""
READ_WITHIN = dt.timedelta(seconds=1)
"""What the customer said and nobody looked at yet is looked at again after this."""


@dataclass(slots=True)
class Sorted:
    """`instead`: session message → the body of the template that leaves for it."""

    allowed: list[tuple[RowMapping, Allowed]] = field(default_factory=list[tuple[RowMapping, Allowed]])
    later: dict[str, tuple[dt.datetime, str]] = field(default_factory=dict[str, tuple[dt.datetime, str]])
    refused: list[tuple[RowMapping, Refused]] = field(default_factory=list[tuple[RowMapping, Refused]])
    instead: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def put(self, row: RowMapping, decision: Decision) -> None:
        match decision:
            case Allowed():
                self.allowed.append((row, decision))
            case Later(until, reason):
                self.later[row["id"]] = (until, reason)
            case Refused():
                self.refused.append((row, decision))

    def kind_of(self, row: RowMapping) -> str:
        """As what it leaves."""
        return "fallback" if row["id"] in self.instead else row["kind"]


def sort_candidates(connection: Connection, rows: Sequence[RowMapping], limits: Limits, *, room: int) -> Sorted:
    """In the order in which they were queued, by a few queries for all of them, until so many may leave; the rest is not
    judged."""
    now = limits.now
    look_at(connection, limits, rows)
    unheard = inbox.unheard(connection, {row["to"] for row in rows})
    sorter = _Sorter(connection, rows, now, limits.house_hours)
    found = Sorted()
    for place, row in enumerate(rows):
        if len(found.allowed) == room:
            break
        if row["to"] in unheard and row["kind"] != "confirmation":
            found.put(row, Later(now + READ_WITHIN, "unheard"))
            continue
        decision = sorter.decide(row, found)
        if isinstance(decision, Allowed):
            decision = _limited(row, found.kind_of(row), decision, limits, at_most=len(rows) - place)
        found.put(row, decision)
    return found


def _limited(row: RowMapping, kind: str, allowed: Allowed, limits: Limits, *, at_most: int) -> Decision:
    """A free reply that would be held past its window is refused at once; one with a fallback waits as this would."""
    decision: Decision | None = limits.pace(row)
    if decision is None and kind not in ("confirmation", "house_reply"):
        category = allowed.template["category"] if allowed.template is not None else None
        decision = limits.judge(row, kind, stricter(row["purpose"], category), at_most=at_most)
    if isinstance(decision, Later) and kind not in TEMPLATES and not _may_wait(row, decision.until):
        return Refused("window_closed", "moment")
    return decision or allowed


def _may_wait(row: RowMapping, until: dt.datetime) -> bool:
    fallback: Mapping[str, Any] = row["body"].get("fallback") or {"problem": "none"}
    return is_window_open(row["last_inbound_at"], until) or "problem" not in fallback


class _Sorter:
    """What policy needs to know of the people and templates of one page of candidates."""

    def __init__(
        self, connection: Connection, rows: Sequence[RowMapping], now: dt.datetime, house_hours: QuietHours | None
    ) -> None:
        self.now, self.house_hours = now, house_hours
        self.consents = contacts.load_consents(connection, {row["contact_id"] for row in rows})
        answered = {row["contact_id"] for row in rows if row["answers_at"] is not None}
        self.answers = outbox.answers_since(connection, answered, since=now - LOOP_GUARD) if answered else {}
        self.templates = _Templates(connection, rows)

    def decide(self, row: RowMapping, found: Sorted) -> Decision:
        template = self.templates.chosen_for(row["body"])
        standing = Standing(
            self.consents.get(row["contact_id"], ()), row["last_inbound_at"], template,
            self.answers.get(row["address_id"], ()), self.templates.is_as_approved(row, template),
            self.house_hours,
        )  # fmt: skip
        decision, fallback = decide(row, standing, self.now), row["body"].get("fallback")
        if row["kind"] != "session" or not fallback or not _needs_fallback(decision, standing, self.now):
            return decision
        found.instead[row["id"]] = fallback
        template = self.templates.chosen_for(fallback)
        is_as_approved = self.templates.is_as_approved(row, template)
        standing = replace(standing, template=template, is_as_approved=is_as_approved)
        return _decide_fallback(row, fallback, standing, self.now)


def _needs_fallback(decision: Decision, standing: Standing, now: dt.datetime) -> bool:
    """The window is closed, or would be before the message has left."""
    if isinstance(decision, Refused):
        return decision.reason == "window_closed"
    return isinstance(decision, Allowed) and not is_window_open(standing.last_inbound_at, now + LEAVES_WITHIN)


def _decide_fallback(row: RowMapping, fallback: Mapping[str, Any], standing: Standing, now: dt.datetime) -> Decision:
    """A template has its own rules; one that could not be filled leaves nothing."""
    if "problem" in fallback:
        return Refused(fallback["problem"], "moment")
    return decide({**row, "kind": "fallback"}, standing, now)


def _bodies_of(row: RowMapping) -> list[Mapping[str, Any]]:
    """What may leave for it: itself, or its fallback."""
    body: Mapping[str, Any] = row["body"]
    return [body, body["fallback"]] if "fallback" in body else [body]


class _Templates:
    """The templates of one page; each name and language is chosen once. What went live is asked only where one changed."""

    def __init__(self, connection: Connection, rows: Sequence[RowMapping]) -> None:
        names = {body["template"] for row in rows for body in _bodies_of(row) if body.get("template")}
        self._known = load_templates(connection, names) if names else {}
        changed = {name for (name, _), template in self._known.items() if template["changed_at"] is not None}
        versions = {row["version_id"] for row in rows if row["version_id"] is not None} if changed else set[str]()
        self._approved = approvals.approvals(connection, versions, changed)
        self._chosen: dict[tuple[str, str, str], RowMapping | None] = {}

    def is_as_approved(self, row: RowMapping, template: RowMapping | None) -> bool:
        """Whether it is what people put live with the version that sends it."""
        return template is None or approvals.is_approved(self._approved, row["version_id"], template)

    def chosen_for(self, body: Mapping[str, Any]) -> RowMapping | None:
        """The one in the language that this content is for; None for a session message."""
        if not body.get("template"):
            return None
        wanted = (body["template"], body["language"], body.get("default_language", "fr"))
        if wanted not in self._chosen:
            self._chosen[wanted] = choose_template(self._known, *wanted)
        return self._chosen[wanted]
