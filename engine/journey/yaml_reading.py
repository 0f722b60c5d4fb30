"""YAML 1.2 text to plain values, each with its line. Words stay words: only `12`, `1.5`, `true`, `false` and
`null` written plainly are anything else, so `no`, `007`, `+33…`, `1e5` and dates are texts.

Nothing is constructed: the parser gives a tree of nodes, and this file turns nodes into values with a budget,
so that aliases cannot multiply and a tag cannot name anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from engine.journey.faults import DEEPEST, LARGEST_NUMBER, Place

SIZE_LIMIT = 1_000_000
VALUE_LIMIT = 60_000
"""Values after aliases are written out; a journey of 1,000 steps has about 15,000."""

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
FLOAT = re.compile(r"-?[0-9]{1,17}(\.[0-9]{1,25})?(e[+-][0-9]{2,3})?")
SURROGATE = re.compile("[\ud800-\udfff]")
NAMED: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = {
    TAG + name for name in ("null", "bool", "int", "float", "str", "timestamp", "merge", "value", "seq", "map")
}


class BadYaml(ValueError):
    """A text that is not the YAML we read: a sentence, and the line and column where that is known (counted
    from 1)."""

    def __init__(self, sentence: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.line, self.column = sentence, line, column


@dataclass(slots=True)
class Source:
    """A text read: its plain value, its tree, and the line (from 1) of every place in it."""

    value: Any = None
    root: Any = None
    """The parser's own node, of a library without types."""
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    values: int = 0

    def line_of(self, place: Place) -> int | None:
        """The line of this place, or of the nearest one around it that is written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_yaml(text: str) -> Source:
    """Raises BadYaml: not YAML (with line and column), a key given twice, a tag, too large, too deep, too
    many aliases."""
    if len(text) > SIZE_LIMIT or len(text.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise BadYaml("the file is larger than 1 MB; split the journey")
    source = Source(root=_compose(text))
    if source.root is not None:
        source.value = _convert(source.root, (), source)
    return source


def resolve_plain(word: str) -> str | int | float | bool | None:
    """What an unquoted word means."""
    if word in NAMED:
        return NAMED[word]
    if INTEGER.fullmatch(word) and abs(int(word)) <= LARGEST_NUMBER:
        return int(word)
    return float(word) if FLOAT.fullmatch(word) and repr(float(word)) == word else word


class _BoundedComposer(Composer):
    """Stops at the first node too many, because parsing a megabyte of commas takes the parser a quarter of a
    minute."""

    nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.nodes += 1
        if self.nodes > VALUE_LIMIT:
            raise BadYaml(f"the file holds more than {VALUE_LIMIT:,} values; split the journey")
        return super().compose_node(parent, index)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _compose(text: str) -> Any:
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Composer = _BoundedComposer
    try:
        return yaml.compose(text)
    except BadYaml:
        raise
    except RecursionError:
        raise BadYaml("the file is nested too deeply") from None
    except ReaderError as problem:
        raise _unreadable(problem, text) from None
    except MarkedYAMLError as problem:
        raise _misplaced(problem) from None
    except (YAMLError, ValueError, UnicodeError) as problem:
        raise BadYaml(f"this is not YAML: {' '.join(str(problem).split())[:200]}") from None


def _unreadable(problem: Any, text: str) -> BadYaml:
    code = ord(problem.character) if isinstance(problem.character, str) else int(problem.character)
    line = text.count("\n", 0, problem.position) + 1
    return BadYaml(f"the character U+{code:04X} may not stand in a file; remove it", line)


def _misplaced(problem: Any) -> BadYaml:
    mark = problem.problem_mark or problem.context_mark
    words = " ".join(str(problem.problem or problem.context or "it cannot be read").split())
    return BadYaml(f"this is not YAML: {words}", mark and mark.line + 1, mark and mark.column + 1)


def _convert(node: Any, place: Place, source: Source) -> Any:
    source.values += 1
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    source.lines.setdefault(place, line)
    if source.values > VALUE_LIMIT:
        raise BadYaml(f"the file holds more than {VALUE_LIMIT:,} values once its aliases are written out", line, column)
    if len(place) > DEEPEST:
        raise BadYaml("the file is nested too deeply, or an alias holds itself", line, column)
    if str(node.tag) not in PLAIN_TAGS:
        raise BadYaml(f"the tag “{str(node.tag).removeprefix(TAG)}” is not allowed; remove it", line, column)
    match node.id:
        case "scalar":
            word = _whole(str(node.value))
            return word if node.style is not None or node.tag == TAG + "str" else resolve_plain(word)
        case "sequence":
            return [_convert(item, (*place, index), source) for index, item in enumerate(node.value)]
        case _:
            return _convert_mapping(node, place, source)


def _convert_mapping(node: Any, place: Place, source: Source) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if key.id != "scalar":
            raise BadYaml("a name must be a word", line, column)
        name = _whole(str(key.value))
        if name in mapping:
            raise BadYaml(f"“{name}” stands twice; keep one", line, column)
        source.lines.setdefault((*place, name), line)
        mapping[name] = _convert(value, (*place, name), source)
    return mapping


def _whole(word: str) -> str:
    """Two escaped halves (`"\\ud83d\\ude00"`, as JSON writes an emoji) make one character."""
    if not SURROGATE.search(word):
        return word
    return word.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
