"""The numbers on the settings page: how each stands, what holds it back, and what a person may decide."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.components.live_panel import TONES
from designer.components.reading import Reader
from designer.number_services import (
    NumberState,
    lift_brake,
    pause_number,
    set_limit,
    set_rate,
    try_again,
    undo_decision,
)
from designer.number_words import QUALITIES, STATES, brakes, decisions
from designer.wording import labelled, t
from storage import portfolios, senders

QUALITY = {"green": ("bonne", "green"), "yellow": ("moyenne", "orange"), "red": ("mauvaise", "red")}
TIERS = (250, 2_000, 10_000, 100_000, portfolios.UNLIMITED)
FASTEST = 1_000


def number_cards(found: list[NumberState], reader: Reader) -> None:
    for one in found:
        with st.container(border=True, gap="small", key=f"number:{one.row['key']}"):
            _facts(one, reader)
            for sentence in brakes(one, reader.language, reader.at, reader.now):
                st.markdown(TONES[sentence.tone] + " ".join((sentence.text, *map(escape, sentence.reasons))))
            _decided(one, reader)
            _acts(one, reader)
            with st.expander(t("Vitesse et limite"), icon=":material/speed:"):
                _pace(one)
                _limit(one, reader)
    if not found:
        st.markdown(t("Aucun numéro n’est encore relié. Le moteur le crée à son premier démarrage."))


def _facts(one: NumberState, reader: Reader) -> None:
    row = one.row
    word, colour = QUALITY.get(row["quality"], ("inconnue", "gray"))
    rate = t("{n} messages par seconde au plus", n=senders.rate_of(row))
    limit = portfolios.limit_of(one.portfolio)
    people = reader.number(one.people)
    first = (
        t("{people} personnes contactées en premier en 24 h, sans limite connue", people=people) if limit is None
        else t("{people} personnes contactées en premier en 24 h, sur {limit}", people=people, limit=reader.number(limit))
    )  # fmt: skip
    st.markdown(
        f":material/call: **{escape(row['display_name'])}** +{row['number']}  \n"
        f":small[:{colour}[{labelled(reader.language, t('qualité'), t(word))}] · {rate} · {first}]"
    )


def _decided(one: NumberState, reader: Reader) -> None:
    for name, text in decisions(one, reader.language, reader.at):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":small[{escape(text)}]", width="stretch")
            st.button(
                t("Revenir à ce que dit le fournisseur"),
                key=_key(one, f"undo:{name}"),
                on_click=_undo,
                args=(one, name),
            )


def _acts(one: NumberState, reader: Reader) -> None:
    """Each can be taken back."""
    row = one.row
    with st.container(horizontal=True):
        if row["paused"]:
            st.button(t("Reprendre ce numéro"), key=_key(one, "resume"), on_click=_pause, args=(one, False))
        else:
            st.button(t("Mettre ce numéro en pause"), key=_key(one, "pause"), on_click=_pause, args=(one, True))
        if senders.quality_of(row) in QUALITIES:
            st.button(
                t("Envoyer malgré la qualité"), key=_key(one, "lift:quality"), on_click=_lift, args=(one, "quality")
            )
        if senders.status_of(row, reader.now) in STATES:
            st.button(t("Envoyer malgré l’état"), key=_key(one, "lift:status"), on_click=_lift, args=(one, "status"))
        if row["blocked_until"] is not None and row["blocked_until"] > reader.now:
            st.button(t("Réessayer maintenant"), key=_key(one, "retry"), on_click=_retry, args=(one,))


def _pace(one: NumberState) -> None:
    key = _key(one, "rate")
    st.number_input(
        t("Messages par seconde"), 1, FASTEST, min(senders.rate_of(one.row), FASTEST), key=key, on_change=_rate, args=(one, key),
        help=t("Le fournisseur annonce {n}.", n=one.row["rate_per_second"]),
    )  # fmt: skip


def _limit(one: NumberState, reader: Reader) -> None:
    """Shared by the numbers of one portfolio at WhatsApp."""
    key, chosen = _key(one, "limit"), one.portfolio["overrides"].get("limit", {})
    told = one.portfolio["told_limit"]
    options = [None, *TIERS]

    def words(limit: int | None) -> str:
        if limit is None:
            return t("comme WhatsApp l’annonce") if told is not None else t("WhatsApp n’annonce rien")
        return t("sans limite") if limit == portfolios.UNLIMITED else reader.number(limit)

    value = chosen.get("value")
    st.selectbox(
        t("Personnes contactées en premier, en 24 h"), options, index=options.index(value) if value in options else 0,
        format_func=words, key=key, on_change=_set_limit, args=(one, key),
    )  # fmt: skip
    if signed := one.signature(chosen, reader.language, reader.at).strip():
        st.caption(signed)


def _key(one: NumberState, name: str) -> str:
    return f"number:{one.row['key']}:{name}"


def _undo(one: NumberState, name: str) -> None:
    undo_decision(services.desk(state.person()), one.row["id"], name)
    if name == "rate":
        state.set_widget(_key(one, "rate"), one.row["rate_per_second"])


def _pause(one: NumberState, paused: bool) -> None:
    pause_number(services.desk(state.person()), one.row["id"], paused=paused)


def _lift(one: NumberState, brake: senders.Brake) -> None:
    lift_brake(services.desk(state.person()), one.row["id"], brake)


def _retry(one: NumberState) -> None:
    try_again(services.desk(state.person()), one.row["id"])


def _rate(one: NumberState, key: str) -> None:
    set_rate(services.desk(state.person()), one.row["id"], int(str(state.widget(key))))


def _set_limit(one: NumberState, key: str) -> None:
    chosen = state.widget(key)
    set_limit(services.desk(state.person()), one.row["portfolio"], chosen if isinstance(chosen, int) else None)
