"""What the three pages of one journey share: its name, its state in words, and the way from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from designer import routes
from designer.wording import t

# Word, icon, colour: colour never stands alone.
STATES = {
    "draft": ("Brouillon", ":material/edit:", "gray"),
    "live": ("En ligne", ":material/play_circle:", "green"),
    "paused": ("En pause", ":material/pause_circle:", "orange"),
    "retired": ("Entrée fermée", ":material/logout:", "orange"),
    "stopped": ("Arrêté", ":material/stop_circle:", "red"),
    "archived": ("Archivé", ":material/archive:", "gray"),
}
LINKS = (
    (routes.EDITOR, "Dessiner", "draw"),
    (routes.PREVIEW, "Relire", "menu_book"),
    (routes.LIVE, "En direct", "monitoring"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One journey, and which of its pages this is (`routes.LIVE`)."""

    key: str
    name: str
    state: str
    page: str
    live_number: int | None = None
    has_draft: bool = False


def journey_header(place: Place) -> None:
    """The name, the state, and the links to the other two pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"### {escape(place.name)}", width="content")
        st.markdown(state_badges(place.state, place.live_number, place.has_draft), width="content")
        st.space("stretch")
        journey_links(place.key, place.page)


def journey_links(key: str, here: str) -> None:
    """Links, not buttons: each opens in a tab of its own too."""
    for page, label, icon in LINKS:
        st.page_link(
            page, label=t(label), icon=f":material/{icon}:", disabled=page == here, query_params=routes.of_journey(key)
        )


def state_badges(state: str, live_number: int | None, has_draft: bool) -> str:
    """`● En ligne v3` `✎ brouillon` as Markdown badges."""
    word, icon, colour = STATES.get(state, (state, ":material/help:", "gray"))
    version = f" v{live_number}" if live_number else ""
    badges = [f":{colour}-badge[{icon} {t(word)}{version}]"]
    if has_draft and live_number:
        badges.append(f":gray-badge[:material/edit: {t('brouillon')}]")
    return " ".join(badges)


def escape(text: str) -> str:
    """A person's words as plain text: Markdown signs in a journey's name draw nothing."""
    plain = re.sub(r"[ \t\r\n]+", " ", text.strip())
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|~$:@&" else letter for letter in plain)
