"""Parcours: find, start, pause and judge every journey."""

from __future__ import annotations

import streamlit as st

from designer import routes, services, state
from designer.components import journey_dialogs, pause_dialogs
from designer.components.journey_card import journey_card
from designer.components.new_journey_drawer import import_drawer, new_journey_drawer
from designer.components.reading import reader
from designer.components.sample_cards import sample_cards
from designer.journey_list import FILTERS, choose
from designer.journey_services import Listed, duplicate_journey, list_journeys
from designer.wording import n, t
from engine.journey.keywords import fold

PAGE = 24


def act(listed: Listed, action: str) -> None:
    """What was chosen in a card's menu."""
    match action:
        case "pause":
            pause_dialogs.pause_dialog(listed.row)
        case "resume":
            pause_dialogs.resume_dialog(listed.row)
        case "export":
            journey_dialogs.export_dialog(listed.row, listed.definition)
        case "delete":
            journey_dialogs.delete_dialog(listed.row)
        case "duplicate":
            key = duplicate_journey(services.desk(state.person()), listed, state.language())
            state.announce(t("Copie créée"))
            st.switch_page(routes.EDITOR, query_params=routes.of_journey(key))


def toolbar() -> tuple[str, str]:
    """The words looked for, and the filter."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        wanted = st.text_input(
            t("Chercher"), key="find", type="search", live=True, label_visibility="collapsed", width=320,
            placeholder=t("Chercher un parcours, un texte, un mot-clé"),
        )  # fmt: skip
        shown = st.segmented_control(
            t("Montrer"), list(FILTERS), default="all", required=True, key="show", label_visibility="collapsed",
            format_func=lambda one: t(FILTERS[one]), bind="query-params",
        )  # fmt: skip
        st.space("stretch")
        if st.button(t("Importer un fichier"), icon=":material/upload_file:", type="tertiary", key="import"):
            import_drawer()
        if st.button(t("Nouveau parcours"), icon=":material/add:", type="primary", key="new"):
            new_journey_drawer()
    return wanted or "", shown or "all"


def empty() -> None:
    """Nobody has drawn anything: begin with a sample."""
    st.title(t("Aucun parcours"))
    st.write(t("Commencez par un exemple : il est déjà écrit, vous changez les textes."))
    sample_cards()
    with st.container(horizontal=True, gap="small"):
        if st.button(t("Page blanche"), icon=":material/add:", key="new"):
            new_journey_drawer()
        if st.button(t("Importer un fichier"), icon=":material/upload_file:", key="import"):
            import_drawer()


@st.fragment
def journeys() -> None:
    listed, library = list_journeys(services.desk())
    if not listed:
        empty()
        return
    listed.sort(key=lambda one: fold(one.row.name_in(state.language())))
    wanted, shown = toolbar()
    found = choose(listed, library, wanted=wanted, shown=shown)
    if not found:
        st.info(
            t("Rien ne correspond. Essayez un autre mot, ou montrez tous les parcours."), icon=":material/search_off:"
        )
        return
    if wanted:
        st.caption(n("{n} parcours trouvé", "{n} parcours trouvés", len(found)))
    pages = -(-len(found) // PAGE)
    page = min(int(state.widget("page", 1) or 1), pages)
    with st.grid("auto", min_column_width=330, key="cards"):
        for one, hit in found[(page - 1) * PAGE : page * PAGE]:
            if action := journey_card(one, hit, reader()):
                act(one, action)
    if pages > 1:
        st.pagination(pages, key="page")


journeys()
