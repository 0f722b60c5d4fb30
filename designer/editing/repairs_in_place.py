"""Repairs of one field: take out what does no good, write what was meant. `facts` are those of the problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from designer.editing.deleting import delete_nodes
from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import need_node

Facts = Mapping[str, Any]
NAME = re.compile(r"\{\{\s*contact\.name\s*\}\}")
INSTEAD = {"fr": "cher client", "en": "dear customer"}
"""What stands for a first name that is not known."""
SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*([^*\n{}]+)\*\*"), r"*\1*"),
    (re.compile(r"__([^_\n{}]+)__"), r"_\1_"),
    (re.compile(r"~~([^~\n{}]+)~~"), r"~\1~"),
    (re.compile(r"\[([^\]\n{}]+)\]\((https?://[^)\s]+)\)"), r"\1 : \2"),
    (re.compile(r"(?m)^#{1,6} +(\S.*)$"), r"*\1*"),
    (re.compile(r"</?(?:b|strong|h[1-6])\b[^>\n]*>"), "*"),
    (re.compile(r"</?(?:i|em)\b[^>\n]*>"), "_"),
    (re.compile(r"</?s\b[^>\n]*>"), "~"),
    (re.compile(r"<(?:br|/p)\b[^>\n]*>"), "\n"),
    (re.compile(r"</?(?:u|p|a|ul|li|div|span)\b[^>\n]*>"), ""),
)
"""Another house's sign, and what WhatsApp knows in its place."""


def remove(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """Take out the word, value or file at the problem's field."""

    def change(part: dict[str, Any]) -> None:
        holder, name = _holder(part, facts)
        del holder[name]

    return _in_part(definition, node, change)


def delete_branch(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """Take out the path that the field lies in."""

    def change(part: dict[str, Any]) -> None:
        place = _field(facts)[1:2]
        if not place or not isinstance(place[0], int) or place[0] >= len(part.get("branches") or []):
            raise CannotEdit("no_path")
        del part["branches"][place[0]]

    return _in_part(definition, node, change)


def delete_step(definition: Definition, node: str, _facts: Facts) -> Edited | Refused:
    """Take out the card."""

    def change(after: Definition) -> list[str]:
        need_node(after, node)
        delete_nodes(after, [node])
        return []

    return edited(definition, "repair", change)


def use_any(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """One of the demands is enough."""

    def change(part: dict[str, Any]) -> None:
        holder, name = _holder(part, facts)
        if not isinstance(holder[name], dict) or "all" not in holder[name]:
            raise CannotEdit("no_path")
        holder[name] = {"any": holder[name]["all"]}

    return _in_part(definition, node, change)


def make_marketing(definition: Definition, node: str, _facts: Facts) -> Edited | Refused:
    """The journey needs marketing consent from now on."""

    def change(after: Definition) -> list[str]:
        need_node(after, node)
        after["purpose"] = "marketing"
        return [node]

    return edited(definition, "repair", change)


def use_whatsapp_formatting(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """`**panier**` → `*panier*`, a named link → its name and its address."""

    def change(part: dict[str, Any]) -> None:
        holder, name = _holder(part, facts)
        for signs, ours in SIGNS:
            holder[name] = signs.sub(ours, holder[name])

    return _in_part(definition, node, change)


def add_default(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """A word that stands for a first name nobody knows. What stands for other fields, a person must say."""

    def change(part: dict[str, Any]) -> None:
        if facts.get("name") != "contact.name":
            raise CannotEdit("no_path")
        holder, name = _holder(part, facts)
        language = str(name) if isinstance(_field(facts)[-1], str) and len(_field(facts)) > 1 else ""
        spoken = language if language in INSTEAD else str(definition.get("language") or "fr")[:2]
        word = INSTEAD.get(spoken, INSTEAD["en"])
        holder[name] = NAME.sub(f"{{{{ contact.name | default('{word}') }}}}", holder[name])

    return _in_part(definition, node, change)


def _in_part(definition: Definition, node: str, change: Callable[[dict[str, Any]], None]) -> Edited | Refused:
    def of_part(after: Definition) -> list[str]:
        change(need_node(after, node))
        return [node]

    return edited(definition, "repair", of_part)


def _field(facts: Facts) -> Sequence[str | int]:
    return tuple(facts.get("field") or ())


def _holder(part: Any, facts: Facts) -> tuple[Any, str | int]:
    """What holds the problem's field, and its name or number there. Raises CannotEdit when it is gone."""
    field = _field(facts)
    if not field:
        raise CannotEdit("no_path")
    try:
        for name in field[:-1]:
            part = part[name]
        _ = part[field[-1]]
    except (KeyError, IndexError, TypeError):
        raise CannotEdit("no_path") from None
    return part, field[-1]


IN_PLACE: dict[str, Callable[[Definition, str, Facts], Edited | Refused]] = {
    "remove": remove,
    "delete_branch": delete_branch,
    "delete_step": delete_step,
    "use_any": use_any,
    "make_marketing": make_marketing,
    "use_whatsapp_formatting": use_whatsapp_formatting,
    "add_default": add_default,
}
