"""A row that cannot be worked is put aside with its reason; it never stops anybody else."""

from __future__ import annotations

from house import House, until
from journeys import PREFERENCES, SHIPPED
from sqlalchemy import select, update

from storage.core import table
from storage.database import writing
from storage.tables import Enrollment

PASSAGES = table(Enrollment)


def test_a_poisoned_event_is_put_aside_and_the_next_one_is_answered(either_house: House) -> None:
    either_house.publish(PREFERENCES)
    either_house.says("rien")
    until(lambda: either_house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    with writing(either_house.engine) as connection:
        connection.exec_driver_sql("UPDATE inbound_event SET kind = 'nonsense', status = 'routed'")

    either_house.says("menu")

    either_house.hears("Que préférez-vous ?")
    ((reason,),) = either_house.rows("SELECT reason FROM inbound_event WHERE status = 'aside'")
    assert "nonsense" in reason


def test_a_passage_that_cannot_go_on_sleeps_with_its_reason(house: House) -> None:
    """Its step is gone from the version; those of other people are due at the same moment and go on."""
    house.publish(SHIPPED)
    people = ["33600000001", "33600000002"]
    for person in people:
        house.event(f"e{person}", "order.shipped", who=person, data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT COUNT(*) FROM enrollment WHERE waiting = 'reply'") == [(2,)])
    with writing(house.engine) as connection:
        first = connection.execute(select(PASSAGES).order_by(PASSAGES.c.id)).mappings().first()
        assert first is not None
        lost = {**first["state"], "step": "nowhere"}
        connection.execute(update(PASSAGES).where(PASSAGES.c.id == first["id"]).values(state=lost))

    house.later(days=3)

    until(lambda: sorted(map(str, house.exits())) == ["None", "end"])
    ((problem,),) = until(lambda: house.rows("SELECT problem FROM enrollment WHERE problem IS NOT NULL"))
    assert "nowhere" in problem
