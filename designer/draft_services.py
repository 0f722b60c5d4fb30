"""What the editor asks of storage: open a draft, edit it, take edits back, publish.

Every edit is made on the newest draft, inside the transaction that saves it; someone who saved a moment before is not
overwritten. A journey without a draft is shown as it is live; its first edit opens the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from designer.draft_model import Blocked, Change, Desk, Draft, Made, NoJourney, Outdated
from designer.draft_saving import drawn, edit_in, standing_version, take_back_in
from designer.editing import Change as EditChange
from designer.editing import Definition, Edited, Refused, apply, apply_changes, diff, invert, set_field
from designer.editing.outcome import edited
from designer.editing.places import triggers_of
from engine.checker.problem import Problem
from storage import drafts, journeys
from storage.core import Refused as StorageRefused
from storage.database import reading, writing
from storage.tables import DraftEdit, JourneyVersion

TRIES = 5


def load_draft(desk: Desk, key: str) -> Draft | NoJourney:
    """The journey of this key as it is being drawn, or as it is live."""
    with reading(desk.database) as connection:
        journey = journeys.find_journey(connection, key=key)
        version = standing_version(connection, journey) if journey else None
        if journey is None or version is None:
            return NoJourney(key)
        return drawn(connection, desk, journey, version)


def acknowledged(desk: Desk, version_id: str) -> dict[str, int]:
    """For each browser's outbox, the last step that is saved."""
    with reading(desk.database) as connection:
        return drafts.applied_steps(connection, version_id=version_id)


def edit_draft(desk: Desk, key: str, change: Change, *, client: str = "", seq: int = 0) -> Made | Refused | NoJourney:
    """Apply one edit to the newest draft and save it. The same (`client`, `seq`) again changes nothing."""
    for _ in range(TRIES):
        with writing(desk.database) as connection:
            made = edit_in(connection, desk, key, change, client=client, seq=seq)
        if made is not None:
            return made
    return Refused("busy", {})


def apply_operation(desk: Desk, key: str, operation: Mapping[str, Any], *, client: str) -> Made | Refused | NoJourney:
    """One step of the canvas's outbox: an edit, undo or redo."""
    seq = int(operation.get("seq", 0))
    if operation.get("op") in ("undo", "redo"):
        return take_back(desk, key, str(operation["op"]), client=client, seq=seq)
    return edit_draft(desk, key, lambda definition: apply(definition, operation), client=client, seq=seq)


def take_back(desk: Desk, key: str, way: str, *, client: str = "", seq: int = 0) -> Made | Refused | NoJourney:
    """`undo` this person's last edit, or `redo` what was undone. Other people's later changes of a place stay."""
    for _ in range(TRIES):
        with writing(desk.database) as connection:
            made = take_back_in(connection, desk, key, way, client=client, seq=seq)
        if made is not None:
            return made
    return Refused("busy", {})


def write_texts(
    desk: Desk, key: str, node: str, path: tuple[str | int, ...], value: Any, *, revision: int
) -> Made | Refused | NoJourney:
    """Save a text that was written on the draft as it stood at `revision`: places that the person did not touch keep
    what others wrote meanwhile; where both wrote, the person who is writing sees their own text (undo has the other)."""

    before = as_of(desk, key, revision)
    if isinstance(before, NoJourney):
        return before
    wanted = set_field(before, node, path, value)

    def change(now: Definition) -> Edited | Refused:
        if not isinstance(wanted, Edited):
            return set_field(now, node, path, value)
        merged = apply_changes(now, diff(before, wanted.definition), anyway=True)
        return (
            set_field(now, node, path, value) if merged.skipped else edited(merged.definition, "text", lambda _: None)
        )

    return edit_draft(desk, key, change)


def edits_since(desk: Desk, version_id: str, revision: int) -> list[DraftEdit]:
    """What everybody changed after this revision, oldest first."""
    with reading(desk.database) as connection:
        return drafts.edits_since(connection, version_id=version_id, revision=max(0, revision))


def put_back(desk: Desk, key: str, changes: Sequence[EditChange]) -> Made | Refused | NoJourney:
    """Save these changes whatever stands at their places now; a card that was deleted comes back first, with its arrows."""
    draft = load_draft(desk, key)
    edits = edits_since(desk, draft.version_id, 0) if isinstance(draft, Draft) else []

    def change(now: Definition) -> Edited | Refused:
        for edit in _deletions(now, edits, changes):
            now = apply_changes(now, invert(edit.changes)).definition
        return edited(apply_changes(now, changes, anyway=True).definition, "text", lambda _: None)

    return edit_draft(desk, key, change)


def _deletions(now: Definition, edits: Sequence[DraftEdit], changes: Sequence[EditChange]) -> list[DraftEdit]:
    """The edits that took away the cards that these changes write in."""
    cards = {tuple(change["path"][:2]) for change in changes if len(change["path"]) > 2}
    held = {("steps", name) for name in now.get("steps", {})} | {("triggers", one["id"]) for one in triggers_of(now)}
    gone = [card for card in cards if card[0] in ("steps", "triggers") and card not in held]
    found = [
        next((edit for edit in reversed(edits) if any(_removes(one, card) for one in edit.changes)), None)
        for card in gone
    ]
    return [edit for edit in found if edit is not None]


def _removes(change: EditChange, card: tuple[str, ...]) -> bool:
    return tuple(change["path"]) == card and "after" not in change


def publish(
    desk: Desk, draft: Draft, find: Callable[[Definition], list[Problem]]
) -> JourneyVersion | Blocked | Outdated:
    """Put the draft live as it was looked at; refused while it has errors."""
    errors = [problem for problem in find(draft.definition) if problem.is_error]
    if errors:
        return Blocked(errors)
    with writing(desk.database) as connection:
        made = journeys.publish(
            connection, journey_id=draft.journey.id, revision=draft.revision, by=desk.by, at=desk.clock()
        )
    return Outdated(made.reason) if isinstance(made, StorageRefused) else made


def people_inside(desk: Desk, journey_id: str) -> int:
    """How many customers are in the journey now."""
    with reading(desk.database) as connection:
        return journeys.people_inside(connection, journey_id=journey_id).active


def as_of(desk: Desk, key: str, revision: int) -> Definition | NoJourney:
    """The definition as it stood at an earlier revision of the same draft."""
    draft = load_draft(desk, key)
    if isinstance(draft, NoJourney):
        return draft
    with reading(desk.database) as connection:
        edits = drafts.edits_since(connection, version_id=draft.version_id, revision=revision)
    before = draft.definition
    for edit in reversed(edits if draft.is_draft else []):
        before = apply_changes(before, invert(edit.changes)).definition
    return before


def live_definition(desk: Desk, draft: Draft) -> Definition | None:
    """The definition that people enter now; None before the journey first went live."""
    if draft.journey.live_version_id is None:
        return None
    with reading(desk.database) as connection:
        live = journeys.version(connection, version_id=draft.journey.live_version_id)
    return live.definition if live else None
