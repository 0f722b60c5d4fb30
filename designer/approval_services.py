"""Templates that changed under a live journey: what is told, and what a person decides."""

from __future__ import annotations

from designer.draft_model import Desk
from storage import approvals
from storage.approvals import Changed
from storage.core import Refused
from storage.database import reading, writing


def changed_in(desk: Desk, journey_id: str) -> list[Changed]:
    """For which templates messages of this journey wait."""
    with reading(desk.database) as connection:
        return approvals.changed_templates(connection, journey_id=journey_id)


def let_go(desk: Desk, journey_id: str, changed: Changed) -> Refused | None:
    """The journey goes on with the template as it was looked at; refused when it changed again meanwhile."""
    with writing(desk.database) as connection:
        return approvals.approve_changed(
            connection, journey_id=journey_id, changed=changed, by=desk.by, at=desk.clock()
        )
