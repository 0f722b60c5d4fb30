"""`/m/{token}/{name}`: a file of a message, whole or in part. Its address never changes its content."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from engine.runner.background import BackgroundDatabase
from storage import media
from storage.tables import MediaFile

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from `first` to `last`, both counted from 0, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


class MediaDesk:
    """Serves files, for GET and HEAD."""

    def __init__(self, database: BackgroundDatabase) -> None:
        self._database = database

    async def serve(self, request: Request) -> Response:
        """200, 206 for a part, 304 where it is known, 404, 416."""
        file = await self._find(request.path_params["token"])
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        headers = _headers(file)
        if file.sha256 in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        part = read_range(request.headers.get("range", ""), file.size)
        if part is None:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{file.size}"})
        return self._answer(request, file, part, headers)

    def _answer(self, request: Request, file: MediaFile, part: Part, headers: dict[str, str]) -> Response:
        is_whole = len(part) == file.size
        headers |= {"Content-Length": str(len(part))}
        headers |= {} if is_whole else {"Content-Range": f"bytes {part.first}-{part.last}/{file.size}"}
        status = 200 if is_whole else 206
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        return StreamingResponse(self._pieces(file.token, part), status, headers)

    async def _find(self, token: str) -> MediaFile | None:
        if not TOKEN.fullmatch(token):
            return None
        return await self._database.read(lambda connection: media.find_file(connection, token=token))

    async def _pieces(self, token: str, part: Part) -> AsyncGenerator[bytes]:
        for number, inside in media.pieces_of(part.first, part.last):
            piece = await self._database.read(
                lambda connection, number=number: media.read_piece(connection, token=token, number=number)
            )
            yield piece[inside]


def _headers(file: MediaFile) -> dict[str, str]:
    return {
        "Content-Type": file.content_type, "ETag": f'"{file.sha256}"', "Accept-Ranges": "bytes", "Cache-Control": FOREVER,
        "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, nofollow",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name, safe='')}",
    }  # fmt: skip


def read_range(header: str, size: int) -> Part | None:
    """The part that is asked for; all of it where none is, or a form that may be left aside; None when it lies outside."""
    asked = RANGE.fullmatch(header.replace(" ", ""))
    if asked is None or asked.groups() == ("", ""):
        return Part(0, size - 1)
    first, last = asked.groups()
    if not first:
        return Part(max(size - int(last), 0), size - 1) if int(last) else None
    end = min(int(last), size - 1) if last else size - 1
    return Part(int(first), end) if int(first) <= end else None
