"""The very first visit: a language and a first name, nothing else."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.house_services import welcome_person
from designer.wording import LANGUAGES, t
from engine.settings import Settings


def welcome(settings: Settings) -> None:
    left, _ = st.columns([5, 7])
    with left:
        st.title(t("Bienvenue"))
        st.write(t("Ici vous dessinez des parcours WhatsApp, vous relisez chaque message, vous les mettez en ligne."))
        with st.form("welcome", border=True):
            language = st.segmented_control(
                t("Langue"), list(LANGUAGES), default=settings.language, required=True,
                format_func=lambda code: LANGUAGES[code],
            )  # fmt: skip
            name = st.text_input(t("Votre prénom"), max_chars=60)
            if st.form_submit_button(t("Commencer"), type="primary"):
                _begin(name.strip(), language or settings.language)


def _begin(name: str, language: str) -> None:
    if not name:
        st.error(t("Écrivez votre prénom : il dit à vos collègues qui a changé quoi."))
        return
    person = welcome_person(services.desk(), name=name, language=language)
    state.choose_person(person.id)
    state.choose_language(language)
    st.rerun()
