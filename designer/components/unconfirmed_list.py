"""Sends of which nobody knows what became: a line of their own on the live page, each with what can be decided."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.components.reading import Reader
from designer.reason_words import reason_words
from designer.template_parts import Templates
from designer.unconfirmed_services import Decision, decide, text_of
from designer.wording import n, t
from storage.unconfirmed import Unconfirmed

WAITED = "live:waited"
LONGEST = 160
DONE = {"resend": "Le message repart", "drop": "Le message ne sera pas renvoyé"}


def unconfirmed_list(
    found: list[Unconfirmed], templates: Templates, reader: Reader, *, with_reasons: bool = False
) -> None:
    """Nothing where all is known. Who chose to wait is not asked again in this tab. `with_reasons`: of which journey each is,
    and why nothing is known."""
    waited: list[str] = state.recall(WAITED, [])
    asked = [one for one in found if one.message_id not in waited]
    if not found:
        return
    with st.container(border=bool(asked), key="unconfirmed", gap="small"):
        words = n("{n} envoi sans confirmation", "{n} envois sans confirmation", len(found))
        calm = t("On continue de demander au fournisseur.")
        st.markdown(f":orange[:material/help:] **{words}** :small[:gray[{calm}]]")
        for one in asked:
            _one(one, templates, reader, _why(one, reader) if with_reasons else "")


def _why(message: Unconfirmed, reader: Reader) -> str:
    where = (message.journey_names or {}).get(state.language()) or message.journey or t("Réponse de la maison")
    why = t("{why}, vu chez le fournisseur {at}", why=reason_words(message.reason or "", reader.language),
            at=reader.at(message.looked_up_at)) if message.looked_up_at else reason_words(message.reason or "", reader.language)  # fmt: skip
    return f"  \n:small[:gray[{escape(f'{where} · {why}')}]]"


def _one(message: Unconfirmed, templates: Templates, reader: Reader, why: str) -> None:
    number = f"+{message.address}" if (message.address or "").isdigit() else message.address
    who = " · ".join(escape(part) for part in (message.name, number) if part) or t("Client sans nom")
    text = text_of(message.body, templates)
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    key = f"unconfirmed:{message.message_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{who}** :small[:gray[{reader.at(message.sent_at)}]]  \n:small[{escape(shown)}]{why}", width="stretch"
        )
        with st.container(horizontal=True, gap="small", width="content"):
            _choices(message, key)


def _choices(message: Unconfirmed, key: str) -> None:
    st.button(t("Attendre"), key=f"{key}:wait", on_click=_wait, args=(message,))
    st.button(
        t("Renvoyer"), key=f"{key}:resend", on_click=_decide, args=(message, "resend"),
        help=t("Le client pourrait le recevoir deux fois."),
    )  # fmt: skip
    st.button(
        t("Ne pas renvoyer"), key=f"{key}:drop", on_click=_decide, args=(message, "drop"),
        help=t("Le client continue sans ce message."),
    )  # fmt: skip


def _wait(message: Unconfirmed) -> None:
    state.remember(WAITED, [*state.recall(WAITED, []), message.message_id])


def _decide(message: Unconfirmed, decision: Decision) -> None:
    refused = decide(services.desk(state.person()), message.message_id, decision)
    if refused is None:
        state.announce(t(DONE[decision]))
    else:
        state.announce(t("La réponse du fournisseur est arrivée entre-temps."), ":material/info:")
