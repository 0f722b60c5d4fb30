"""Whatever a provider's webhook holds: it is answered, what cannot be used is put aside with its reason, and the rest is kept.

Short by default. `PARCOURS_FUZZ=long` (`make fuzz`): many more.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from door import open_door
from hostile_bodies import CLOUD, NOISE, SINCH, bodies
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from test_whatsapp_cloud import webhook
from wire import inbound

LONG = os.environ.get("PARCOURS_FUZZ") == "long"
EXAMPLES = int(os.environ.get("PARCOURS_EXAMPLES", "3000" if LONG else "12"))
WAITS = "SELECT count(*) FROM inbound_event WHERE status IN ('new', 'routed') AND retry_at IS NULL"
UNEXPLAINED = "SELECT count(*) FROM inbound_event WHERE status = 'aside' AND coalesce(reason, '') = ''"
STARTED = "SELECT count(*) FROM enrollment e JOIN address a ON a.contact_id = e.contact_id WHERE a.value = :who"


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize(("provider", "seeds"), [("sandbox", SINCH), ("whatsapp_cloud", CLOUD)], ids=["sinch", "cloud"])
def test_nothing_that_comes_in_upsets_the_house(database: Engine, provider: str, seeds: Any) -> None:
    with open_door(database, provider) as door:

        @given(posted=st.lists(bodies(seeds), min_size=1, max_size=8))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        )
        def check(posted: list[bytes]) -> None:
            who, good = door.good()

            answers = door.take([*posted, good])

            assert {answer.status_code for answer in answers} <= {200, 400}
            assert all(answer.json()["error"]["message"] for answer in answers if answer.status_code == 400)
            assert answers[-1].status_code == 200
            assert door.count(WAITS) == 0
            assert door.count(UNEXPLAINED) == 0
            assert door.count(STARTED, who=who) == 1

        check()


@pytest.mark.parametrize("provider", ["sandbox", "whatsapp_cloud"])
def test_an_id_that_no_index_can_hold_stops_nobody(postgres_database: Engine, provider: str) -> None:
    """What arrives in one moment shares a commit: one that the database refuses must not be refused with the others."""
    with open_door(postgres_database, provider) as door:
        who, good = door.good()

        bad = [_too_long(provider, where) for where in ("id", "who", "button", "quoted")]
        answers = door.take([*bad, good, *bad])

        assert {answer.status_code for answer in answers} == {200}
        assert door.count(STARTED, who=who) == 1
        assert door.count(WAITS) == 0
        assert door.count(UNEXPLAINED) == 0
        assert door.count("SELECT count(*) FROM inbound_event WHERE source IN ('sinch', 'whatsapp')") == len(bad) + 1


def _too_long(provider: str, where: str) -> bytes:
    if provider == "sandbox":
        tap = {"choice_response_message": {"message_id": "m1", "postback_data": NOISE}}
        content = {"button": tap, "quoted": {"text_message": {"text": "a"}, "reply_to": {"message_id": NOISE}}}
        who = NOISE if where == "who" else "33600000001"
        return inbound(content.get(where, "bonjour"), NOISE if where == "id" else f"in-{where}", who=who)
    more: dict[str, dict[str, Any]] = {
        "id": {"id": NOISE}, "who": {"from": NOISE}, "button": {"type": "button", "button": {"payload": NOISE, "text": "A"}},
        "quoted": {"context": {"id": NOISE}},
    }  # fmt: skip
    return webhook("bonjour", f"in-{where}", **more[where])
