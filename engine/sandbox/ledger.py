"""The sandbox's own ledger: one JSON line per accepted send, on disk before the sender gets its answer."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import BinaryIO

import orjson

from .wire import JsonObject


class Ledger:
    """Append-only. Lines that arrive together share one fsync (group commit), so 1,000 sends/s stay cheap."""

    def __init__(self, path: Path | None) -> None:
        self._file: BinaryIO | None = path.open("ab") if path else None
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None

    async def append(self, line: JsonObject) -> None:
        """Returns when the line is on disk. Without a path there is no ledger and nothing to wait for."""
        if self._file is None:
            return
        saved = asyncio.get_running_loop().create_future()
        self._waiting.append((orjson.dumps(line) + b"\n", saved))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(self._file))
        await saved

    async def close(self) -> None:
        if self._flushing:
            await self._flushing
        if self._file:
            self._file.close()

    async def _flush(self, file: BinaryIO) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(_write, file, b"".join(line for line, _ in batch))
            except OSError as error:
                _settle(batch, error)
            else:
                _settle(batch, None)


def _settle(batch: list[tuple[bytes, asyncio.Future[None]]], error: OSError | None) -> None:
    for _, saved in batch:
        if saved.done():
            continue
        if error:
            saved.set_exception(error)
        else:
            saved.set_result(None)


def _write(file: BinaryIO, lines: bytes) -> None:
    file.write(lines)
    file.flush()
    os.fsync(file.fileno())
