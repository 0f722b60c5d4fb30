"""A page about a journey that is not there, or not yet."""

from __future__ import annotations

import streamlit as st

from designer import routes, state
from designer.components.journey_header import Place, journey_header
from designer.wording import t
from storage.tables import Journey


def missing_journey(key: str) -> None:
    """No journey of this key, or no key in the address."""
    if key:
        st.warning(
            t("Aucun parcours ne s’appelle « {key} ». Il a peut-être été supprimé.", key=key),
            icon=":material/search_off:",
        )
    else:
        st.info(t("Choisissez d’abord un parcours."), icon=":material/route:")
    st.page_link(routes.JOURNEYS, label=t("Voir tous les parcours"), icon=":material/route:")


def never_live(row: Journey) -> None:
    """A draft: nobody can be inside."""
    journey_header(Place(row.key, row.name_in(state.language()), row.state, routes.LIVE, has_draft=True))
    st.info(
        t("Ce parcours n’a jamais été en ligne : personne n’est dedans. Dessinez-le, puis mettez-le en ligne."),
        icon=":material/edit:",
    )
