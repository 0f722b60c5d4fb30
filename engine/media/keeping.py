"""Taking a file in, and the address under which it is served."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from urllib.parse import quote

from sqlalchemy import Connection

from engine.media.kinds import NotMedia, judge
from storage import media
from storage.tables import MediaFile

PATH = "/m/"
LONGEST_NAME = 120


def keep(
    connection: Connection, *, name: str, content: bytes, new_token: Callable[[], str], at: dt.datetime
) -> MediaFile | NotMedia:
    """Keep a file that WhatsApp takes; the same content again is the file that is there."""
    judged = judge(name, content)
    if isinstance(judged, NotMedia):
        return judged
    return media.add_file(
        connection, token=new_token(), sha256=hashlib.sha256(content).hexdigest(), name=_safe(name), kind=judged.kind,
        content_type=judged.content_type, content=content, at=at,
    )  # fmt: skip


def address_of(file: MediaFile, public_url: str) -> str:
    """Nobody finds it without being told: its token is chance. The name is for those who save it."""
    return f"{public_url.rstrip('/')}{PATH}{file.token}/{quote(file.name, safe='')}"


def _safe(name: str) -> str:
    """As one piece of an address and of a header."""
    plain = "".join(sign if sign.isprintable() and sign not in '/\\"' else "_" for sign in name)
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
