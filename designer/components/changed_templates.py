"""Templates that are not what people put live: each with what stood there and what stands there now, and the leave to go on."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.approval_services import let_go
from designer.components.journey_header import escape
from designer.preview_words import say
from designer.wording import t
from storage.approvals import Changed


def changed_templates(journey_id: str, found: list[Changed]) -> None:
    """Nothing where no message is held for it."""
    for one in found:
        with st.container(border=True, key=f"changed:{one.name}:{one.language}", gap="small"):
            name = escape(f"{one.name} ({one.language})")
            said = t("Le modèle {name} a changé depuis la mise en ligne : ses messages attendent.", name=name)
            st.markdown(f":orange[:material/difference:] **{said}**")
            _differences(one)
            st.button(
                t("Laisser partir avec ce contenu"), key=f"let_go:{one.name}:{one.language}", on_click=_let_go,
                args=(journey_id, one),
            )  # fmt: skip


def _differences(changed: Changed) -> None:
    if not changed.was_category:
        st.markdown(f":small[{t('Cette langue n’existait pas :')} {escape(changed.body)}]")
        return
    if changed.category != changed.was_category:
        was, now = _category(changed.was_category), _category(changed.category)
        st.markdown(f":small[{t('Catégorie : {was} → {now}', was=was, now=now)}]")
    if changed.body != changed.was_body:
        st.markdown(f":small[:gray[{t('Avant :')} {escape(changed.was_body)}]]")
        st.markdown(f":small[{t('Maintenant :')} {escape(changed.body)}]")
    elif changed.category == changed.was_category:
        st.markdown(f":small[{t('Le texte est le même ; l’en-tête, le pied ou les boutons sont autres.')}]")


def _category(code: str) -> str:
    return say(code, state.language()) if code in ("MARKETING", "UTILITY", "AUTHENTICATION") else escape(code)


def _let_go(journey_id: str, changed: Changed) -> None:
    if let_go(services.desk(state.person()), journey_id, changed) is None:
        state.announce(t("Les messages partent avec le contenu actuel"))
    else:
        state.announce(t("Le modèle a encore changé entre-temps : relisez-le."), ":material/info:")
