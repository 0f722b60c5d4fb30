"""The documents as the tests read them: pages, their paragraphs, and the names in them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)


def pages() -> list[Path]:
    """Every page of the documents, and those at the top that are there."""
    top = [ROOT / name for name in ("README.md", "CHANGELOG.md")]
    return [*sorted(DOCS.rglob("*.md")), *(page for page in top if page.exists())]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def words_of(page: Path) -> str:
    """The page without its blocks of code."""
    return CODE.sub("", page.read_text("utf-8"))


def paragraphs(page: Path) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", words_of(page)) if part.strip()]


def relative_links(text: str) -> list[str]:
    """Where the links of a text lead inside the project, without the place on the page."""
    targets = [target.split("#")[0] for target in LINK.findall(text) if "://" not in target]
    return [target for target in targets if target and not target.startswith("mailto:")]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Functions, methods and classes that a file of Python or TypeScript defines."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return frozenset(node.name for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))
    return frozenset(re.findall(r"\bfunction\s+(\w+)", text))


@cache
def known_tests() -> frozenset[str]:
    return frozenset(
        name for path in (ROOT / "tests").rglob("*.py") for name in names_in(path) if name.startswith("test_")
    )
