"""The file that goes along with a message: `media` of a free reply, `header_media` of a template message or of a fallback."""

from __future__ import annotations

from typing import Any, Literal

from designer.editing.outcome import Definition, Edited, Refused, edited
from designer.editing.places import need_node

FilePlace = Literal["media", "header_media", "if_window_closed.header_media"]
BY_LANGUAGE = ("url", "name")


def set_file(
    definition: Definition, node: str, place: FilePlace, *, kind: str, part: tuple[str, ...] = (), value: str = ""
) -> Edited | Refused:
    """Make it a file of this kind (image, video or document), and write one of its texts: `("url",)`, `("name", "fr")`.
    A name that is emptied is taken away; only a document has one."""

    def change(after: Definition) -> None:
        file = _file(need_node(after, node), place)
        file["kind"] = kind
        if part:
            _write(file, part, value)
        if kind != "document" or not file.get("name"):
            file.pop("name", None)

    return edited(definition, "file", change)


def share_file(definition: Definition, node: str, place: FilePlace, languages: list[str]) -> Edited | Refused:
    """A file for each of these languages, beginning with the one there is; for a single one, that language's file for
    all."""

    def change(after: Definition) -> None:
        file = _file(need_node(after, node), place)
        for part in BY_LANGUAGE:
            if part in file:
                file[part] = _shared(file[part], languages)

    return edited(definition, "file", change)


def _file(step: dict[str, Any], place: FilePlace) -> dict[str, Any]:
    """Made where it is missing."""
    for name in place.split("."):
        step = step.setdefault(name, {})
    return step


def _write(file: dict[str, Any], part: tuple[str, ...], value: str) -> None:
    if len(part) == 1:
        file[part[0]] = value
        return
    written = file.get(part[0])
    file[part[0]] = {**(written if isinstance(written, dict) else {}), part[1]: value}


def _shared(written: str | dict[str, str], languages: list[str]) -> str | dict[str, str]:
    if len(languages) == 1:
        return written.get(languages[0], "") if isinstance(written, dict) else written
    return written if isinstance(written, dict) else dict.fromkeys(languages, written)
