"""Taking in what the provider posts: a webhook verified and committed, against a raw ASGI application that answers 200 under
the same server; and receipts in bulk, from stored to merged."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL

from engine.ids import new_id
from engine.providers.sinch.events import read_event
from engine.runner.library import Library
from engine.runner.router import interpret
from engine.runner.shard import advance_shards
from storage import inbox, outbox
from storage.database import reading, writing
from storage.inbox import EVENTS, RawEvent

from . import population
from .databases import folder, migrate, opened, postgres_database, postgres_server, sqlite_url
from .intake_requests import report
from .measuring import by_turns, ratio_row, timed
from .population import NOON
from .table import Row

REASONS: dict[str, str] = {
    "webhook, verified and committed, SQLite": (
        "It was about 8 behind Starlette with one statement a row. The other side does not even read the body. Reading it, "
        "verifying it, finding its key and answering double the floor before anything is stored; the rest is the thread that "
        "commits, with a rollback journal that is synchronised for every group."
    )
}
PEOPLE = range(500)
STATUSES = ("QUEUED_ON_CHANNEL", "DELIVERED", "READ")


class Server:
    """A server in a process of its own, and the load on it from another one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.port = int(self._line())
        self.first = itertools.count(0, 1_000_000)

    def _line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the server has ended")
        return line

    def cpu(self) -> float:
        assert self.process.stdin
        self.process.stdin.write("cpu\n")
        self.process.stdin.flush()
        return float(self._line())

    def under_load(self, number: int) -> float:
        """CPU seconds of the server while so many webhooks are answered, each for the first time."""
        with _started("intake_load", str(self.port), str(number), str(next(self.first))) as load:
            assert load.stdout and load.stdin
            load.stdout.readline()
            before = self.cpu()
            load.stdin.write("go\n")
            load.stdin.flush()
            answered = int(load.stdout.readline())
            spent = self.cpu() - before
        assert answered == number, f"{answered} of {number} were answered 200"
        return spent


@contextmanager
def _started(module: str, *arguments: str) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def webhooks(where: str, url: str, *, number: int, repeats: int, most: float | None) -> Row:
    with _started("intake_server", "ours", url) as one, _started("intake_server", "raw") as other:
        ours, theirs = Server(one), Server(other)
        pair = by_turns(lambda: ours.under_load(number), lambda: theirs.under_load(number), repeats)
    with opened(url) as engine, reading(engine) as connection:
        stored = connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
    assert stored == number * (repeats + 1), f"{stored} stored of {number * (repeats + 1)}"
    return ratio_row(
        f"webhook, verified and committed, {where}", pair, most=most, sides=("ours", "raw ASGI"), operations=number,
        note="CPU of the server; uvicorn on both sides, 64 kept connections",
    )  # fmt: skip


def reported(engine: Engine) -> None:
    """500 messages accepted, and three receipts of each stored, in the order in which they come."""
    population.found(engine)
    population.people(engine, PEOPLE)
    population.waiting_for_reply(engine, PEOPLE)
    with writing(engine) as connection:
        connection.execute(outbox.MESSAGES.update().values(status="accepted"))
        inbox.keep(connection, [_receipt(number, place) for place in range(len(STATUSES)) for number in PEOPLE])


def _receipt(number: int, place: int) -> RawEvent:
    at = NOON + dt.timedelta(seconds=place)
    name = f"e{number:07}.2"
    raw = report(name, f"P{number:07}", f"3360{number:07}", STATUSES[place], at.isoformat().replace("+00:00", "Z"))
    return RawEvent("sinch", f"delivery:P{number:07}:{STATUSES[place]}:WHATSAPP", raw.decode(), NOON)


class Sinch:
    """Reads as the provider does."""

    read_event = staticmethod(read_event)


def merge_all(engine: Engine, library: Library) -> None:
    """What the worker does: interpret, then the shards that were touched."""
    more, shards, now = True, set[int](), NOON + dt.timedelta(minutes=1)
    while more:
        with writing(engine) as connection:
            touched, more = interpret(
                connection, {"sinch": Sinch()}, "sandbox", now=now, new_id=new_id, country_of=lambda _identity: None
            )
        shards |= touched
    more = True
    while more:
        with writing(engine) as connection:
            more = advance_shards(connection, shards, library, now=now, new_id=new_id, house_language="fr").more


def receipts(home: Path, repeats: int) -> Row:
    model, work, library = home / "reported.db", home / "reported-work.db", Library()
    migrate(sqlite_url(model))
    with opened(sqlite_url(model)) as engine:
        reported(engine)

    with opened(sqlite_url(work)) as engine:

        def once() -> float:
            engine.dispose()
            shutil.copy(model, work)
            with engine.connect():
                pass
            return timed(lambda: merge_all(engine, library))

        once()
        spent = sorted(once() for _ in range(repeats))
        with reading(engine) as connection:
            read = connection.execute(select(func.count()).where(outbox.MESSAGES.c.status == "read")).scalar_one()
    assert read == len(PEOPLE)
    number = len(PEOPLE) * len(STATUSES)
    figures = [value / number * 1e6 for value in spent]
    detail = (
        f"CPU; {figures[0]:.0f} to {figures[-1]:.0f} in {repeats} repeats of {number} receipts of 500 messages, SQLite"
    )
    return Row("a receipt, from stored to merged", "", f"{figures[len(figures) // 2]:.0f} µs", None, detail)


def on_postgres(server: URL, *, number: int, repeats: int) -> Row:
    with postgres_database(server) as url:
        migrate(url)
        return webhooks(
            "Postgres", url.render_as_string(hide_password=False), number=number, repeats=repeats, most=None
        )


def rows(short: bool) -> list[Row]:
    number, repeats = (3200, 5) if short else (12_800, 9)
    with folder() as home:
        url = sqlite_url(home / "intake.db")
        migrate(url)
        found = [
            webhooks("SQLite", url, number=number, repeats=repeats, most=2.5),
            receipts(home, 5 if short else 15),
        ]
    with postgres_server() as server:
        return [*found, on_postgres(server, number=number, repeats=repeats)]
