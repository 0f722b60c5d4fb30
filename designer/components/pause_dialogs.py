"""Stop trouble now, and take it up again: whom it touches, and what becomes of those who are overdue."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.components.reading import reader
from designer.journey_services import change_state
from designer.pause_services import AtStake, Late, overdue_in, resume_journey, touched_by_pause
from designer.wording import labelled, n, t
from storage.core import Refused
from storage.journeys import ACTS, Act
from storage.overdue import Overdue
from storage.tables import Journey

# Choice, what it means for customers, and the verb on the button.
CHOICES: Mapping[Act, tuple[str, str, str]] = {
    "pause": ("Suspendre", "personne n’entre, rien ne part", "Suspendre ce parcours"),
    "retire": ("Fermer l’entrée", "ceux qui sont dedans finissent", "Fermer l’entrée"),
    "stop": ("Arrêter", "tout le monde sort", "Arrêter ce parcours"),
}
LATE: Mapping[Late, str] = {"send": "Envoyer maintenant", "skip": "Sauter l’étape", "leave": "Faire sortir"}
DONE = {
    "pause": "« {name} » est en pause",
    "retire": "L’entrée de « {name} » est fermée",
    "stop": "« {name} » est arrêté",
    "resume": "« {name} » a repris",
}


def pause_dialog(row: Journey) -> None:
    """Three plain choices, with the number of people each one concerns."""

    @st.dialog(t("Mettre en pause : {name}", name=escape(row.name_in(state.language()))))
    def ask() -> None:
        touched = touched_by_pause(services.desk(), row.id)
        inside = touched.inside.active
        st.markdown(_people(inside))
        _free_replies(touched.at_stake)
        possible: list[Act] = [act for act in CHOICES if row.state in ACTS[act][0]]
        chosen = st.radio(
            t("Que doit-il se passer ?"), possible, key=f"pause_{row.key}",
            format_func=lambda act: labelled(state.language(), f"**{t(CHOICES[act][0])}**", t(CHOICES[act][1])),
            captions=[_consequence(act, inside) for act in possible],
        )  # fmt: skip
        if chosen and st.button(t(CHOICES[chosen][2]), type="primary", key="pause_now"):
            _say_done(row, chosen, change_state(services.desk(state.person()), row.id, chosen))

    ask()


def resume_dialog(row: Journey) -> None:
    """What happens to the people inside when it goes on; who is overdue is asked about first."""

    @st.dialog(t("Reprendre : {name}", name=escape(row.name_in(state.language()))))
    def ask() -> None:
        desk = services.desk(state.person())
        st.markdown(_people(touched_by_pause(desk, row.id).inside.active))
        late: Late = "send"
        if row.state == "paused":
            late = _overdue(row, overdue_in(desk, row.id))
            st.markdown(t("Les réponses reçues pendant la pause seront lues. De nouveaux clients pourront entrer."))
        else:
            st.markdown(t("De nouveaux clients pourront entrer."))
        if st.button(t("Reprendre ce parcours"), type="primary", key="resume_now"):
            _say_done(row, "resume", resume_journey(desk, row.id, late))

    ask()


def _overdue(row: Journey, found: Overdue) -> Late:
    """How many are late, and what becomes of them; nothing is asked where nobody is."""
    if not found.messages and not found.passages:
        return "send"
    if found.messages:
        words = n("{n} message en retard : envoyer, sauter l’étape ou faire sortir ?",
                  "{n} messages en retard : envoyer, sauter l’étape ou faire sortir ?", found.messages)  # fmt: skip
    else:
        words = t("Des clients attendaient un moment qui est passé : continuer ou faire sortir ?")
    ways: list[Late] = ["send", "skip", "leave"] if found.messages else ["send", "leave"]
    names = LATE if found.messages else {**LATE, "send": "Continuer maintenant"}
    chosen = st.radio(
        f":orange[:material/schedule:] **{words}**", ways, key=f"late_{row.key}",
        format_func=lambda way: f"**{t(names[way])}**", captions=[_late_consequence(way, found) for way in ways],
    )  # fmt: skip
    return chosen or "send"


def _late_consequence(way: Late, found: Overdue) -> str:
    if way == "leave":
        return n("{n} personne sort du parcours", "{n} personnes sortent du parcours", found.messages + found.passages)
    messages = {
        "send": ("{n} message part", "{n} messages partent"),
        "skip": ("{n} message ne part pas, son client continue sans lui",
                 "{n} messages ne partent pas, leurs clients continuent sans eux"),
    }[way]  # fmt: skip
    moved = ("{n} personne dont le moment est passé continue", "{n} personnes dont le moment est passé continuent")
    parts = [(messages, found.messages), (moved, found.passages)]
    return " · ".join(n(one, many, number) for (one, many), number in parts if number)


def _free_replies(at_stake: AtStake) -> None:
    """How it is counted is said too: nobody can know which replies would really have come due in that time."""
    if not at_stake.people or at_stake.first_closes_at is None:
        return
    words = n(
        "{n} réponse libre peut manquer ses 24 h", "{n} réponses libres peuvent manquer leurs 24 h", at_stake.people
    )
    st.markdown(f":orange[:material/timer: **{words}**]")
    st.caption(t("Comptés : les clients en cours qui ont écrit depuis moins de 24 h et qu’une réponse libre attend encore. "
                 "La première ne pourra plus partir si la pause dure {until}.",
                 until=reader().until(at_stake.first_closes_at)))  # fmt: skip


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


def _say_done(row: Journey, act: Act, done: Journey | Refused) -> None:
    if isinstance(done, Refused):
        st.warning(t("Quelqu’un d’autre vient de changer l’état de ce parcours. Fermez et regardez-le de nouveau."))
        return
    state.announce(
        t(DONE[act], name=escape(row.name_in(state.language()))) + f" · {reader().moment(done.state_changed_at)}"
    )
    st.rerun()
