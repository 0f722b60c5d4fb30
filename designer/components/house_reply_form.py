"""What the house answers when no journey understood a customer."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.house_services import house_reply, write_house_reply
from designer.wording import LANGUAGES, t
from engine.journey.steps.send_session import TEXT_LIMIT


def house_reply_form() -> None:
    """One text a language; empty in all means silence."""
    desk = services.desk(state.person())
    now = house_reply(desk)
    st.markdown(t("Quand aucun parcours ne comprend un client, il reçoit ce texte, au plus une fois par jour. "
                  "Sans texte, il ne reçoit rien."))  # fmt: skip
    with st.form("house_reply", border=True):
        written = {
            code: st.text_area(
                name, now.get(code, ""), key=f"house_reply_{code}", max_chars=TEXT_LIMIT, height=88, placeholder=t("Silence"),
            )
            for code, name in LANGUAGES.items()
        }  # fmt: skip
        if st.form_submit_button(t("Enregistrer la réponse")):
            write_house_reply(desk, written)
            silent = not any(text.strip() for text in written.values())
            state.announce(t("La maison se tait") if silent else t("Réponse de la maison enregistrée"))
            st.rerun()
