"""Small files for demonstrations, made on the spot: `photo.png` and `document.pdf`."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from .wire import refuse

if TYPE_CHECKING:
    from .sandbox import Sandbox

SIDE = 160


async def give_media(request: Request, _sandbox: Sandbox) -> Response:
    """`GET /sandbox/media/{name}`: any name ending in .png or .pdf."""
    name = request.path_params["name"]
    if name.endswith(".png"):
        return Response(draw_picture(zlib.crc32(name.encode()) & 0xFF), media_type="image/png")
    if name.endswith(".pdf"):
        return Response(write_document(), media_type="application/pdf")
    return refuse(404, f"no media {name}; names end in .png or .pdf")


def draw_picture(tint: int) -> bytes:
    """A PNG with a soft gradient; `tint` (0 to 255) tells pictures apart."""
    rows = b"".join(
        b"\0" + b"".join(bytes((tint, 90 + x // 2, 120 + y // 2)) for x in range(SIDE)) for y in range(SIDE)
    )
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write_document() -> bytes:
    """A PDF of one page with one line of text."""
    stream = b"BT /F1 24 Tf 60 760 Td (Parcours) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    )
    document, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, table, end)
