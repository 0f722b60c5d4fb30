"""What a send costs the engine, beside one bare post with stock httpx; and how fast one lane goes.

Design: the figures are processor time of this process alone, both sides in one run, by turns; the sink works
in a process of its own.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx

from engine.app import keep_memory_quiet
from engine.clock import system_clock
from engine.providers.base import Accepted, OutgoingMessage
from engine.providers.exchanges import encode
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.payloads import build_send
from engine.providers.sinch.settings import SinchSettings
from engine.providers.transport import open_client, post_once
from engine.runner.background import BackgroundDatabase
from engine.runner.sender import Lane
from tests.benchmarks.queued import SENDER, fresh_sqlite, furnish, queue_messages
from tests.benchmarks.sink import sink
from tests.benchmarks.table import Row

BODY = b"{" + b'"k":"' + b"x" * 598 + b'"}'
BEARER = "t" * 200
UNPACED = 100_000
WITHOUT_HTTP = "the same without HTTP ÷ that post"
REASONS = {
    WITHOUT_HTTP: (
        "Of about 120 µs a send, 45 go to claiming (reading what may leave, asking consent, window and limits, making the "
        "content), 35 to writing the results and what the journeys are told of them, 13 to the transactions themselves, 8 to the "
        "payload, and the rest to one task of the event loop a message."
    )
}


def processor_seconds() -> float:
    """User and system time of this process, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Unsent:
    """Sinch without the wire: the payload is built and encoded, and taken at once."""

    name = "unsent"

    async def send(self, message: OutgoingMessage) -> Accepted:
        encode(build_send(message, "app"))
        return Accepted(f"01{message.message_id}")


def sinch(url: str) -> Sinch:
    settings = SinchSettings("project", "app", "key", "secret", api_url=url)
    return Sinch(settings, open_client(), system_clock)


async def bare_posts(url: str, count: int, connections: int) -> float:
    """Processor seconds a post with stock httpx, the answer parsed."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

        async def post() -> None:
            answer = await client.post(f"{url}/v1/messages:send", content=BODY, headers={"Authorization": BEARER})
            answer.json()

        return await _shared(post, count, connections)


async def our_posts(url: str, count: int, connections: int) -> float:
    """Processor seconds a post with the engine's client."""
    client = open_client(connections=connections)

    async def post() -> None:
        answer = await post_once(client, f"{url}/v1/messages:send", content=BODY, headers={"Authorization": BEARER})
        answer.json()

    try:
        return await _shared(post, count, connections)
    finally:
        await client.aclose()


async def _shared(post: Callable[[], Awaitable[None]], count: int, connections: int) -> float:
    await asyncio.gather(*(post() for _ in range(connections)))
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            await post()

    before = processor_seconds()
    await asyncio.gather(*(work() for _ in range(connections)))
    return (processor_seconds() - before) / count


async def lane_sends(provider: Sinch | Unsent, count: int, *, rate: int = UNPACED) -> tuple[float, float]:
    """(processor seconds a send, seconds in all) of a lane that empties its queue; all in but the journey's own steps."""
    with fresh_sqlite() as engine:
        furnish(engine, rate=rate)
        queue_messages(engine, count)
        database = BackgroundDatabase(engine)
        lane = Lane(
            SENDER, provider, database, clock=system_clock, monotonic=time.monotonic,  # pyright: ignore[reportArgumentType]
            wake=lambda _name: None, paused_journeys=lambda _connection: [],
        )  # fmt: skip
        began, before = time.monotonic(), processor_seconds()
        await lane.run()
        spent, seconds = processor_seconds() - before, time.monotonic() - began
        database.close()
        with engine.connect() as connection:
            (accepted,) = connection.exec_driver_sql("SELECT count(*) FROM message WHERE status = 'accepted'").one()
        assert accepted == count, f"{accepted} of {count} were accepted"
        return spent / count, seconds


def rows(short: bool) -> list[Row]:
    keep_memory_quiet()
    return [*asyncio.run(_costs(short)), *asyncio.run(_speeds(short))]


async def _costs(short: bool) -> list[Row]:
    count, turns = (400, 3) if short else (1500, 5)
    bare: list[float] = []
    many: list[float] = []
    few: list[float] = []
    all_in: list[float] = []
    no_wire: list[float] = []
    with sink() as url:
        for _ in range(turns):
            bare.append(await bare_posts(url, count, 8))
            few.append(await our_posts(url, count, 8))
            many.append(await our_posts(url, count, 100))
            provider = sinch(url)
            all_in.append((await lane_sends(provider, count))[0])
            await provider.close()
            no_wire.append((await lane_sends(Unsent(), count))[0])
    return [
        _ratio(
            "engine CPU a send, all in ÷ one bare stock-httpx post at 8 connections", all_in, bare, 0.60, "then 0.45"
        ),
        _ratio(WITHOUT_HTTP, no_wire, bare, 0.10),
        _ratio("CPU a request at 100 connections ÷ at 8", many, few, 1.3),
    ]


def _ratio(name: str, ours: list[float], theirs: list[float], goal: float, more: str = "") -> Row:
    left, right = statistics.median(ours) * 1e6, statistics.median(theirs) * 1e6
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Row(
        name, f"≤ {goal:g}" + (f", {more}" if more else ""), f"{ratio:.2f}", ratio <= goal,
        f"{left:.0f} µs ÷ {right:.0f} µs, median of {len(ours)}",
    )  # fmt: skip


async def _speeds(short: bool) -> list[Row]:
    seconds = 5 if short else 60
    found: list[Row] = []
    with sink(pause=0.05) as url:
        async with httpx.AsyncClient(trust_env=False) as asking:

            async def run(count: int, rate: int) -> tuple[float, int, float]:
                await asking.get(f"{url}/arrivals")
                provider = sinch(url)
                spent, _ = await lane_sends(provider, count, rate=rate)
                await provider.close()
                told = (await asking.get(f"{url}/arrivals")).json()
                return told["count"] / max(told["seconds"], 0.001), told["most"], spent

            free, _, spent = await run(1000 * seconds, UNPACED)
            found.append(Row(
                "one lane unpaced, answers after 50 ms", "≥ 1,000 a second for 60 s", f"{free:,.0f} a second",
                free >= 1000, f"{1000 * seconds:,} messages, {spent * 1e6:.0f} µs CPU a send",
            ))  # fmt: skip
            slow, most, _ = await run(80 * seconds, 80)
            found.append(Row(
                "one lane paced to 80 a second", "at most 80 in any rolling second at the receiver",
                f"{most} at most", most <= 80, f"{slow:.1f} a second on average",
            ))  # fmt: skip
            fast, most, _ = await run(1000 * min(seconds, 20), 1000)
            found.append(Row(
                "one lane paced to 1,000 a second", "950 a second on average", f"{fast:,.0f} a second",
                fast >= 940, f"{most:,} at most in any rolling second",
            ))  # fmt: skip
    return found


if __name__ == "__main__":
    import sys

    for line in rows("--short" in sys.argv):
        print(line)
