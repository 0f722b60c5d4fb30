"""The sheet of keys names every key that the canvas has."""

from __future__ import annotations

import re
from pathlib import Path

import designer
from designer.editor_words import KEYS

SOURCE = Path(designer.__file__).parent / "components" / "frontend" / "src" / "canvas" / "keys.ts"
CALLED = {"escape": "Esc", "enter": "Enter", "delete": "Delete", "backspace": "Backspace", "-": "−", "=": "+"}
"""What a key is called where that is not its letter; `=` is the plus of a keyboard without Shift."""


def keys_of(table: str) -> set[str]:
    """The names on the left of one table of `keys.ts`."""
    body = SOURCE.read_text("utf-8").split(f"const {table}: ")[1].split("= {", 1)[1].split("\n};")[0]
    return set(re.findall(r'^  "?([^\s":]+)"?: \(', body, re.MULTILINE))


def shown(called: set[str]) -> set[str]:
    """The names on the sheet: apart, what needs Ctrl."""
    return {part for name in called for part in re.split(r"[ ,]+", name)}


def test_the_sheet_names_every_key_of_the_canvas() -> None:
    plain, control = keys_of("PLAIN"), keys_of("WITH_CONTROL")
    names = {english for _, english in KEYS.values()}
    with_control = {name for name in names if "Ctrl" in name}

    assert {"n", "backspace", "?", "0", "f8"} <= plain
    assert {"y", "c", "s"} <= control
    assert {key for key in plain if CALLED.get(key, key.upper()) not in shown(names - with_control)} == set()
    assert {key for key in control if key.upper() not in shown(with_control)} == set()
