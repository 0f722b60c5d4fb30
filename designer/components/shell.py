"""What stands on every page: the sandbox strip, an emergency stop that is on, the person and the language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from designer import services, state
from designer.components.reading import reader
from designer.components.tab_person import keep_person
from designer.house_services import Standing, change_language, resume_sending
from designer.wording import LANGUAGES, t
from engine.settings import Settings
from storage.people import Role

ROLES: Mapping[Role, str] = {
    "marketing": "marketing",
    "reviewer": "relecture",
    "agent": "conseil client",
    "owner": "responsable",
}


def draw_shell(house: Standing, settings: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip"):
        _strip(house, settings)
        st.space("stretch")
        if settings.provider == "sandbox":
            _person(house)
        _language()
    if house.suspension is not None:
        _suspended(house)


def role_words(role: str) -> str:
    return t(next((words for known, words in ROLES.items() if known == role), role))


def _strip(house: Standing, settings: Settings) -> None:
    if settings.provider == "sandbox":
        words = t("Bac à sable : aucun vrai téléphone ne reçoit rien")
        st.badge(words, icon=":material/science:", color="orange")
        return
    numbers = ", ".join(f"+{sender.number}" for sender in house.senders) or t("aucun numéro relié")
    st.badge(t("Numéro réel : {numbers}", numbers=numbers), icon=":material/call:", color="red")


def _person(house: Standing) -> None:
    """On a local sandbox one person can try every part; with a real number this choice does not exist."""
    names = {one.id: f"{one.name} ({role_words(one.role)})" for one in house.people}
    me = house.person(state.person())
    if me is None:
        return
    keep_person(me.id)
    chosen = st.menu_button(
        t("Vous êtes : {name}", name=me.name), list(names), key="person", type="tertiary",
        icon=":material/person:", format_func=lambda one: names[one],
    )  # fmt: skip
    if chosen and chosen != me.id:
        state.choose_person(chosen)
        state.choose_language(next(one.language for one in house.people if one.id == chosen))
        st.rerun()


def _language() -> None:
    here = state.language()
    chosen = st.menu_button(
        here.upper(), list(LANGUAGES), key="language", type="tertiary", icon=":material/translate:",
        format_func=lambda code: LANGUAGES[code], help=t("Langue de l’interface"),
    )  # fmt: skip
    if chosen and chosen != here:
        state.choose_language(chosen)
        change_language(services.desk(state.person()), chosen)
        st.rerun()


def _suspended(house: Standing) -> None:
    assert house.suspension is not None
    when = reader().from_(house.suspension.at)
    words = (
        t("Envois suspendus {when} par {name}.", when=when, name=house.suspended_by)
        if house.suspended_by
        else t("Envois suspendus {when}.", when=when)
    )
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="suspended"):
        st.markdown(f":material/block: **:red[{words}]** {t('Aucun message automatique ne part.')}", width="stretch")
        if st.button(t("Reprendre les envois"), key="resume_all"):
            resume_sending(services.desk(state.person()))
            state.announce(t("Les envois ont repris"))
            st.rerun()
