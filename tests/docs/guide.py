"""A guide whose blocks of code are files and additions to files: put into a copy of the project, where its commands run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.docs.pages import ROOT

BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^## Run it\n+```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FOLDERS = ("engine", "designer", "storage", "docs", "tests")
LEFT_OUT = shutil.ignore_patterns("node_modules", "*.pyc.*", "images", "crash", "acceptance")


class Block(NamedTuple):
    """`adds`: lines for a file that is there; else the whole of a new one."""

    path: str
    text: str
    adds: bool


def blocks(page: Path) -> list[Block]:
    return [Block(path, text, kind == "diff") for kind, path, text in BLOCK.findall(page.read_text("utf-8"))]


def commands(page: Path) -> Iterator[list[str]]:
    """Those of the last section that Python runs, in pieces."""
    found = COMMANDS.search(page.read_text("utf-8"))
    assert found is not None, f"{page.name} does not say what to run"
    for line in found[1].splitlines():
        words = re.findall(r'"[^"]*"|\S+', line.partition("#")[0])
        if words[:1] == ["python"]:
            yield [word.strip('"') for word in words[1:]]


def copy_of_the_project(folder: Path) -> Path:
    """Everything that a command of a guide needs, free to be changed; what Python compiled comes along, with its dates."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def put_in(block: Block, project: Path) -> None:
    """Raises AssertionError when the place of an addition is not there exactly once, or a new file is not new."""
    path = project / block.path
    if not block.adds:
        assert not path.exists(), f"{block.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")
        return
    lines = block.text.splitlines(keepends=True)
    before, after = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" ", " +"))
    text = path.read_text("utf-8")
    assert f"\n{text}".count(f"\n{before}") == 1, f"{block.path} has not exactly once:\n{before}"
    path.write_text(f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:], "utf-8")


def run(arguments: list[str], project: Path) -> subprocess.CompletedProcess[str]:
    """Python in the copy, and nothing of this checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PARCOURS_", "PYTEST_"))}
    extra = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly"] if "pytest" in arguments else []
    return subprocess.run(
        [sys.executable, *arguments, *extra], cwd=project, env={**clean, "PYTHONPATH": str(project)},
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
