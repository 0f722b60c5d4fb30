"""A template that WhatsApp has not approved: nothing would leave. A pause has a rule of its own."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import is_sendable, templates_sent

# The plain sentence says “still under review”.
WORDINGS = {
    "PENDING": None, "IN_APPEAL": None, "REJECTED": "rejected", "DISABLED": "disabled", "DRAFT": "draft",
}  # fmt: skip


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        for version in found:
            status = version.template.status.upper()
            if not is_sendable(status) and status != "PAUSED":
                yield Problem(
                    "template_not_approved", "error", step_id, None, use.at("template"), {"step": step_name(use.step)},
                    wording=WORDINGS.get(status, "other"),
                    proof={"language": version.language, "status": status},
                )  # fmt: skip
                break
