"""Texts with placeholders: Jinja2, behind a whitelist on the parsed tree that is checked before anything is
compiled.

Compiling is the dangerous part: stock sandboxed Jinja folds constants while compiling, so `{{ 'a' * 500000000
}}` burns memory before a single render. What is not on the list below never reaches the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes

from engine.journey.text_environment import (
    ENVIRONMENT,
    FILTERS,
    LARGEST_NUMBER,
    TESTS,
    CannotRender,
    plain_facts,
)

__all__ = [
    "FILTERS",
    "ROOTS", "TOO_LONG", "BadText", "CannotRender", "Placeholder", "check_text", "compile_text", "placeholders_in", "plain_facts",
    "render_text",
]  # fmt: skip

SOURCE_LIMIT = 8_192
TAG_LIMIT = 150
TAG_TEXT_LIMIT = 4_096
"""Characters within all placeholders together; parsing costs by them, not by the words around."""
TAG = re.compile(r"\{[{%].*?(?:[%}]\}|\Z)", re.DOTALL)
NODE_LIMIT = 400
DEPTH_LIMIT = 24
FILTERS_IN_A_ROW = 4
TOO_LONG = "too_long"
"""What `CannotRender` names where the text is longer than it may be, whatever value made it so."""
OUTPUT_LIMIT = 65_536
ROOTS = frozenset({"contact", "event", "answers"})


class BadText(ValueError):
    """A text that may not be used, and why, in words: raised when it is checked, before it is compiled."""


ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test,
    nodes.For,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{{ contact.city }}`: its dotted path, and whether a replacement stands ready for an empty
    value."""

    path: str
    has_default: bool


def check_text(source: str, roots: frozenset[str] = ROOTS) -> nodes.Template:
    """The parsed text, or BadText saying what is not allowed and on which line."""
    if len(source) > SOURCE_LIMIT:
        raise BadText(f"the text is longer than {SOURCE_LIMIT} characters")
    if source.count("{{") + source.count("{%") > TAG_LIMIT:
        raise BadText(f"the text has more than {TAG_LIMIT} placeholders")
    if sum(len(tag) for tag in TAG.findall(source)) > TAG_TEXT_LIMIT:
        raise BadText(f"the placeholders are longer than {TAG_TEXT_LIMIT} characters together")
    try:
        tree = ENVIRONMENT.parse(source)
    except TemplateSyntaxError as problem:
        raise BadText(f"line {problem.lineno}: {problem.message}") from None
    except (RecursionError, IndentationError):
        raise BadText("the text is nested too deeply") from None
    except ValueError:
        raise BadText("a number in the text is too long") from None
    _Whitelist(roots).check(tree)
    return tree


class _Whitelist:
    """Walks the tree without recursion; every node must be known and harmless."""

    RULES: ClassVar[dict[type[nodes.Node], str]] = {
        nodes.Name: "_name", nodes.Getattr: "_attribute", nodes.Getitem: "_item", nodes.Filter: "_filter",
        nodes.Test: "_test", nodes.For: "_loop", nodes.Const: "_constant",
    }  # fmt: skip

    def __init__(self, roots: frozenset[str]) -> None:
        self.roots = roots

    def check(self, tree: nodes.Template) -> None:
        seen = 0
        pending: list[tuple[nodes.Node, int, frozenset[str], bool]] = [(tree, 0, self.roots, False)]
        while pending:
            node, depth, names, in_loop = pending.pop()
            seen += 1
            if seen > NODE_LIMIT or depth > DEPTH_LIMIT:
                raise BadText("the text is too complicated; split it")
            if not isinstance(node, ALLOWED):
                raise BadText(f"line {node.lineno}: {_what(node)} is not allowed in a text")
            rule = self.RULES.get(type(node))
            if rule is not None:
                getattr(self, rule)(node, names, in_loop)
            if isinstance(node, nodes.For):
                inner = names | {_target(node)}
                pending.append((node.iter, depth + 1, names, in_loop))
                pending.extend((child, depth + 1, inner, True) for child in node.body)
            else:
                pending.extend((child, depth + 1, names, in_loop) for child in node.iter_child_nodes())

    def _name(self, node: nodes.Name, names: frozenset[str], _in_loop: bool) -> None:
        if node.ctx == "load" and node.name not in names:
            raise BadText(
                f"line {node.lineno}: unknown name “{node.name}”; a placeholder starts with contact, event or answers"
            )

    def _constant(self, node: nodes.Const, _names: frozenset[str], _in_loop: bool) -> None:
        if isinstance(node.value, int | float) and not abs(node.value) <= LARGEST_NUMBER:
            raise BadText(f"line {node.lineno}: the number is too large")

    def _attribute(self, node: nodes.Getattr, _names: frozenset[str], _in_loop: bool) -> None:
        if node.attr.startswith("_"):
            raise BadText(f"line {node.lineno}: a name may not start with “_”")

    def _item(self, node: nodes.Getitem, _names: frozenset[str], _in_loop: bool) -> None:
        if not (isinstance(node.arg, nodes.Const) and type(node.arg.value) in (str, int)):
            raise BadText(f"line {node.lineno}: only a fixed name or number may stand in brackets")

    def _filter(self, node: nodes.Filter, _names: frozenset[str], _in_loop: bool) -> None:
        if node.name not in FILTERS:
            raise BadText(f"line {node.lineno}: unknown filter “{node.name}”; known are {', '.join(sorted(FILTERS))}")
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise BadText(f"line {node.lineno}: “{node.name}” is used in a way that is not allowed")
        if not all(isinstance(argument, nodes.Const) for argument in node.args) or len(node.args) > 2:
            raise BadText(f"line {node.lineno}: what stands in the brackets of “{node.name}” must be a fixed value")
        row, inner = 1, node.node
        while isinstance(inner, nodes.Filter) and inner.node is not None:
            row, inner = row + 1, inner.node
        if row > FILTERS_IN_A_ROW:
            raise BadText(f"line {node.lineno}: more than {FILTERS_IN_A_ROW} filters in a row")

    def _test(self, node: nodes.Test, _names: frozenset[str], _in_loop: bool) -> None:
        if node.name not in TESTS or node.args or node.kwargs:
            raise BadText(f"line {node.lineno}: unknown test “{node.name}”")

    def _loop(self, node: nodes.For, _names: frozenset[str], in_loop: bool) -> None:
        if in_loop or node.recursive or node.else_ or node.test is not None:
            raise BadText(f"line {node.lineno}: a plain loop may not hold another, a condition or an else")
        source = node.iter
        while isinstance(source, nodes.Getattr):
            source = source.node
        if not isinstance(source, nodes.Name):
            raise BadText(f"line {node.lineno}: a loop runs over a list such as event.items")
        _target(node)


def _target(node: nodes.For) -> str:
    if not isinstance(node.target, nodes.Name):
        raise BadText(f"line {node.lineno}: a loop has one name")
    return node.target.name


def _what(node: nodes.Node) -> str:
    words = {
        "Call": "calling something",
        "Assign": "setting a value",
        "Macro": "a macro",
        "Include": "including a file",
    }
    return words.get(type(node).__name__, f"“{type(node).__name__}”")


@lru_cache(maxsize=4096)
def compile_text(source: str, roots: frozenset[str] = ROOTS) -> Template:
    """Checked, then compiled; kept by its source, because compiling costs fifty renders. Raises BadText."""
    check_text(source, roots)
    return ENVIRONMENT.from_string(source)


def render_text(template: Template, facts: Mapping[str, Any]) -> str:
    """Fill the placeholders. Raises CannotRender when a value is missing, has a wrong kind, or makes the text
    too long."""
    pieces: list[str] = []
    size = 0
    try:
        # Without `generate`, which copies the facts and rewrites tracebacks: half of what a short text costs.
        for piece in template.root_render_func(template.new_context(dict(facts), shared=True)):
            size += len(piece)
            if size > OUTPUT_LIMIT:
                raise CannotRender(TOO_LONG, f"the message is longer than {OUTPUT_LIMIT} characters")
            pieces.append(piece)
    except CannotRender:
        raise
    except (UndefinedError, TypeError, ValueError, ArithmeticError) as problem:
        raise CannotRender("value", str(problem)) from None
    return "".join(pieces)


def fixed_text(source: str) -> str | None:
    """What a text without placeholders says to everybody; None when it has some. Raises BadText."""
    return render_text(compile_text(source), {}) if not any(mark in source for mark in ("{{", "{%", "{#")) else None


def placeholders_in(source: str) -> list[Placeholder]:
    """Every `contact.…`, `event.…`, `answers.…` a text reads, in order. Raises BadText."""
    tree = check_text(source)
    defaulted = {id(path) for node in tree.find_all(nodes.Filter) if node.name == "default" for path in _paths(node)}
    found = [node for node in tree.find_all(nodes.Getattr) if _dotted(node) is not None]
    inner = {id(node.node) for node in found}
    return [Placeholder(_dotted(node) or "", id(node) in defaulted) for node in found if id(node) not in inner]


def _paths(node: nodes.Filter) -> Iterator[nodes.Node]:
    inner: nodes.Node | None = node.node
    while isinstance(inner, nodes.Filter):
        inner = inner.node
    if inner is not None:
        yield inner


def _dotted(node: nodes.Node) -> str | None:
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(names)]) if isinstance(node, nodes.Name) and node.name in ROOTS else None
