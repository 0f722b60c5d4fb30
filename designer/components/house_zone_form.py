"""The zone of customers of whom none is known."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from designer import services, state
from designer.house_services import house_zone, write_house_zone
from designer.wording import t

KEY = "house_zone"


def house_zone_form() -> None:
    """Kept as soon as it is chosen."""
    desk = services.desk(state.person())
    now, known = house_zone(desk), sorted(name for name in available_timezones() if "/" in name or name == "UTC")

    def chosen() -> None:
        name = str(state.widget(KEY))
        write_house_zone(desk, name)
        state.announce(t("Heure de la maison : {zone}", zone=name))

    st.markdown(t("Pour les clients dont ni la fiche ni le pays ne disent le fuseau horaire."))
    st.selectbox(
        t("Fuseau horaire"), known, index=known.index(now) if now in known else None, key=KEY, on_change=chosen,
    )  # fmt: skip
