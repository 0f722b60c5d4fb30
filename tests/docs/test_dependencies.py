"""What the product imports is what it asks to be installed: a package that happens to be there is no dependency."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"designer", "engine", "storage"}


def names_of(requirements: list[str]) -> set[str]:
    """`SQLAlchemy>=2.1,<2.2` → sqlalchemy."""
    cut = [requirement.split(";")[0] for requirement in requirements]
    return {normal("".join(letter if letter not in "<>=![" else " " for letter in name).split()[0]) for name in cut}


def normal(name: str) -> str:
    return name.lower().replace("_", "-")


def imported_by(package: str) -> set[str]:
    found: set[str] = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - OURS


@pytest.mark.parametrize("package", sorted(OURS))
def test_every_package_that_is_imported_is_declared(package: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = names_of(project["dependencies"])
    extra = "designer" if package == "designer" else "postgres"
    declared |= names_of(project["optional-dependencies"][extra])
    where = packages_distributions()

    missing = {
        name for name in imported_by(package)
        if not {normal(distribution) for distribution in where.get(name, [name])} & declared
    }  # fmt: skip

    assert missing == set()
