"""What a copied card says of other copied cards: which step's answer it reads, which step's message it looks at. In the
copy it means the copies. Arrows are not among these: see `copying.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from jinja2 import TemplateSyntaxError
from pydantic import ValidationError

from engine.journey.model import Names, Part
from engine.journey.steps import STEP_TYPES
from engine.journey.text_environment import ENVIRONMENT
from engine.journey.triggers import TRIGGER_TYPES

ROOT = "answers"
DOT = ("operator", ".")
AFTER_DOT = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NEWLINE = re.compile(r"\r\n|\r")


def lead_references(part: dict[str, Any], new_ids: Mapping[str, str]) -> None:
    """`new_ids`: step id → that of its copy. Changes the step or trigger in place; one that cannot be read stays as it
    is."""
    kinds: Mapping[str, type[Part]] = TRIGGER_TYPES if "id" in part else STEP_TYPES
    kind = kinds.get(str(part.get("type")))
    try:
        model = kind.model_validate(part) if kind else None
    except ValidationError:
        return
    for holder, name, what in _names_in(model, part):
        holder[name] = _RENAMED[what](str(holder[name]), new_ids)
    _rewrite_texts(part, new_ids)


def _names_in(value: Any, written: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """(what holds it, under which name, what it names) of every field that the model marks, wherever it stands."""
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            key = name if name in written else field.alias or name
            mark = next((one for one in field.metadata if isinstance(one, Names)), None)
            if mark and written.get(key) is not None:
                yield written, key, mark.what
            elif key in written:
                yield from _names_in(getattr(value, name), written[key])
    elif isinstance(value, list) and isinstance(written, list):
        for one, its_own in zip(value, written, strict=False):
            yield from _names_in(one, its_own)
    elif isinstance(value, dict) and isinstance(written, dict):
        for key in value.keys() & written.keys():
            yield from _names_in(value[key], written[key])


def _rewrite_texts(held: Any, new_ids: Mapping[str, str]) -> None:
    """Every text below: only what stands between braces can be a reference."""
    places = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for place, value in list(places):
        if isinstance(value, str):
            held[place] = rename_in_text(value, new_ids)
        else:
            _rewrite_texts(value, new_ids)


def _renamed_path(path: str, new_ids: Mapping[str, str]) -> str:
    root, _, rest = path.partition(".")
    step_id, dot, deeper = rest.partition(".")
    return f"{root}.{new_ids[step_id]}{dot}{deeper}" if root == ROOT and step_id in new_ids else path


_RENAMED: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "path": _renamed_path,
    "step": lambda step_id, new_ids: new_ids.get(step_id, step_id),
}


def rename_in_text(source: str, new_ids: Mapping[str, str]) -> str:
    """`{{ answers.ask }}` and `{{ answers["ask"] }}`, where `ask` has a copy; all else keeps its letters."""
    if ROOT not in source or "{" not in source:
        return source
    pieces = _pieces(source)
    speaking = [place for place, (kind, _) in enumerate(pieces) if kind != "whitespace"]
    for before, root, sign, name in zip(speaking, speaking[1:], speaking[2:], speaking[3:], strict=False):
        if pieces[root] == ("name", ROOT) and pieces[before] != DOT:
            _rename_piece(pieces, sign, name, new_ids)
    renamed = "".join(letters for _, letters in pieces)
    return renamed if renamed != NEWLINE.sub("\n", source) else source


def _rename_piece(pieces: list[tuple[str, str]], sign: int, name: int, new_ids: Mapping[str, str]) -> None:
    """A name that cannot stand behind a dot, such as `2nd` or `a-b`, comes into brackets."""
    kind, letters = pieces[name]
    if pieces[sign] == DOT and kind == "name" and letters in new_ids:
        new = new_ids[letters]
        if AFTER_DOT.fullmatch(new):
            pieces[name] = (kind, new)
        else:
            pieces[sign], pieces[name] = ("operator", "["), ("string", f"'{new}']")
    elif pieces[sign] == ("operator", "[") and kind == "string" and letters[1:-1] in new_ids:
        pieces[name] = (kind, f"{letters[0]}{new_ids[letters[1:-1]]}{letters[-1]}")


def _pieces(source: str) -> list[tuple[str, str]]:
    """(kind, letters) that make the whole text again. Blanks that the language drops, and all behind a mistake, are
    letters without a kind."""
    pieces: list[tuple[str, str]] = []
    text, read = NEWLINE.sub("\n", source), 0
    with suppress(TemplateSyntaxError):
        for _, kind, letters in ENVIRONMENT.lexer.tokeniter(text, None):
            begin = text.index(letters, read)
            pieces += [("", text[read:begin]), (kind, letters)]
            read = begin + len(letters)
    return [piece for piece in (*pieces, ("", text[read:])) if piece[1]]
