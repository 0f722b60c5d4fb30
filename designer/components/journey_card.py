"""One journey in the list: its state, what starts it, how many are inside, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from designer import routes, state
from designer.components.journey_header import escape, state_badges
from designer.components.reading import Reader
from designer.journey_services import Listed
from designer.reason_words import reason_words
from designer.search import Hit
from designer.start_words import starts_of
from designer.wording import labelled, n, t

ACTIONS = {
    "pause": "Mettre en pause…",
    "resume": "Reprendre…",
    "export": "Exporter en fichier…",
    "duplicate": "Dupliquer",
    "delete": "Supprimer le brouillon…",
}
BY_TEMPLATE = (
    "template_changed", "template_paused", "template_missing", "template_not_approved", "template_in_review",
)  # fmt: skip
"""Reasons that ask for a person."""
KINDS = {"name": "Dans le nom", "word": "Dans un mot-clé", "text": "Dans un texte", "template": "Dans un modèle"}


def journey_card(listed: Listed, hit: Hit | None, reader: Reader) -> str | None:
    """Draw one card; the action chosen in its menu."""
    key = listed.row.key
    with st.container(border=True, height="stretch", gap="small", key=f"card_{key}"):
        st.markdown(_words(listed, reader))
        if hit is not None and hit.kind != "name":
            _hit(key, hit)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.page_link(routes.EDITOR, label=t("Ouvrir"), icon=":material/draw:", query_params=routes.of_journey(key))
            second = (routes.PREVIEW, "Relire", "menu_book") if listed.row.state == "draft" else (
                routes.LIVE, "En direct", "monitoring")  # fmt: skip
            st.page_link(
                second[0], label=t(second[1]), icon=f":material/{second[2]}:", query_params=routes.of_journey(key)
            )
            st.space("stretch")
            return st.menu_button(
                "⋯", actions(listed), key=f"menu_{key}", type="tertiary", format_func=lambda one: t(ACTIONS[one]),
                help=t("Autres actions sur « {name} »", name=listed.row.name_in(reader.language)),
            )  # fmt: skip


def actions(listed: Listed) -> list[str]:
    """What makes sense for a journey in this state."""
    stands = listed.row.state
    found = ["resume"] if stands in ("paused", "retired") else []
    found += ["pause"] if stands in ("live", "paused", "retired") else []
    found += ["export", "duplicate"]
    return found + (["delete"] if listed.summary.has_draft else [])


def _words(listed: Listed, reader: Reader) -> str:
    """The card as four lines of Markdown: one element instead of four, the list stays quick with many journeys."""
    row = listed.row
    lines = [
        f"**{escape(row.name_in(reader.language))}**" + (f" :gray-badge[{t('exemple')}]" if row.is_sample else ""),
        state_badges(row.state, listed.summary.live_number, listed.summary.has_draft),
        f":small[{_since(listed, reader) or _start(listed, reader)}]",
        f":small[{_activity(listed, reader)}]",
    ]
    lines += _held(listed, reader.language)
    return "  \n".join([*lines, _trouble(listed)] if listed.problems else lines)


def _held(listed: Listed, language: str) -> list[str]:
    """For whoever is in charge: a template holds a step of this journey, and why."""
    held = sorted((reason, number) for reason, number in listed.deliveries.held.items() if reason in BY_TEMPLATE)
    told = [
        labelled(
            language, n("{n} message retenu", "{n} messages retenus", number), escape(reason_words(reason, language))
        )
        for reason, number in held
    ]
    return [f":small[:orange[:material/pause_circle: {words}]]" for words in told]


def _since(listed: Listed, reader: Reader) -> str:
    row = listed.row
    if row.state not in ("paused", "retired", "stopped"):
        return ""
    when = capitalized(reader.from_(row.state_changed_at))
    if listed.changed_by:
        return t("{when}, par {name}", when=when, name=escape(listed.changed_by))
    return when


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def _start(listed: Listed, reader: Reader) -> str:
    shown = [escape(start) for start in (starts_of(listed.journey, reader.language) if listed.journey else ())]
    return t("Démarre : {starts}", starts=", ".join(shown)) if shown else t("Rien ne le démarre encore")


def _activity(listed: Listed, reader: Reader) -> str:
    if listed.row.state == "draft":
        return t("Jamais mis en ligne")
    inside = n("{n} personne en cours", "{n} personnes en cours", listed.summary.active)
    sent = listed.deliveries
    return f"{inside} · {t('{share} ont lu', share=reader.percent(sent.read, sent.sent))}" if sent.sent else inside


def _trouble(listed: Listed) -> str:
    said: list[str] = []
    if listed.errors:
        said.append(f":red[:material/error: {n('{n} à corriger', '{n} à corriger', listed.errors)}]")
    if listed.warnings:
        said.append(f":orange[:material/warning: {n('{n} à vérifier', '{n} à vérifier', listed.warnings)}]")
    return f":small[{' · '.join(said)}]"


def _hit(key: str, hit: Hit) -> None:
    """The place that was found, as a link to it."""
    step = (hit.node or "").partition(":")[2] if (hit.node or "").startswith("step:") else None
    words = f"{escape(hit.before)}{' ' if hit.before.endswith(' ') else ''}"
    found = f"**{escape(hit.match)}**" if hit.match else ""
    tail = f"{' ' if hit.after.startswith(' ') else ''}{escape(hit.after)}"
    st.page_link(
        routes.EDITOR, label=labelled(state.language(), t(KINDS[hit.kind]), f"{words}{found}{tail}"), icon=":material/search:",
        query_params=routes.of_journey(key, step=step),
    )  # fmt: skip
