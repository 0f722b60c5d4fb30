"""Events that could not be handled, on the settings page: how many, why, and a button to try them again."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.aside_services import PutAside, Why, try_again
from designer.components.journey_header import escape
from designer.wording import n, t


def aside_list(found: PutAside) -> None:
    """Nothing where nothing stands aside."""
    if not found.count:
        return
    with st.container(border=True, key="aside", gap="small"):
        words = n("{n} événement n’a pas pu être traité", "{n} événements n’ont pas pu être traités", found.count)
        st.markdown(f":orange[:material/inbox:] **{words}**")
        st.caption(t("Ils n’ont eu aucun effet et n’arrêtent personne. Une fois la cause corrigée, on peut réessayer."))
        for why in found.reasons:
            st.markdown(_line(why))
        st.button(t("Réessayer"), key="aside:again", icon=":material/replay:", on_click=_again)


def _line(why: Why) -> str:
    return f"- {escape(t(why.words))} × {why.count}  \n  :small[:gray[{escape(why.told)}]]"


def _again() -> None:
    done = try_again(services.desk(state.person()), services.settings().webhook_source())
    if done.count:
        state.announce(n("{n} événement est relu", "{n} événements sont relus", done.count))
    if done.refused:
        state.announce(
            n("{n} ne peut pas être relu : client effacé ou autre fournisseur",
              "{n} ne peuvent pas être relus : client effacé ou autre fournisseur", len(done.refused)),
            ":material/info:",
        )  # fmt: skip
