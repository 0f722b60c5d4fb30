"""Drafts: saving once, seeing what others changed, undoing and redoing across reloads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from storage.audit import entries_about
from storage.core import Refused
from storage.database import reading, writing
from storage.drafts import (
    AlreadyApplied,
    Conflict,
    NoDraft,
    Saved,
    SaveResult,
    applied_steps,
    discard_draft,
    edits_since,
    load_draft,
    next_redo,
    next_undo,
    save_edit,
    start_draft_from,
)
from storage.journeys import publish, version
from storage.tables import JourneyVersion
from tests.storage.house import CLAIRE, NOON, PAUL, draw, draw_live, minutes


def save(connection: Connection, base: int, **more: Any) -> SaveResult:
    """One edit of the draft `hello-v1`, by Claire unless told."""
    values: dict[str, Any] = {
        "client": "", "client_seq": 0, "changes": [{"path": ["name"], "after": f"name {base + 1}"}],
        "definition": {"parcours": 1, "key": "hello", "name": f"name {base + 1}"},
        "content_hash": f"h{base + 1}", "label": f"edit {base + 1}", "by": CLAIRE,
        "at": minutes(base + 1), **more,
    }  # fmt: skip
    return save_edit(connection, version_id="hello-v1", base_revision=base, **values)


def undo(connection: Connection, base: int, person: str | None = CLAIRE) -> str | None:
    """Save the undo of the next candidate; its label."""
    edit = next_undo(connection, version_id="hello-v1", person=person)
    if edit is not None:
        assert isinstance(save(connection, base, undoes=edit.id, by=person), Saved)
    return edit.label if edit else None


def redo(connection: Connection, base: int, person: str | None = CLAIRE) -> int | None:
    """Save the redo of the next candidate; the id of the edit that is in force again."""
    edit = next_redo(connection, version_id="hello-v1", person=person)
    if edit is not None:
        assert isinstance(save(connection, base, undoes=edit.id, by=person), Saved)
    return edit.undoes if edit else None


def test_an_edit_moves_the_draft_on_by_one_revision(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)

        saved = save(connection, 0)

        assert isinstance(saved, Saved)
        assert saved.revision == 1
        draft = load_draft(connection, journey_id=journey.id)
        assert draft is not None
        assert (draft.revision, draft.content_hash, draft.saved_at) == (1, "h1", minutes(1))
        assert draft.definition["name"] == "name 1"


def test_the_second_to_save_gets_the_draft_as_it_stands_and_what_was_changed(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0, by=PAUL, label="Texte de Paul")

        result = save(connection, 0)

        assert isinstance(result, Conflict)
        assert (result.current.revision, result.current.definition["name"]) == (1, "name 1")
        missed = edits_since(connection, version_id="hello-v1", revision=0)
        assert [(edit.revision, edit.label, edit.person_id) for edit in missed] == [(1, "Texte de Paul", PAUL)]
        assert missed[0].changes == [{"path": ["name"], "after": "name 1"}]
        assert edits_since(connection, version_id="hello-v1", revision=1) == []


def test_a_step_of_an_outbox_sent_twice_is_applied_once(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0, client="tab", client_seq=7)

        again = save(connection, 1, client="tab", client_seq=7)

        assert again == AlreadyApplied(7, revision=1)
        assert len(edits_since(connection, version_id="hello-v1", revision=0)) == 1


def test_a_step_sent_again_after_publishing_is_still_known(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)
        save(connection, 0, client="tab", client_seq=7)
        publish(connection, journey_id=journey.id, revision=1, by=CLAIRE, at=minutes(2))

        assert save(connection, 0, client="tab", client_seq=7) == AlreadyApplied(7, revision=1)
        assert save(connection, 1, client="tab", client_seq=8) == NoDraft(published=1)


def test_two_tabs_may_use_the_same_number(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0, client="tab", client_seq=1)
        save(connection, 1, client="tab", client_seq=2)

        assert isinstance(save(connection, 2, client="other", client_seq=1), Saved)
        assert applied_steps(connection, version_id="hello-v1") == {"tab": 2, "other": 1}


def test_edits_without_an_outbox_are_never_taken_for_a_repetition(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)

        assert isinstance(save(connection, 0), Saved)
        assert isinstance(save(connection, 1), Saved)
        assert applied_steps(connection, version_id="hello-v1") == {}


def test_of_two_people_who_save_at_once_one_wins_and_the_other_is_told(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)

    def save_alone(person: str) -> SaveResult:
        with writing(database) as connection:
            return save(connection, 0, by=person)

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(save_alone, (CLAIRE, PAUL)))

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Saved"]


def test_the_same_step_sent_twice_at_once_is_applied_once(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)

    def save_alone(_: int) -> SaveResult:
        with writing(database) as connection:
            return save(connection, 0, client="tab", client_seq=1)

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(save_alone, range(2)))

    assert sorted(type(result).__name__ for result in results) == ["AlreadyApplied", "Saved"]


def test_a_draft_that_is_gone_takes_no_edit(database: Engine) -> None:
    with writing(database) as connection:
        assert save(connection, 0, client="tab", client_seq=1) == NoDraft(published=None)


def test_undo_goes_back_edit_by_edit_and_redo_forth_again(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        first, second = save(connection, 0), save(connection, 1)
        assert isinstance(first, Saved)
        assert isinstance(second, Saved)

        assert [undo(connection, 2), undo(connection, 3), undo(connection, 4)] == ["edit 2", "edit 1", None]
        assert [redo(connection, 4), redo(connection, 5)] == [first.edit_id, second.edit_id]
        assert redo(connection, 6) is None
        assert undo(connection, 6) == "edit 2"


def test_undo_survives_a_reload(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0)

    with reading(database) as connection:
        edit = next_undo(connection, version_id="hello-v1", person=CLAIRE)

    assert edit is not None
    assert edit.changes == [{"path": ["name"], "after": "name 1"}]


def test_a_new_edit_ends_redoing(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0)
        undo(connection, 1)

        save(connection, 2)

        assert next_redo(connection, version_id="hello-v1", person=CLAIRE) is None


def test_everyone_undoes_their_own_edits_only(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0, by=CLAIRE, label="de Claire")
        save(connection, 1, by=PAUL, label="de Paul")
        save(connection, 2, by=None, label="de personne")

        assert undo(connection, 3, CLAIRE) == "de Claire"
        assert next_undo(connection, version_id="hello-v1", person=CLAIRE) is None
        assert next_redo(connection, version_id="hello-v1", person=PAUL) is None
        assert undo(connection, 4, None) == "de personne"


def test_a_hundred_edits_can_be_undone_and_no_more(sqlite_database: Engine) -> None:
    with writing(sqlite_database) as connection:
        draw(connection)
        for base in range(101):
            save(connection, base)

        undone = [undo(connection, base) for base in range(101, 202)]

    assert undone == [*(f"edit {number}" for number in range(101, 1, -1)), None]


def test_an_edit_of_another_draft_cannot_be_undone_here(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        draw(connection, "other")
        foreign = save_edit(
            connection, version_id="other-v1", base_revision=0, client="", client_seq=0, changes=[],
            definition={}, content_hash="h", label="", by=CLAIRE, at=NOON,
        )  # fmt: skip
        assert isinstance(foreign, Saved)

        with pytest.raises(LookupError, match="take the id from next_undo"):
            save(connection, 0, undoes=foreign.edit_id)


def test_a_draft_can_be_opened_from_any_published_version(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

        draft = start_draft_from(connection, source_id=live.id, version_id="hello-v2", by=PAUL, at=minutes(1))

        assert isinstance(draft, JourneyVersion)
        assert load_draft(connection, journey_id=live.journey_id) == draft
        assert (draft.based_on, draft.revision, draft.number) == (live.id, 0, None)
        assert (draft.definition, draft.content_hash) == (live.definition, live.content_hash)


def test_a_journey_has_one_draft(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)
        start_draft_from(connection, source_id=live.id, version_id="hello-v2", by=PAUL, at=minutes(1))

        second = start_draft_from(connection, source_id=live.id, version_id="hello-v3", by=CLAIRE, at=minutes(2))

        assert second == Refused("draft_exists", "hello-v2")
        assert version(connection, version_id="hello-v3") is None


def test_a_draft_of_a_live_journey_can_be_thrown_away(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)
        start_draft_from(connection, source_id=live.id, version_id="hello-v2", by=PAUL, at=minutes(1))

        discard_draft(connection, version_id="hello-v2", by=PAUL, at=minutes(2))

        assert load_draft(connection, journey_id=live.journey_id) is None
        assert discard_draft(connection, version_id="hello-v1", by=PAUL, at=NOON) == Refused("was_published", 1)


def test_the_only_version_of_a_journey_is_not_thrown_away_as_a_draft(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)

        refused = discard_draft(connection, version_id="hello-v1", by=PAUL, at=NOON)

        assert refused == Refused("only_version", journey.id)


def test_each_edit_is_written_down_with_who_and_when(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)
        save(connection, 0, by=PAUL, label="Texte changé")

        (entry,) = entries_about(connection, subject="version:hello-v1")

    assert (entry.act, entry.person_id, entry.at) == ("draft.edited", PAUL, minutes(1))
    assert entry.details == {"revision": 1, "label": "Texte changé"}
