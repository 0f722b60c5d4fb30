"""The journeys that come with the program, as cards: a click makes one of them a draft."""

from __future__ import annotations

import streamlit as st

from designer import routes, services, state
from designer.components.journey_header import escape
from designer.journey_services import create_journey, samples
from designer.start_words import starts_of
from designer.wording import n, t
from engine.journey.definition import Journey


def sample_cards() -> None:
    with st.grid("auto", min_column_width=300, key="samples"):
        for _text, journey in samples():
            _card(journey)


def _card(journey: Journey) -> None:
    starts = ", ".join(escape(start) for start in starts_of(journey, state.language()))
    messages = sum(step.sends is not None for step in journey.steps.values())
    with st.container(border=True, height="stretch", gap="small"):
        st.markdown(
            f"**{escape(journey.name_in(state.language()))}**  \n:small[{t('Démarre : {starts}', starts=starts)}]  \n"
            f":small[{n('{n} message', '{n} messages', messages)}]"
        )
        if st.button(t("Prendre cet exemple"), key=f"sample_{journey.key}", icon=":material/add:"):
            key = create_journey(services.desk(state.person()), journey.to_json(), is_sample=True)
            state.announce(t("Brouillon créé"))
            st.switch_page(routes.EDITOR, query_params=routes.of_journey(key))
