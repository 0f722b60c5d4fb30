"""Files that a journey names beside itself (`url: photo.jpg`): looked at when it is checked, taken in when it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection

from engine.clock import system_clock
from engine.commands.words import say
from engine.ids import new_token
from engine.journey.definition import Journey, read_definition
from engine.journey.files import BadFile
from engine.media.keeping import address_of, keep
from engine.media.kinds import NotMedia, judge
from engine.settings import load_settings
from storage.tables import MediaFile

ELSEWHERE = "https://files.example/"
"""Stands for the public address while a file is only looked at."""


def looked_at(journey: Journey, path: Path) -> Journey:
    """The journey as if its files were served already. Raises BadFile naming each that cannot be."""
    return _with_files(journey, path, lambda name, _content: ELSEWHERE + name.replace(" ", "_"))


def taken_in(connection: Connection, journey: Journey, path: Path) -> Journey:
    """The journey with the addresses at which its files are served. Raises BadFile, also where nobody could reach us."""
    public_url = load_settings().public_url

    def serve(name: str, content: bytes) -> str:
        if not public_url:
            raise ValueError(_nowhere(name))
        kept = keep(connection, name=name, content=content, new_token=new_token, at=system_clock())
        assert isinstance(kept, MediaFile)
        return address_of(kept, public_url)

    return _with_files(journey, path, serve)


def _nowhere(name: str) -> str:
    return say(
        f"{name} : le fichier ne peut pas être servi, car PARCOURS_PUBLIC_URL manque ; donnez l'adresse https de cette machine.",
        f"{name}: the file cannot be served, because PARCOURS_PUBLIC_URL is missing; give the https address of this machine.",
    )


def _with_files(journey: Journey, path: Path, serve: Callable[[str, bytes], str]) -> Journey:
    json = journey.to_json()
    problems: list[str] = []
    places = list(_places(json))
    for holder, name, kind in places:
        try:
            holder[name] = serve(Path(holder[name]).name, _read(path, holder[name], kind))
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise BadFile(str(path), problems)
    return read_definition(json) if places else journey


def _places(part: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every local name of a file, as (what holds it, under which name, its kind)."""
    if isinstance(part, list):
        for item in cast("list[Any]", part):
            yield from _places(item)
    elif isinstance(part, dict):
        group = cast("dict[str, Any]", part)
        if group.get("kind") in ("image", "video", "document") and "url" in group:
            yield from _local(group, group["kind"])
        for name, item in group.items():
            if name != "layout":
                yield from _places(item)


def _local(media: dict[str, Any], kind: str) -> Iterator[tuple[dict[str, Any], str, str]]:
    """In one language, or in each of several."""
    url: Any = media["url"]
    holder, names = (
        (cast("dict[str, Any]", url), list(cast("dict[str, Any]", url))) if isinstance(url, dict) else (media, ["url"])
    )
    for name in names:
        written = holder[name]
        if isinstance(written, str) and written.strip() and "://" not in written and "{" not in written:
            yield holder, name, kind


def _read(path: Path, name: str, kind: str) -> bytes:
    """The content of a file beside the journey. Raises ValueError in words."""
    folder = path.resolve().parent
    file = (folder / name).resolve()
    if not file.is_relative_to(folder):
        raise ValueError(say(f"{name} : le fichier doit être à côté du parcours, ou dans un dossier en dessous.",
                             f"{name}: the file must stand beside the journey, or in a folder below it."))  # fmt: skip
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ValueError(say(f"{name} : le fichier ne peut pas être lu ({problem.strerror}) ; vérifiez son nom.",
                             f"{name}: the file cannot be read ({problem.strerror}); check its name.")) from None  # fmt: skip
    judged = judge(file.name, content)
    if isinstance(judged, NotMedia):
        raise ValueError(say(judged.french, judged.english))
    if judged.kind != kind:
        raise ValueError(say(f"{name} : le parcours l'annonce comme {kind}, c'est {judged.kind} ; changez kind.",
                             f"{name}: the journey calls it {kind}, it is {judged.kind}; change kind."))  # fmt: skip
    return content
