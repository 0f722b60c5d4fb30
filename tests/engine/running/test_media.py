"""Files of messages: taken in, served whole and in parts, fetched by whoever was told where they are."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import commanding, run
from house import House, running_house
from sqlalchemy import Engine

from engine.commands.checking import check_files
from engine.commands.exchange import import_files
from engine.commands.media import add, list_kept
from engine.media.kinds import NotMedia, judge
from engine.providers.base import Misconfigured
from storage.media import PIECE

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3000
FILM = struct.pack(">I", 24) + b"ftypmp42"
JOURNEY = """
parcours: 1
key: guide
name: Guide
language: fr
purpose: service
triggers: [{id: t, type: keyword, any_of: [guide], next: tell}]
steps:
  tell: {type: send_session, text: Le guide, media: {kind: image, url: photos/plan.png}, next: bye}
  bye: {type: exit}
"""


@pytest.fixture
def public_house(chosen_database: Engine) -> Iterator[House]:
    with running_house(chosen_database, is_public=True) as running:
        yield running


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "plan.png").write_bytes(PICTURE)
    path = tmp_path / "guide.yaml"
    path.write_text(JOURNEY, "utf-8")
    return path


def test_a_file_is_served_whole_in_part_and_not_again(
    public_house: House, journey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house, picture = public_house, journey.parent / "photos" / "plan.png"
    with commanding(house, monkeypatch):
        code, said = run(lambda: add([picture, picture]), capsys)
        listed = run(list_kept, capsys)[1]
    first, second = said.split()[1::2]

    whole = house.http.get(first)
    part = house.http.get(first, headers={"Range": f"bytes={PIECE - 2}-{PIECE + 1}"})
    end = house.http.get(first, headers={"Range": "bytes=-3"})
    beyond = house.http.get(first, headers={"Range": f"bytes={len(PICTURE)}-"})
    head = house.http.head(first)
    known = house.http.get(first, headers={"If-None-Match": whole.headers["etag"]})

    assert (code, first, first in listed) == (0, second, True), "the same content is kept once"
    assert whole.content == PICTURE and whole.headers["content-type"] == "image/png"
    assert "immutable" in whole.headers["cache-control"] and whole.headers["x-content-type-options"] == "nosniff"
    assert (part.status_code, part.content) == (206, PICTURE[PIECE - 2 : PIECE + 2])
    assert part.headers["content-range"] == f"bytes {PIECE - 2}-{PIECE + 1}/{len(PICTURE)}"
    assert (end.content, beyond.status_code, known.status_code) == (PICTURE[-3:], 416, 304)
    assert (head.headers["content-length"], head.content) == (str(len(PICTURE)), b"")
    assert house.http.get(f"{house.api}/m/{'x' * 24}/plan.png").status_code == 404


def test_a_journey_that_names_a_file_beside_it_brings_it_along(
    public_house: House, journey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = public_house
    with commanding(house, monkeypatch):
        checked = run(lambda: check_files([journey], as_json=False, language="en"), capsys)
        imported = run(lambda: import_files([journey]), capsys)
    ((definition,),) = house.rows("SELECT definition FROM journey_version")

    address = str(definition).partition(f"{house.api}/m/")[2].partition('"')[0].partition("'")[0]
    assert checked[0] == 0, checked[1]
    assert imported[0] == 0 and address.endswith("/plan.png")
    assert house.http.get(f"{house.api}/m/{address}").content == PICTURE


def test_without_a_public_address_nothing_can_be_fetched(
    sqlite_database: Engine, journey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from engine.settings import load_settings

    monkeypatch.setenv("PARCOURS_DATABASE_URL", sqlite_database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("PARCOURS_LANGUAGE", "en")
    load_settings.cache_clear()

    code, said = run(lambda: import_files([journey]), capsys)
    with pytest.raises(Misconfigured, match="PARCOURS_PUBLIC_URL"):
        add([journey])
    load_settings.cache_clear()

    assert code == 1 and "plan.png: the file cannot be served, because PARCOURS_PUBLIC_URL is missing" in said


@pytest.mark.parametrize(
    ("named", "words"),
    [("absent.png", "ne peut pas être lu"), ("../guide.yaml", "à côté du parcours"), ("clip.mp4", "kind")],
)
def test_a_file_that_cannot_go_along_is_told(
    journey: Path, named: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (journey.parent / "clip.mp4").write_bytes(FILM)
    journey.write_text(JOURNEY.replace("photos/plan.png", named), "utf-8")

    code, said = run(lambda: check_files([journey], as_json=False, language="fr"), capsys)

    assert code == 1 and words in said


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.gif", b"GIF89a", "format"),
        ("a.png", b"", "empty"),
        ("a.png", b"\xff\xd8\xff", "save it again"),
        ("a.mp4", b"moov", "save it again"),
        ("a.txt", b"a\x00b", "save it again"),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * 5_000_000, "5.1 MB; WhatsApp accepts 5"),
        ("a.mp4", FILM + b"x" * 22_000_000, "22.1 MB; WhatsApp accepts 16"),
    ],
)  # fmt: skip
def test_what_whatsapp_does_not_take_is_refused_with_its_limit(name: str, content: bytes, word: str) -> None:
    found = judge(name, content)

    assert isinstance(found, NotMedia) and word in found.english and found.french != found.english
