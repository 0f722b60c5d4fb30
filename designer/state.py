"""The only user of `st.session_state`: what one open tab knows. Nothing here is the only copy of anybody's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer.components.tab_person import person_before

PREFIX = "parcours:"


def language() -> str:
    """The language this tab is read in: `fr` or `en`."""
    return str(recall("language") or "fr")


def choose_language(code: str) -> None:
    remember("language", code)


def person() -> str | None:
    """The id of the person who works in this tab; None before anybody said who they are."""
    return recall("person")


def choose_person(person_id: str | None) -> None:
    remember("person", person_id)


def person_before_reload() -> str | None:
    """Whom this tab knew before it was loaded anew; told once, and only until somebody was chosen by hand."""
    before = None if recall("reload heard") else person_before(st.session_state)
    if before is not None:
        remember("reload heard", True)
    return before


def announce(text: str, icon: str = ":material/check_circle:") -> None:
    """Say this on the next page or run: a toast said before a change of page would be lost."""
    remember("news", [*recall("news", []), (text, icon)])


def say_news() -> None:
    """Show what was announced."""
    for text, icon in take("news", []):
        st.toast(text, icon=icon)


def ask(question: str, **facts: Any) -> None:
    """Open this dialog in the next run of the whole page: a polling fragment cannot hold one."""
    remember("question", (question, facts))


def asked() -> tuple[str, Mapping[str, Any]] | None:
    """The dialog to open now, once."""
    return take("question", None)


def remember(name: str, value: Any) -> None:
    st.session_state[PREFIX + name] = value


def recall(name: str, default: Any = None) -> Any:
    return st.session_state.get(PREFIX + name, default)


def take(name: str, default: Any) -> Any:
    """What was remembered, which is then forgotten."""
    return st.session_state.pop(PREFIX + name, default)


def widget(key: str, default: Any = None) -> Any:
    """The value of a widget or component by its own key."""
    return st.session_state.get(key, default)


def set_widget(key: str, value: Any) -> None:
    """Give a widget a value before it is drawn."""
    st.session_state[key] = value


def start_widget(key: str, value: Any) -> None:
    """Give a widget its first value, such as one from the page's address."""
    st.session_state.setdefault(key, value)
