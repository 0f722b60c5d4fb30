"""The dialogs about one journey's file and draft: take it home, throw it away. Pausing has its own: `pause_dialogs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.journey_services import delete_draft, file_of
from designer.wording import t
from storage.tables import Journey


def export_dialog(row: Journey, definition: Mapping[str, Any]) -> None:
    """The journey as a YAML file, to keep or to bring elsewhere."""

    @st.dialog(t("Exporter : {name}", name=escape(row.name_in(state.language()))), width="large")
    def show() -> None:
        text = file_of(definition)
        st.download_button(
            t("Télécharger {file}", file=f"{row.key}.yaml"), text, file_name=f"{row.key}.yaml",
            mime="application/yaml", type="primary", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.code(text, language="yaml", height=420)

    show()


def delete_dialog(row: Journey) -> None:
    """Cannot be undone: it asks, and says what stays."""

    @st.dialog(t("Supprimer le brouillon : {name}", name=escape(row.name_in(state.language()))))
    def ask() -> None:
        if row.live_version_id is None:
            st.markdown(t("Ce parcours n’a jamais été en ligne : il disparaît entièrement, avec son historique."))
        else:
            st.markdown(t("Les changements du brouillon disparaissent. La version en ligne reste comme elle est."))
        if st.button(t("Supprimer pour toujours"), type="primary", icon=":material/delete:", key="delete_now"):
            delete_draft(services.desk(state.person()), row)
            state.announce(t("Brouillon supprimé"))
            st.rerun()

    ask()
