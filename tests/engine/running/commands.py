"""Commands run in this process against a running house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from house import House
from pydantic import SecretStr

from engine.settings import load_settings


@contextmanager
def commanding(house: House, monkeypatch: pytest.MonkeyPatch, **more: str) -> Iterator[None]:
    """The environment of the house's own settings, in English; `more`: other settings by their names."""
    for name, value in house.parts.settings:
        if value is not None:
            revealed = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            monkeypatch.setenv(f"PARCOURS_{name.upper()}", revealed)
    for name, value in {"language": "en", **more}.items():
        monkeypatch.setenv(f"PARCOURS_{name.upper()}", value)
    load_settings.cache_clear()
    try:
        yield
    finally:
        monkeypatch.undo()
        load_settings.cache_clear()


def run(command: Callable[[], int], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Its exit code and all that it printed."""
    capsys.readouterr()
    code = command()
    printed = capsys.readouterr()
    return code, printed.out + printed.err
