"""The other end of the wire for the send benchmarks: answers like Sinch, after a pause, and counts arrivals.

Runs in a process of its own, whose work is not measured: `python -m tests.benchmarks.sink SECONDS`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"


class Arrivals:
    """How many messages came, and the most in any rolling second."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.count, self.most, self.first, self.last = 0, 0, 0.0, 0.0
        self._second: deque[float] = deque()

    def note(self) -> int:
        now = time.monotonic()
        self.first = self.first or now
        self.last = now
        self._second.append(now)
        while self._second[0] <= now - 1.0:
            self._second.popleft()
        self.count += 1
        self.most = max(self.most, len(self._second))
        return self.count

    def report(self) -> bytes:
        return json.dumps({"count": self.count, "most": self.most, "seconds": self.last - self.first}).encode()


class Answering(asyncio.Protocol):
    """Keep-alive HTTP/1.1, one request at a time, as our clients send them."""

    def __init__(self, arrivals: Arrivals, pause: float) -> None:
        self.arrivals, self.pause = arrivals, pause
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, gap, body = self.received.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        self.received = b""
        path = head.split(b" ", 2)[1]
        if path.endswith(b"/messages:send"):
            answer = b'{"accepted_time":"2026-01-05T09:00:00Z","message_id":"01SINK%020d"}' % self.arrivals.note()
            asyncio.get_running_loop().call_later(self.pause, self._write, answer) if self.pause else self._write(
                answer
            )
        elif path == b"/arrivals":
            self._write(self.arrivals.report())
            self.arrivals.forget()
        else:
            self._write(b'{"access_token":"%s","token_type":"bearer","expires_in":3600}' % (b"t" * 200))

    def _write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(HEAD % (len(answer), answer))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _serve(pause: float) -> None:
    arrivals = Arrivals()
    server = await asyncio.get_running_loop().create_server(lambda: Answering(arrivals, pause), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def sink(pause: float = 0.0) -> Iterator[str]:
    """Its address while it runs; `pause` seconds pass before each answer to a message."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.sink", str(pause)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
