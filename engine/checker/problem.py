"""What the checker found: where, how bad, in words a marketer understands, and for a program."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from engine.checker.words import Fact, sentence

Severity = Literal["error", "warning"]
Field: TypeAlias = tuple[str | int, ...]
"""The way to the faulty place inside its step or trigger: `("buttons", 0, "title", "fr")`."""


def _nothing() -> dict[str, Any]:
    return {}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One problem. An error stops publishing, a warning asks.

    `step` or `trigger` is the id of the place, both None when the whole journey is meant. `facts` fill the sentence;
    `wording` picks one where a rule has several. `repair` names the edit that would mend it, None when a person must
    think: `add_exit`, `add_path`, `add_language`, `add_default`, `use_template`, `add_fallback`, `correct_field`, `reconnect`,
    `choose_template`, `remove`, `delete_branch`, `delete_step`, `use_any`, `make_marketing`, `add_no_reply`,
    `add_no_event`, `use_whatsapp_formatting`, `share_evenly`, `limit_rounds`, `add_stop`. `proof` holds what a program may want besides, such as `path` and `hours` of
    `outside_window`.
    """

    rule: str
    severity: Severity
    step: str | None = None
    trigger: str | None = None
    field: Field | None = None
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=_nothing)
    repair: str | None = None
    wording: str | None = None
    proof: Mapping[str, Any] = dataclasses.field(default_factory=_nothing)

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def message(self, language: str) -> str:
        """At most three sentences: the step, what the customer will see, what to do. French for `fr…`, else English."""
        key = f"{self.rule}.{self.wording}" if self.wording else self.rule
        return sentence(key, language, self.facts)

    def to_json(self, language: str) -> dict[str, Any]:
        """For `parcours check --json` and the designer; the `proof` stands beside the fixed names."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "step": self.step,
            "trigger": self.trigger,
            "field": list(self.field) if self.field else None,
            "message": self.message(language),
            "repair": self.repair,
            **self.proof,
        }
