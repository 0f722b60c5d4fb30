"""The quiet hours of the whole house, as a sentence whose words can be changed."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from designer import services, state
from designer.components.plain import plain
from designer.draft_model import Desk
from designer.phrasing import spoken
from designer.quiet_services import Shifted, found_by, quiet_hours, shifted_by, write_quiet_hours
from designer.wording import count, t
from engine.checker.words import catalogue, spoken_language
from engine.journey.clock_times import WEEKDAYS, parse_hour
from engine.journey.quiet_hours import QuietHours, read_hours

KEY = "house_quiet"
SUGGESTED = QuietHours.model_validate({"from": "21:00", "to": "08:00"})
SHOWN = 5
"""Problems of live journeys."""


def quiet_hours_form() -> None:
    """What they would have done and what they bring to live journeys is said before they are kept."""
    desk = services.desk(state.person())
    kept = quiet_hours(desk)
    if not st.toggle(t("Heures calmes"), value=kept is not None, key=f"{KEY}:on"):
        if kept is not None and st.button(t("Écrire à toute heure"), key=f"{KEY}:off"):
            _keep(desk, None)
        return
    written = _sentence(kept or SUGGESTED)
    if written is None:
        st.warning(t("Choisissez deux heures différentes et au moins un jour."))
        return
    st.markdown(_effect(shifted_by(desk, written)))
    _tell_of_journeys(desk, written)
    if st.button(t("Enregistrer les heures calmes"), key=f"{KEY}:save", disabled=written == kept):
        _keep(desk, written)


def _sentence(hours: QuietHours) -> QuietHours | None:
    """As it stands in the words; None where they make no hours."""
    with st.container(horizontal=True, vertical_alignment="center"):
        start = _hour(t("De"), hours.from_, "from")
        end = _hour(t("à"), hours.to, "to")
    days = st.pills(
        t("les nuits qui commencent le"), WEEKDAYS, default=hours.days or WEEKDAYS, selection_mode="multi", wrap=True,
        key=f"{KEY}:days", format_func=lambda day: catalogue()["weekdays"][day][spoken_language(state.language())],
    )  # fmt: skip
    st.caption(t("à l’heure du client, la maison n’écrit qu’à ceux qui viennent d’écrire. Le reste attend la fin ; une réponse "
                 "libre dont les 24 h finiraient avant est refusée. Les heures calmes d’un parcours s’y ajoutent."))  # fmt: skip
    on = [day for day in WEEKDAYS if day in days]
    return read_hours({"from": start, "to": end, "days": None if len(on) == len(WEEKDAYS) else on}) if on else None


def _hour(word: str, value: str, name: str) -> str:
    st.markdown(word, width="content")
    chosen = st.time_input(word, parse_hour(value), key=f"{KEY}:{name}", label_visibility="collapsed", width=110)
    return f"{chosen or dt.time():%H:%M}"


def _effect(shifted: Shifted) -> str:
    told = count(
        state.language(), "{n} message aurait été décalé ces 7 derniers jours.",
        "{n} messages auraient été décalés ces 7 derniers jours.", shifted.messages,
    )  # fmt: skip
    return told if shifted.is_all else t("Au moins {told}", told=told)


def _tell_of_journeys(desk: Desk, hours: QuietHours) -> None:
    found = found_by(desk, hours)
    for name, problem in found[:SHOWN]:
        st.warning(
            f"**{plain(spoken(name, state.language()))}** : {plain(problem.message(state.language()))}",
            icon=":material/bedtime:",
        )
    if len(found) > SHOWN:
        st.caption(t("Et d’autres : chaque parcours les montre dans son éditeur."))


def _keep(desk: Desk, hours: QuietHours | None) -> None:
    write_quiet_hours(desk, hours)
    state.announce(t("Heures calmes enregistrées") if hours is not None else t("La maison écrit à toute heure"))
    st.rerun()
