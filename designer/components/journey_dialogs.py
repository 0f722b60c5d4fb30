"""The dialogs about one journey: stop trouble, take it up again, take it home as a file, throw a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.components.reading import reader
from designer.journey_services import change_state, delete_draft, file_of, people_inside
from designer.wording import n, t
from storage.core import Refused
from storage.journeys import ACTS, Act
from storage.tables import Journey

# Choice, what it means for customers, and the verb on the button.
CHOICES: Mapping[Act, tuple[str, str, str]] = {
    "pause": ("Suspendre", "personne n’entre, rien ne part", "Suspendre ce parcours"),
    "retire": ("Fermer l’entrée", "ceux qui sont dedans finissent", "Fermer l’entrée"),
    "stop": ("Arrêter", "tout le monde sort", "Arrêter ce parcours"),
}
DONE = {
    "pause": "« {name} » est en pause",
    "retire": "L’entrée de « {name} » est fermée",
    "stop": "« {name} » est arrêté",
    "resume": "« {name} » a repris",
}


def pause_dialog(row: Journey) -> None:
    """Three plain choices, with the number of people each one concerns."""

    @st.dialog(t("Mettre en pause : {name}", name=escape(row.name)))
    def ask() -> None:
        inside = people_inside(services.desk(), row.id).active
        st.markdown(_people(inside))
        possible: list[Act] = [act for act in CHOICES if row.state in ACTS[act][0]]
        chosen = st.radio(
            t("Que doit-il se passer ?"), possible, key=f"pause_{row.key}",
            format_func=lambda act: f"**{t(CHOICES[act][0])}** : {t(CHOICES[act][1])}",
            captions=[_consequence(act, inside) for act in possible],
        )  # fmt: skip
        if chosen and st.button(t(CHOICES[chosen][2]), type="primary", key="pause_now"):
            _act(row, chosen)

    ask()


def resume_dialog(row: Journey) -> None:
    """What happens to the people inside when it goes on."""

    @st.dialog(t("Reprendre : {name}", name=escape(row.name)))
    def ask() -> None:
        inside = people_inside(services.desk(), row.id).active
        st.markdown(_people(inside))
        if row.state == "paused":
            st.markdown(t("Les étapes dont l’heure est passée pendant la pause auront lieu tout de suite, "
                          "et les réponses reçues entre-temps seront lues. De nouveaux clients pourront entrer."))  # fmt: skip
        else:
            st.markdown(t("De nouveaux clients pourront entrer."))
        if st.button(t("Reprendre ce parcours"), type="primary", key="resume_now"):
            _act(row, "resume")

    ask()


def export_dialog(row: Journey, definition: Mapping[str, Any]) -> None:
    """The journey as a YAML file, to keep or to bring elsewhere."""

    @st.dialog(t("Exporter : {name}", name=escape(row.name)), width="large")
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

    @st.dialog(t("Supprimer le brouillon : {name}", name=escape(row.name)))
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


def _people(inside: int) -> str:
    words = n("{n} personne est en cours de parcours.", "{n} personnes sont en cours de parcours.", inside)
    return f":material/group: **{words}**"


def _consequence(act: Act, inside: int) -> str:
    if act == "pause":
        return n("{n} personne attend, là où elle est", "{n} personnes attendent, là où elles sont", inside)
    if act == "retire":
        return n("{n} personne va jusqu’au bout", "{n} personnes vont jusqu’au bout", inside)
    return n("{n} personne sort, ses messages en attente sont annulés",
             "{n} personnes sortent, leurs messages en attente sont annulés", inside)  # fmt: skip


def _act(row: Journey, act: Act) -> None:
    done = change_state(services.desk(state.person()), row.id, act)
    if isinstance(done, Refused):
        st.warning(t("Quelqu’un d’autre vient de changer l’état de ce parcours. Fermez et regardez-le de nouveau."))
        return
    state.announce(t(DONE[act], name=escape(row.name)) + f" · {reader().moment(done.state_changed_at)}")
    st.rerun()
