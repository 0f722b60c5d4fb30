"""The people who stand at one step, longest there first; each name opens their way."""

from __future__ import annotations

import streamlit as st

from designer import routes, services, state
from designer.components.journey_header import escape
from designer.components.reading import Reader, reader
from designer.live_services import Live, people_at
from designer.step_words import step_title
from designer.wording import n, t
from storage.trails import PersonInJourney

PAGE = 50


def people_drawer(live: Live, step_id: str) -> None:
    title = escape(step_title(live.journey.steps[step_id], state.language()))

    @st.dialog(t("Personnes à « {step} »", step=title), position="right", width="medium")
    def show() -> None:
        people = people_at(services.desk(), live.row.id, step_id, limit=PAGE)
        if not people:
            st.markdown(t("Tout le monde est parti plus loin."))
        for person in people:
            _person(live.row.key, person, reader())
        if len(people) == PAGE:
            st.caption(n("Les {n} premières personnes", "Les {n} premières personnes", PAGE))

    show()


def _person(key: str, person: PersonInJourney, reading: Reader) -> None:
    name = shown_name(person)
    since = " · " + t("depuis {time}", time=reading.since(person.since))
    until = f" · {reading.until(person.wake_at)}" if person.wake_at else ""
    problem = f" · :red[{escape(person.problem)}]" if person.problem else ""
    st.page_link(
        routes.LIVE, label=f"**{escape(name)}** :small[{since}{until}{problem}]", icon=":material/person:",
        query_params=routes.of_journey(key, person=person.contact_id), width="stretch",
    )  # fmt: skip


def shown_name(person: PersonInJourney) -> str:
    """The name and the number, or what there is of them."""
    number = f"+{person.address}" if (person.address or "").isdigit() else person.address
    return " · ".join(part for part in (person.name, number) if part) or t("Client sans nom")
