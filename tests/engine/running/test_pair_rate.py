"""“1 message per 6 s to the same user. A burst of up to 45 is allowed and is paid back.” On both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from house import House, until
from journeys import SHIPPED
from lane import NOON, Queue
from sqlalchemy import Engine

from engine.runner.pair_rate import BURST, LEAST_KEPT, PairRate

ONE, TWO = "amina", "bruno"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def lane(database: Engine) -> Queue:
    queue = Queue(database)
    queue.people(ONE, TWO)
    return queue


def left(lane: Queue) -> list[str]:
    """Messages that set off, those that were queued first at the front."""
    return [found for (found,) in lane.rows("SELECT id FROM message WHERE status = 'sending' ORDER BY id")]


def test_one_person_gets_a_burst_and_then_a_message_every_six_seconds_in_order(lane: Queue) -> None:
    queued = lane.queue(*[ONE] * (BURST + 2), kind="parcel")
    lane.queue(TWO, kind="parcel")

    assert sorted(lane.claim()) == [ONE] * BURST + [TWO]
    assert lane.held() == [(ONE, "pair_rate")] * 2
    lane.later(seconds=5)
    queued += lane.queue(ONE, kind="parcel")
    assert lane.claim() == []

    for sent in (1, 2, 3):
        lane.now = NOON + sent * 6 * SECOND
        assert lane.claim() == [ONE]
        assert [one for one in queued if one in left(lane)] == queued[: BURST + sent]


def test_silence_pays_the_burst_back(lane: Queue) -> None:
    """“A burst of 20 needs about 2 minutes of silence.”"""
    lane.queue(*[ONE] * BURST, kind="parcel")
    assert len(lane.claim()) == BURST

    lane.later(minutes=2)
    lane.queue(*[ONE] * 21, kind="parcel")

    assert len(lane.claim()) == 20


def test_a_free_reply_that_its_turn_would_bring_too_late_is_refused(lane: Queue) -> None:
    """“What would be held longer (… limits …) is refused at once as `window_closed`.”"""
    lane.person("chloe", wrote_at=NOON - dt.timedelta(hours=24) + 3 * SECOND)

    lane.queue(*["chloe"] * (BURST + 1), kind="reply")
    lane.claim()

    refused = lane.rows("SELECT reason FROM message WHERE status = 'refused'")
    assert refused == [("window_closed",)]


def test_another_owner_of_the_lane_lends_no_second_burst(lane: Queue) -> None:
    lane.queue(*[ONE] * (BURST + 1), kind="parcel")
    lane.claim()

    lane.pairs = PairRate()
    lane.later(seconds=6)
    lane.queue(*[ONE] * 2, kind="parcel")

    assert lane.claim() == [ONE]
    assert lane.held() == [(ONE, "pair_rate")] * 2


def test_what_comes_after_a_message_that_whatsapp_found_too_fast_leaves_after_it() -> None:
    pairs = PairRate()

    pairs.exhaust(ONE, NOON, NOON + 4 * SECOND)

    assert pairs.take(ONE, NOON + SECOND, has_turn=False) == NOON + 10 * SECOND
    assert pairs.take(ONE, NOON + 4 * SECOND, has_turn=True) is None
    assert pairs.take(TWO, NOON + SECOND, has_turn=False) is None


def test_who_has_paid_is_forgotten() -> None:
    pairs = PairRate()

    for number in range(20 * LEAST_KEPT):
        pairs.take(f"address-{number}", NOON + number * SECOND / 80, has_turn=False)

    assert len(pairs) <= 2 * LEAST_KEPT


def test_what_is_too_fast_for_one_person_is_not_even_posted(house: House) -> None:
    house.publish(SHIPPED)

    for order in range(BURST + 2):
        house.event(f"e{order}", "order.shipped", data={"order_id": f"C-{order}"})

    until(lambda: len(house.phone()) == BURST)
    until(lambda: house.rows("SELECT attempts, hold_reason FROM message WHERE status = 'queued'") ==
          [(0, "pair_rate"), (0, "pair_rate")])  # fmt: skip
