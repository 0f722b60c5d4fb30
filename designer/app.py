"""The designer's script: who reads, what stands on every page, and which page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from designer import routes, services, state
from designer.components.shell import draw_shell
from designer.components.welcome import welcome
from designer.house_services import standing
from designer.wording import t

st.set_page_config(layout="wide", page_title="Parcours", page_icon=str(Path(__file__).with_name("favicon.svg")))
settings = services.settings()
house = standing(services.desk(state.person()))
known = house.person(state.person_before_reload()) or house.person(state.person())
me = known or next(iter(house.people), None)
if me is not None and me.id != state.person():
    state.choose_person(me.id)
    state.choose_language(me.language)
if state.recall("language") is None:
    state.choose_language(settings.language)

page = st.navigation(
    [
        st.Page(routes.JOURNEYS, title=t("Parcours"), icon=":material/route:", default=True),
        st.Page(routes.SETTINGS, title=t("Réglages"), icon=":material/tune:", url_path="settings"),
        st.Page(routes.EDITOR, title=t("Dessiner"), url_path="editor", visibility="hidden"),
        st.Page(routes.PREVIEW, title=t("Relire"), url_path="preview", visibility="hidden"),
        st.Page(routes.LIVE, title=t("En direct"), url_path="live", visibility="hidden"),
    ],
    position="top",
)
draw_shell(house, settings)
state.say_news()
if not house.people:
    welcome(settings)
else:
    page.run()
