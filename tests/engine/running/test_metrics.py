"""`/metrics`: what the process counted and what the tables say, without anything of a customer's."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from house import AMINA, House, free_port, until
from journeys import PREFERENCES
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from wire import inbound, signed

from engine.clock import system_clock
from engine.metrics.counted import count_database_errors
from engine.metrics.page import MetricsPage
from engine.metrics.standing import read_standing
from engine.runner.background import BackgroundDatabase
from storage import inbox, shards, worker_signs
from storage.database import open_database, reading, writing
from tests.storage.house import draw_live, enter, meet, minutes, open_sender, send

ROOT = Path(__file__).parents[3]


class Numbers(dict[tuple[str, ...], float]):
    """(name, label values in the order of their names…) → value; 0 where nothing was counted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self[sample.name, *(value for _, value in sorted(sample.labels.items()))] = sample.value

    def __missing__(self, _key: tuple[str, ...]) -> float:
        return 0


def scrape(house: House) -> Numbers:
    answer = house.http.get(f"{house.api}/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert AMINA not in answer.text
    return Numbers(answer.text)


def test_what_was_sent_refused_and_received_is_counted_by_reason(house: House) -> None:
    house.publish(PREFERENCES)
    before = scrape(house)

    house.says("menu")
    house.hears("Que préférez-vous ?")
    house.settled()
    house.http.post(f"{house.api}/webhooks/sinch", content=inbound("menu"), headers=signed(inbound("menu"), "wrong"))
    house.write("UPDATE sender SET paused = true")
    house.says("menu", who="33600000002")
    until(lambda: house.statuses()[-1:] == ["refused"])

    after = until(lambda: (it := scrape(house)) and it["parcours_refusals_total", "window_closed", "main"] and it)
    grown = {key: after[key] - before[key] for key in after}
    assert grown["parcours_sends_total", "accepted", "main"] == 1
    assert grown["parcours_refusals_total", "window_closed", "main"] >= 1
    assert grown["parcours_webhook_answers_total", "401", "sinch"] == 1
    assert grown["parcours_webhook_answers_total", "200", "sinch"] >= 2
    assert grown["parcours_webhook_seconds_count", "sinch"] >= 3
    assert after["parcours_database_up",] == after["parcours_workers",] == after["parcours_sender_held", "main"] == 1


def test_the_tables_tell_how_much_waits_and_since_when(database: Engine) -> None:
    with writing(database) as connection:
        shards.prepare(connection)
        open_sender(connection)
        version = draw_live(connection)
        for name in ("Amina", "Basile"):
            meet(connection, name)
        passage = enter(connection, version, "Amina", step="tell", wake_at=minutes(1))
        send(connection, passage, "tell", "queued", minute=3)
        send(connection, enter(connection, version, "Basile", step="tell"), "tell", "unknown")
        inbox.keep(connection, [inbox.RawEvent("sinch", str(place), "{}", minutes(place)) for place in (2, 3, 4)])
        inbox.set_aside(connection, {3: "it cannot be read"}, now=minutes(4))
        inbox.postpone(connection, [1], until=minutes(60))
        worker_signs.show(connection, "w1", started_at=minutes(0), now=minutes(5))

    with reading(database) as connection:
        standing = read_standing(connection, "sandbox", minutes(5))

    told = Numbers(generate_latest(standing).decode())  # pyright: ignore[reportArgumentType]
    assert told["parcours_inbound_events", "new"] == 2
    assert told["parcours_inbound_events", "aside"] == 1
    assert told["parcours_messages", "main", "queued"] == told["parcours_messages", "main", "unknown"] == 1
    assert told["parcours_messages", "main", "sending"] == 0
    assert told["parcours_oldest_unread_seconds",] == 120
    assert told["parcours_oldest_due_seconds",] == 240
    assert told["parcours_oldest_to_leave_seconds", "main"] == 120
    assert told["parcours_workers",] == 1


def test_a_database_that_is_away_is_told_and_what_was_counted_stays(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    count_database_errors(engine)
    database = BackgroundDatabase(engine)

    told = Numbers(asyncio.run(MetricsPage(database, "sandbox", system_clock).text()).decode())

    assert told["parcours_database_up",] == 0
    assert told["parcours_database_errors_total", "OperationalError"] >= 1
    database.close()
    engine.dispose()


def test_a_worker_alone_is_asked_at_its_own_port_and_ends_in_order(sqlite_database: Engine) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    worker = start_worker(sqlite_database, port)

    try:
        until(lambda: is_ready(address), 60)
        text = httpx.get(f"{address}/metrics", trust_env=False).text
    finally:
        worker.send_signal(signal.SIGTERM)

    assert worker.wait(30) == 0
    assert "parcours_sends_total" in text
    assert "parcours_inbound_events" not in text


def start_worker(database: Engine, port: int) -> subprocess.Popen[bytes]:
    """`parcours worker` with a port for whoever watches it; no provider answers it."""
    settings = {
        "PARCOURS_DATABASE_URL": database.url.render_as_string(hide_password=False), "PYTHONPATH": str(ROOT),
        "PARCOURS_WORKER_PORT": str(port), "PARCOURS_SINCH_API_URL": "http://127.0.0.1:1",
    }  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")}
    return subprocess.Popen(
        [sys.executable, "-m", "engine.cli", "worker"], env={**clean, **settings}, stderr=subprocess.DEVNULL
    )


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
