"""The callback worker: happenings on time, callbacks signed, posted, retried with growing pauses."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from .poster import OpenPoster, Poster, Posts
from .settings import SandboxSettings
from .sources import Sources

UNANSWERED = (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError)
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Callback:
    """One POST of `body` to `target`, signed when there is a secret."""

    target: str
    secret: str
    body: bytes
    attempts: int = 0
    first_tried_at: float = 0.0


class Courier:
    """Runs happenings after a delay on the event loop's own heap of timers, and posts with a few workers."""

    def __init__(self, settings: SandboxSettings, sources: Sources, open_poster: OpenPoster = Poster) -> None:
        self._settings, self._open_poster = settings, open_poster
        self._sources = sources
        self._queue: asyncio.Queue[Callback] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._generation = 0
        self.waiting = 0
        self.delivered = 0
        self.dropped = 0

    def start(self) -> None:
        count = self._settings.callback_workers
        self._workers = [asyncio.create_task(self._work()) for _ in range(count)]

    async def stop(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def forget(self) -> None:
        """Drop everything that has not happened yet, and every callback not yet posted."""
        self._generation += 1
        self._queue = asyncio.Queue()
        self.waiting = 0
        for worker in self._workers:
            worker.cancel()
        self.start()

    def after(self, seconds: float, happening: Callable[[], None]) -> None:
        """Call `happening` in `seconds`, unless everything was forgotten meanwhile."""
        asyncio.get_running_loop().call_later(seconds, self._happen, self._generation, happening)

    def post(self, callback: Callback, seconds: float = 0.0) -> None:
        """Post it in `seconds`. Too many waiting (the target is down for long): it is dropped and counted."""
        if self.waiting >= self._settings.max_callbacks_waiting:
            self.dropped += 1
            return
        self.waiting += 1
        self._enqueue(callback, seconds)

    def _enqueue(self, callback: Callback, seconds: float) -> None:
        if seconds > 0:
            self.after(seconds, lambda: self._queue.put_nowait(callback))
        else:
            self._queue.put_nowait(callback)

    def _happen(self, generation: int, happening: Callable[[], None]) -> None:
        if generation == self._generation:
            happening()

    async def _work(self) -> None:
        queue, poster = self._queue, self._open_poster(self._settings.callback_timeout.total_seconds())
        try:
            while True:
                await self._try(poster, await queue.get())
        finally:
            poster.close()

    async def _try(self, poster: Posts, callback: Callback) -> None:
        at = asyncio.get_running_loop().time()
        callback.first_tried_at = callback.first_tried_at or at
        try:
            status = await poster.post(callback.target, self._sign(callback), callback.body)
        except UNANSWERED:
            status = 0
        callback.attempts += 1
        if 200 <= status < 300:
            self.waiting -= 1
            self.delivered += 1
        else:
            self._retry(callback, at)

    def _retry(self, callback: Callback, at: float) -> None:
        pause = self._settings.callback_first_retry.total_seconds() * 2 ** (callback.attempts - 1)
        pause = min(pause, LONGEST_PAUSE)
        if at + pause - callback.first_tried_at > self._settings.callback_retry_for.total_seconds():
            self.waiting -= 1
            self.dropped += 1
            return
        self._enqueue(callback, pause)

    def _sign(self, callback: Callback) -> dict[str, str]:
        if not callback.secret:
            return {}
        nonce, timestamp = self._sources.new_id(), str(int(self._sources.now().timestamp()))
        return sign(callback.secret, callback.body, nonce, timestamp)


def sign(secret: str, body: bytes, nonce: str, timestamp: str) -> dict[str, str]:
    """The four headers of the reference, section 4.11."""
    message = b".".join((body, nonce.encode(), timestamp.encode()))
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return {
        "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": timestamp,
    }
