"""`.env.example` and the page for operators name every setting, with the default that the code has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from engine.settings import Settings
from tests.docs.pages import DOCS, ROOT

EXAMPLE = ROOT / ".env.example"
LINE = re.compile(r"^(# )?(PARCOURS_\w+)=(.*)$", re.MULTILINE)
PREFIX = "PARCOURS_"
NAMES = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}


def default_of(name: str) -> Any:
    return Settings.model_fields[name.removeprefix(PREFIX).lower()].default


def test_every_setting_stands_once_in_the_example() -> None:
    written = [name for _, name, _ in LINE.findall(EXAMPLE.read_text("utf-8"))]

    assert sorted(written) == sorted(NAMES)


def test_the_example_mentions_no_other_name() -> None:
    mentioned = set(re.findall(r"PARCOURS_\w+", EXAMPLE.read_text("utf-8")))

    assert mentioned == NAMES


@pytest.mark.parametrize(("hidden", "name", "value"), LINE.findall(EXAMPLE.read_text("utf-8")))
def test_a_setting_is_shown_with_its_default(hidden: str, name: str, value: str) -> None:
    default = default_of(name)

    assert value == ("" if default is None else str(default))
    assert bool(hidden) == (default is None)


def test_the_example_as_it_stands_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_no_secret_has_a_default() -> None:
    secrets = [
        name for name, field in Settings.model_fields.items() if SecretStr in getattr(field.annotation, "__args__", ())
    ]

    assert len(secrets) == 6
    assert all(Settings.model_fields[name].default is None for name in secrets)


def test_each_setting_of_the_example_is_explained_above_it() -> None:
    for block in EXAMPLE.read_text("utf-8").strip().split("\n\n"):
        assert block.startswith("# ")
        assert not LINE.match(block), f"no comment above {block}"


def test_operators_find_every_setting() -> None:
    explained = set(re.findall(r"`(PARCOURS_\w+)", (DOCS / "operating.md").read_text("utf-8")))

    assert explained >= NAMES
