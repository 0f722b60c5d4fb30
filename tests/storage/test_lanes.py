"""The lease of a lane: its owner keeps it, a dead owner loses it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from storage import lanes, senders
from storage.database import writing

NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=4)


@pytest.fixture
def house(database: Engine) -> Engine:
    with writing(database) as connection:
        senders.add(
            connection, id="s", key="main", provider="sinch", number="33100000000", display_name="x", created_at=NOW
        )
    return database


def take(engine: Engine, owner: str, at: dt.datetime = NOW) -> lanes.Taken | None:
    with writing(engine) as connection:
        return lanes.take(connection, "s", owner=owner, now=at, until=at + (LATER - NOW))


def test_a_lane_is_not_taken_from_an_owner_that_lives(house: Engine) -> None:
    take(house, "first")

    assert take(house, "second") is None


def test_its_owner_may_take_it_again(house: Engine) -> None:
    first = take(house, "first")

    again = take(house, "first")

    assert first is not None and again is not None
    assert again.epoch == first.epoch + 1


def test_a_lane_is_taken_over_when_its_owner_gave_no_sign_of_life(house: Engine) -> None:
    first = take(house, "first")
    assert first is not None

    second = take(house, "second", LATER)

    assert second is not None
    with writing(house) as connection:
        assert not lanes.renew(connection, "s", epoch=first.epoch, until=LATER + (LATER - NOW))
        assert lanes.hold(connection, "s", first.epoch) is None


def test_a_renewed_lease_lasts_longer(house: Engine) -> None:
    first = take(house, "first")
    assert first is not None
    with writing(house) as connection:
        assert lanes.renew(connection, "s", epoch=first.epoch, until=LATER + dt.timedelta(seconds=1))

    assert take(house, "second", LATER) is None


def test_a_released_lane_is_free_at_once_and_tells_from_when_on_something_may_leave(house: Engine) -> None:
    first = take(house, "first")
    assert first is not None
    with writing(house) as connection:
        lanes.release(connection, "s", epoch=first.epoch, free_at=LATER)

    second = take(house, "second")

    assert second is not None
    assert second.free_at == LATER


def test_an_earlier_owner_does_not_release_what_is_not_its_own_any_more(house: Engine) -> None:
    first = take(house, "first")
    take(house, "second", LATER)
    assert first is not None

    with writing(house) as connection:
        lanes.release(connection, "s", epoch=first.epoch, free_at=LATER)

    assert take(house, "third", LATER) is None
