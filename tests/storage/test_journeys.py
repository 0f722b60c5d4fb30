"""Journeys: creating, publishing, pausing, resuming, retiring, stopping, deleting."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage import inbox
from storage.audit import entries_about
from storage.core import Refused
from storage.database import reading, writing
from storage.drafts import load_draft, save_edit, start_draft_from
from storage.journeys import (
    Act,
    create_journey,
    delete_journey,
    find_journey,
    list_journeys,
    people_inside,
    publish,
    rename_journey,
    set_state,
    version,
    versions,
)
from storage.tables import Journey, JourneyVersion
from tests.storage.house import CLAIRE, EMPTY, NOON, PAUL, draw, draw_live, enter, meet, minutes, open_sender


def test_a_new_journey_is_a_draft_that_nobody_enters(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection, "cart", name="Panier abandonné")

    with reading(database) as connection:
        journey = find_journey(connection, key="cart")
        assert journey is not None
        draft = load_draft(connection, journey_id=journey.id)
    assert (journey.state, journey.live_version_id, journey.created_at) == ("draft", None, NOON)
    assert draft is not None
    assert draft.definition == {"parcours": 1, "key": "cart", "name": "Panier abandonné"}
    assert (draft.number, draft.revision) == (None, 0)


def test_a_key_that_is_taken_is_refused_and_leaves_nothing_behind(database: Engine) -> None:
    with writing(database) as connection:
        first = draw(connection, "cart")

        second = create_journey(
            connection, journey_id="other", version_id="other-v1", key="cart", name="Autre", definition=EMPTY,
            content_hash="h", by=PAUL, at=minutes(1),
        )  # fmt: skip

        assert second == Refused("key_taken", "cart")
        assert find_journey(connection, journey_id="other") is None
        assert version(connection, version_id="other-v1") is None
        assert find_journey(connection, journey_id=first.id) == first


def test_publishing_makes_the_draft_version_one_and_the_journey_live(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)

        published = publish(connection, journey_id=journey.id, revision=0, by=PAUL, at=minutes(5))

        assert isinstance(published, JourneyVersion)
        assert (published.number, published.published_at, published.published_by) == (1, minutes(5), PAUL)
        assert load_draft(connection, journey_id=journey.id) is None
        assert version(connection, version_id=published.id) == published
        now = find_journey(connection, key="hello")
        assert now is not None
        assert (now.state, now.live_version_id, now.state_changed_by) == ("live", published.id, PAUL)


def test_publishing_again_keeps_the_old_version_and_counts_on(database: Engine) -> None:
    with writing(database) as connection:
        first = draw_live(connection)
        start_draft_from(connection, source_id=first.id, version_id="hello-v2", by=CLAIRE, at=minutes(1))

        second = publish(connection, journey_id=first.journey_id, revision=0, by=CLAIRE, at=minutes(2))

        assert isinstance(second, JourneyVersion)
        assert [(each.number, each.id) for each in versions(connection, journey_id=first.journey_id)] == [
            (2, "hello-v2"), (1, "hello-v1"),
        ]  # fmt: skip
        assert version(connection, version_id=first.id) == first


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)
        save_edit(
            connection, version_id="hello-v1", base_revision=0, client="", client_seq=0, changes=[],
            label="Texte", definition=EMPTY, content_hash="h1", by=PAUL, at=minutes(1),
        )  # fmt: skip

        refused = publish(connection, journey_id=journey.id, revision=0, by=CLAIRE, at=minutes(2))

        assert refused == Refused("draft_changed", 1)
        unchanged = find_journey(connection, key="hello")
        assert unchanged is not None
        assert unchanged.state == "draft"


def test_without_a_draft_there_is_nothing_to_publish(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

        assert publish(connection, journey_id=live.journey_id, revision=0, by=None, at=NOON) == Refused("no_draft")
        missing = publish(connection, journey_id="nowhere", revision=0, by=None, at=NOON)
        assert missing == Refused("no_such_journey", "nowhere")


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["pause"], "paused"),
        (["pause", "resume"], "live"),
        (["retire"], "retired"),
        (["retire", "pause"], "paused"),
        (["retire", "resume"], "live"),
        (["pause", "retire"], "retired"),
        (["stop"], "stopped"),
        (["pause", "stop"], "stopped"),
        (["retire", "stop"], "stopped"),
    ],
)
def test_a_live_journey_can_be_paused_resumed_retired_and_stopped(
    sqlite_database: Engine, acts: list[Act], state: str
) -> None:
    with writing(sqlite_database) as connection:
        live = draw_live(connection)

        for minute, act in enumerate(acts, start=1):
            set_state(connection, journey_id=live.journey_id, act=act, by=PAUL, at=minutes(minute))

        journey = find_journey(connection, key="hello")
    assert journey is not None
    assert (journey.state, journey.state_changed_by) == (state, PAUL)
    assert journey.state_changed_at == minutes(len(acts))


@pytest.mark.parametrize(
    ("before", "act", "state"),
    [
        ([], "resume", "live"),
        (["pause"], "pause", "paused"),
        (["stop"], "resume", "stopped"),
        (["stop"], "stop", "stopped"),
    ],
)
def test_what_a_state_does_not_allow_is_refused_with_the_state(
    sqlite_database: Engine, before: list[Act], act: Act, state: str
) -> None:
    with writing(sqlite_database) as connection:
        live = draw_live(connection)
        for step in before:
            set_state(connection, journey_id=live.journey_id, act=step, by=PAUL, at=NOON)

        refused = set_state(connection, journey_id=live.journey_id, act=act, by=CLAIRE, at=minutes(9))

    assert refused == Refused("not_from_here", state)


@pytest.mark.parametrize("act", ["resume", "retire", "stop"])
def test_the_end_of_a_pause_gives_back_what_was_kept_at_once(database: Engine, act: Act) -> None:
    """“Stored replies are applied before a time-out that is due”: nothing else is worked between."""
    with writing(database) as connection:
        live = draw_live(connection)
        set_state(connection, journey_id=live.journey_id, act="pause", by=PAUL, at=minutes(1))
        kept = {
            "dedupe_key": "k", "kind": "message", "body": {}, "shard": 0, "contact_id": meet(connection, "Ana"),
            "occurred_at": NOON, "received_at": NOON,
        }  # fmt: skip
        inbox.add_internal(connection, [kept])
        (event,) = inbox.of_shards(connection, [0], now=minutes(2), limit=9)
        inbox.hold(connection, {event["id"]: f"paused:{live.journey_id}"}, now=minutes(2))

        set_state(connection, journey_id=live.journey_id, act=act, by=PAUL, at=minutes(3))

        assert [row["dedupe_key"] for row in inbox.of_shards(connection, [0], now=minutes(3), limit=9)] == ["k"]


def test_a_journey_that_was_never_published_cannot_be_paused(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)

        refused = set_state(connection, journey_id=journey.id, act="pause", by=CLAIRE, at=NOON)

    assert refused == Refused("not_from_here", "draft")


def test_a_stopped_journey_lives_again_when_a_version_is_published(database: Engine) -> None:
    with writing(database) as connection:
        first = draw_live(connection)
        set_state(connection, journey_id=first.journey_id, act="stop", by=CLAIRE, at=minutes(1))
        start_draft_from(connection, source_id=first.id, version_id="hello-v2", by=CLAIRE, at=minutes(2))

        publish(connection, journey_id=first.journey_id, revision=0, by=CLAIRE, at=minutes(3))

        journey = find_journey(connection, key="hello")
    assert journey is not None
    assert (journey.state, journey.live_version_id) == ("live", "hello-v2")


def test_the_list_shows_state_versions_draft_and_how_many_are_inside(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection, "cart")
        start_draft_from(connection, source_id=live.id, version_id="cart-v2", by=CLAIRE, at=NOON)
        draw(connection, "welcome")
        for name in ("Amina", "Jules"):
            meet(connection, name)
        enter(connection, live, "Amina", step="remind")
        enter(connection, live, "Jules", step=None, status="exited")

    with reading(database) as connection:
        cart, welcome = list_journeys(connection)

    assert (cart.journey.key, cart.live_number, cart.has_draft, cart.active) == ("cart", 1, True, 1)
    assert (welcome.journey.key, welcome.live_number, welcome.has_draft, welcome.active) == (
        "welcome",
        None,
        True,
        0,
    )
    assert welcome.draft is not None
    assert welcome.draft.definition["key"] == "welcome"


def test_people_inside_are_counted_by_the_step_where_they_wait(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        for name, step in (("Amina", "remind"), ("Jules", "remind"), ("Ana", "answer"), ("Bob", None)):
            meet(connection, name)
            enter(connection, live, name, step=step, status="active" if step else "exited")

        inside = people_inside(connection, journey_id=live.journey_id)

    assert inside.active == 3
    assert inside.by_step == {"remind": 2, "answer": 1}


def test_a_journey_never_published_can_be_deleted_with_its_edits(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)
        save_edit(
            connection, version_id="hello-v1", base_revision=0, client="tab", client_seq=1, changes=[],
            label="Texte", definition=EMPTY, content_hash="h1", by=PAUL, at=minutes(1),
        )  # fmt: skip

        deleted = delete_journey(connection, journey_id=journey.id, by=CLAIRE, at=minutes(2))

        assert deleted == journey
        assert list_journeys(connection) == []
        assert draw(connection).key == "hello"


def test_what_customers_received_is_never_deleted(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

        refused = delete_journey(connection, journey_id=live.journey_id, by=CLAIRE, at=NOON)

        assert refused == Refused("was_published", 1)
        assert find_journey(connection, key="hello") is not None


def test_renaming_changes_the_name_and_not_the_key(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)

        renamed = rename_journey(connection, journey_id=journey.id, name="Été 🌞", by=PAUL, at=minutes(1))

        assert isinstance(renamed, Journey)
        assert find_journey(connection, key="hello") == renamed
        assert renamed.name == "Été 🌞"


def test_each_act_is_written_down_with_who_and_when(database: Engine) -> None:
    with writing(database) as connection:
        journey = draw(connection)
        rename_journey(connection, journey_id=journey.id, name="Bonjour", by=PAUL, at=minutes(1))
        publish(connection, journey_id=journey.id, revision=0, by=PAUL, at=minutes(2))
        set_state(connection, journey_id=journey.id, act="pause", by=CLAIRE, at=minutes(3))

        entries = entries_about(connection, subject=f"journey:{journey.id}")

    assert [(entry.act, entry.person_id, entry.at) for entry in entries] == [
        ("journey.paused", CLAIRE, minutes(3)),
        ("journey.published", PAUL, minutes(2)),
        ("journey.renamed", PAUL, minutes(1)),
        ("journey.created", CLAIRE, NOON),
    ]
    assert entries[2].details == {"was": "Hello", "name": "Bonjour"}


def test_an_act_that_is_rolled_back_leaves_no_entry(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

    with pytest.raises(ZeroDivisionError), writing(database) as connection:
        set_state(connection, journey_id=live.journey_id, act="stop", by=PAUL, at=NOON)
        raise ZeroDivisionError

    with reading(database) as connection:
        acts = [entry.act for entry in entries_about(connection, subject=f"journey:{live.journey_id}")]
    assert acts == ["journey.published", "journey.created"]
