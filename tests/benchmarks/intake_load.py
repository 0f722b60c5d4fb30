"""`python -m tests.benchmarks.intake_load PORT NUMBER FIRST`: posts signed webhooks over 64 kept connections.

A process of its own that nobody measures. It signs everything, says `ready`, waits for a line, posts, and says how many were
answered 200.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import uvloop

from .intake_requests import inbound, request

CONNECTIONS = 64


class Caller(asyncio.Protocol):
    """One connection: the next request when the last one is answered."""

    def __init__(self, requests: Iterator[bytes], ended: asyncio.Future[None], answers: list[int]) -> None:
        self.requests, self.ended, self.answers = requests, ended, answers
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # pyright: ignore[reportAttributeAccessIssue]
        self.post()

    def post(self) -> None:
        following = next(self.requests, None)
        if following is None:
            self.transport.close()
        else:
            self.transport.write(following)

    def data_received(self, data: bytes) -> None:
        self.read += data
        head, parted, body = self.read.partition(b"\r\n\r\n")
        if not parted or len(body) < _length(head):
            return
        self.answers.append(int(head[9:12]))
        self.read = b""
        self.post()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


def _length(head: bytes) -> int:
    named = (line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    return int(next(named, b"0"))


async def load(port: int, requests: list[bytes]) -> list[int]:
    loop, rest, answers = asyncio.get_running_loop(), iter(requests), list[int]()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    await asyncio.gather(*(
        loop.create_connection(lambda end=end: Caller(rest, end, answers), "127.0.0.1", port) for end in ends
    ))  # fmt: skip
    await asyncio.gather(*ends)
    return answers


def main() -> None:
    port, number, first = map(int, sys.argv[1:4])
    requests = [request(inbound(f"01HX{n:022}", f"3360{n % 500:07}")) for n in range(first, first + number)]
    print("ready", flush=True)
    sys.stdin.readline()
    answers = uvloop.run(load(port, requests))
    print(sum(answer == 200 for answer in answers), flush=True)


if __name__ == "__main__":
    main()
