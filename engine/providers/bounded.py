"""The answer of somebody we do not know, of which no more is read or unpacked than was allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import httpx

PIECE = 16_384
"""Bytes."""
PACKED = ("gzip", "x-gzip", "deflate")
BY_ITS_HEAD = zlib.MAX_WBITS | 32
"""gzip or zlib, whichever the first bytes say."""


class TooLarge(Exception):
    """The answer is larger than was allowed; the rest of it was not read."""


async def read_at_most(response: httpx.Response, most: int) -> bytes:
    """The unpacked answer, of at most `most` bytes. The caller closes the response, which cuts off what is not read.

    Raises `TooLarge`, `httpx.DecodingError` for a packing that was not asked for, and what the transport raises.
    """
    if response.is_stream_consumed:  # a made-up network hands over what is read already
        return _within(response.content, most)
    if _announced(response) > most:
        raise TooLarge
    unpack, came, content = _unpacking(response, most), 0, bytearray()
    async for piece in response.aiter_raw(PIECE):
        came += len(piece)
        content += unpack(piece)
        if came > most or len(content) > most:
            raise TooLarge
    return bytes(content)


def _within(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise TooLarge
    return content


def _announced(response: httpx.Response) -> int:
    length = response.headers.get("content-length", "")[:18]
    return int(length) if length.isascii() and length.isdigit() else 0


def _unpacking(response: httpx.Response, most: int) -> Callable[[bytes], bytes]:
    """One byte more than is allowed tells enough: a piece that swells is never unpacked whole."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing == "identity":
        return bytes
    if packing not in PACKED:
        raise httpx.DecodingError(f"the answer is packed as {packing[:40]}", request=response.request)
    unpacker = zlib.decompressobj(BY_ITS_HEAD)

    def unpack(piece: bytes) -> bytes:
        try:
            return unpacker.decompress(piece, most + 1)
        except zlib.error as problem:
            raise httpx.DecodingError(str(problem), request=response.request) from problem

    return unpack
