"""How often one person may hear marketing."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.number_services import frequency_cap, write_frequency_cap
from designer.wording import t

MOST, LONGEST = 100, 365


def frequency_form() -> None:
    """No message at all means no cap."""
    desk = services.desk(state.person())
    messages, days = frequency_cap(desk)
    st.markdown(t("Au-delà, le message n’est pas envoyé et le parcours continue. Les réponses aux clients et les messages "
                  "de service ne comptent pas. 0 : pas de limite."))  # fmt: skip
    with st.form("frequency", border=True):
        with st.container(horizontal=True):
            wanted = st.number_input(
                t("Messages marketing par personne, au plus"), 0, MOST, messages, key="cap_messages"
            )
            within = st.number_input(t("en tant de jours"), 1, LONGEST, days, key="cap_days")
        if st.form_submit_button(t("Enregistrer la limite")):
            write_frequency_cap(desk, int(wanted), int(within))
            state.announce(t("Limite enregistrée") if wanted else t("Pas de limite"))
            st.rerun()
