"""The types that can be added to a journey, in the groups and words of the palette. Pure."""

from __future__ import annotations

from typing import Any

from designer.card_words import w
from designer.kinds import GROUPS, KINDS
from designer.phrasing import percent
from engine.checker.words import spoken_language


def palette(language: str) -> list[dict[str, Any]]:
    """The groups for the canvas."""
    return [
        {
            "group": _pick(title, language),
            "kind": "trigger" if group == "start" else "step",
            "items": [_item(kind, language) for kind, one in KINDS.items() if one.group == group],
        }
        for group, title in GROUPS.items()
    ]


def type_title(kind: str, language: str) -> str:
    """The palette's name of a type."""
    return _pick(KINDS[kind].title, language) if kind in KINDS else kind


def type_hint(kind: str, language: str) -> str:
    """When to take it, in a few words."""
    return _pick(KINDS[kind].hint, language) if kind in KINDS else ""


def _item(kind: str, language: str) -> dict[str, Any]:
    item = {"type": kind, "title": type_title(kind, language), "hint": type_hint(kind, language), "icon": kind}
    ports = {
        "ask": [("next", w("ask.next", language)), *((name, w(name, language)) for name in ("invalid", "no_reply"))],
        "wait_for_reply": [("otherwise", w("otherwise", language)), ("no_reply", w("no_reply", language))],
        "wait_for_event": [("next", w("event.came", language)), ("no_event", w("no_event", language))],
        "call_http": [("next", w("call.next", language)), ("failed", w("failed", language))],
        "branch": [("otherwise", w("branch.otherwise", language)), ("branch:path", "…")],
        "branch_on_message": [("otherwise", w("branch.otherwise", language))],
        "split": [("branch:a", f"A {percent(50, language)}"), ("branch:b", f"B {percent(50, language)}")],
    }.get(kind)
    return item | ({"ports": [{"id": name, "label": label} for name, label in ports]} if ports else {})


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if spoken_language(language) == "fr" else pair[1]
