"""Réglages: the emergency stop, the house reply, what is connected, the numbers, the people."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.aside_services import put_aside
from designer.components.aside_list import aside_list
from designer.components.frequency_form import frequency_form
from designer.components.house_reply_form import house_reply_form
from designer.components.house_zone_form import house_zone_form
from designer.components.number_cards import number_cards
from designer.components.quiet_hours_form import quiet_hours_form
from designer.components.reading import reader
from designer.components.settings_parts import connection_list, journey_builder_words, people_list
from designer.components.unconfirmed_list import unconfirmed_list
from designer.house_services import connections, standing, suspend_sending
from designer.number_services import numbers
from designer.unconfirmed_services import all_templates, unconfirmed_in
from designer.wording import t


def emergency_stop() -> None:
    """Can be taken back, so it does not ask; while it is on, every page shows it and resumes it."""
    st.subheader(t("Envois"))
    if house.suspension is not None:
        st.markdown(t("Tout est suspendu. Le bandeau en haut de chaque page permet de reprendre."))
        return
    st.markdown(t("En cas de problème, un seul geste arrête tous les envois automatiques, en quelques secondes."))
    if st.button(t("Tout suspendre"), icon=":material/block:", key="suspend_all"):
        suspend_sending(services.desk(state.person()))
        state.announce(t("Tous les envois sont suspendus"), ":material/block:")
        st.rerun()


settings = services.settings()
house = standing(services.desk(state.person()))
left, right = st.columns(2, gap="large")
with left:
    emergency_stop()
    st.subheader(t("Réponse de la maison"))
    house_reply_form()
    st.subheader(t("Heure de la maison"))
    house_zone_form()
    st.subheader(t("Connexion"))
    connection_list(connections(services.desk(), settings), settings)
    if found := unconfirmed_in(services.desk()):
        st.subheader(t("Envois sans confirmation"))
        unconfirmed_list(found, all_templates(services.desk()), reader(), with_reasons=True)
    if (aside := put_aside(services.desk())).count:
        st.subheader(t("Événements mis de côté"))
        aside_list(aside)
with right:
    st.subheader(t("Numéros"))
    number_cards(numbers(services.desk()), reader())
    st.subheader(t("Fréquence"))
    frequency_form()
    st.subheader(t("Heures calmes de la maison"))
    quiet_hours_form()
    st.subheader(t("Personnes"))
    people_list(house, settings)
with st.expander(t("Vous venez de Journey Builder ?"), icon=":material/translate:"):
    journey_builder_words()
