"""What WhatsApp takes of which kind (its table of media), told by the first bytes, not by the name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["image", "video", "document"]
LIMITS: Mapping[Kind, int] = {"image": 5_000_000, "video": 16_000_000, "document": 100_000_000}
"""Bytes. WhatsApp does not say whether its megabytes are powers of 1024, so the smaller reading counts."""
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[str, tuple[Kind, str]] = {
    "jpg": ("image", "image/jpeg"), "jpeg": ("image", "image/jpeg"), "png": ("image", "image/png"),
    "mp4": ("video", "video/mp4"), "3gp": ("video", "video/3gpp"), "3gpp": ("video", "video/3gpp"),
    "pdf": ("document", "application/pdf"), "txt": ("document", "text/plain; charset=utf-8"),
    "doc": ("document", "application/msword"), "xls": ("document", "application/vnd.ms-excel"),
    "ppt": ("document", "application/vnd.ms-powerpoint"),
    "docx": ("document", f"{OFFICE}.wordprocessingml.document"),
    "xlsx": ("document", f"{OFFICE}.spreadsheetml.sheet"),
    "pptx": ("document", f"{OFFICE}.presentationml.presentation"),
}  # fmt: skip
"""By the ending of the name."""
OLD_OFFICE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
STARTS: Mapping[str, bytes] = {
    "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-",
    "application/msword": OLD_OFFICE, "application/vnd.ms-excel": OLD_OFFICE, "application/vnd.ms-powerpoint": OLD_OFFICE,
    f"{OFFICE}.wordprocessingml.document": ZIP, f"{OFFICE}.spreadsheetml.sheet": ZIP,
    f"{OFFICE}.presentationml.presentation": ZIP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MediaType:
    """What a file is, and how it is announced."""

    kind: Kind
    content_type: str


@dataclass(frozen=True, slots=True)
class NotMedia:
    """Why WhatsApp would not take it, and the remedy, in both languages."""

    french: str
    english: str


def judge(name: str, content: bytes) -> MediaType | NotMedia:
    """Whether WhatsApp takes this file as it is."""
    ending = name.rpartition(".")[2].lower()
    if ending not in TYPES:
        known = ", ".join(TYPES)
        return NotMedia(f"« {name} » : WhatsApp ne prend pas ce format ; il prend {known}.",
                        f"“{name}”: WhatsApp does not take this format; it takes {known}.")  # fmt: skip
    kind, content_type = TYPES[ending]
    if not content:
        return NotMedia(
            f"« {name} » est vide ; choisissez un autre fichier.", f"“{name}” is empty; choose another file."
        )
    if len(content) > LIMITS[kind]:
        size, limit = _megabytes(len(content)), LIMITS[kind] // 1_000_000
        french = size.replace(".", ",")
        return NotMedia(f"« {name} » pèse {french} Mo ; WhatsApp en accepte {limit}. Choisissez un fichier plus léger.",
                        f"“{name}” is {size} MB; WhatsApp accepts {limit}. Choose a smaller file.")  # fmt: skip
    if not _begins_as(content_type, content):
        return NotMedia(f"« {name} » n'est pas ce que dit son nom ; enregistrez-le de nouveau dans ce format.",
                        f"“{name}” is not what its name says; save it again in this format.")  # fmt: skip
    return MediaType(kind, content_type)


def _begins_as(content_type: str, content: bytes) -> bool:
    if content_type.startswith("video/"):
        return content[4:8] == b"ftyp"
    if content_type.startswith("text/"):
        return b"\x00" not in content[:4096] and _is_utf8(content)
    return content.startswith(STARTS[content_type])


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _megabytes(size: int) -> str:
    return f"{-(-size // 100_000) / 10:g}"
