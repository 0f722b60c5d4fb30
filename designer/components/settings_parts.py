"""The lists of the settings page."""

from __future__ import annotations

import streamlit as st

from designer import services, state
from designer.components.journey_header import escape
from designer.components.shell import ROLES, role_words
from designer.house_services import Connection, Standing, rename_person, welcome_person
from designer.wording import LANGUAGES, t
from engine.settings import Settings
from storage.people import Role

NAMES = {
    "database": "Base de données",
    "provider": "Fournisseur",
    "keys": "Clés du fournisseur",
    "webhook": "Adresse où le fournisseur écrit",
    "webhook_secret": "Secret des messages entrants",
    "http_hosts": "Systèmes que les parcours peuvent interroger",
    "templates": "Modèles approuvés",
}
WORDS = (
    ("Parcours", "Journey", "journey"),
    ("Départ", "Start", "entry source"),
    ("Étape", "Step", "activity"),
    ("Chemin", "Path", "path"),
    ("Message modèle", "Template message", "template message"),
    ("Réponse libre", "Free reply", "session message"),
    ("Attendre", "Wait", "wait by duration"),
    ("Attendre une réponse", "Wait for a reply", "wait + engagement split"),
    ("Autre réponse, Sans réponse", "Other reply, No reply", "remainder"),
    ("Champ client", "Customer field", "personalization string"),
    ("Règles d’entrée", "Entry rules", "contact entry mode"),
    ("Objectif", "Goal", "goal"),
    ("Sortie anticipée", "Early exit", "exit criteria"),
    ("Personnes en cours", "People inside", "contacts in journey"),
    ("Retenu", "Held back", "suppressed"),
    ("Mettre en ligne", "Publish", "activate"),
)


def connection_list(lines: list[Connection], settings: Settings) -> None:
    """What is configured; the operator's variable where something is missing. Secrets are masked."""
    with st.container(border=True, gap="small"):
        for line in lines:
            unset = t("inutile au bac à sable") if settings.provider == "sandbox" else t("pas réglé")
            unset = t("aucun : PARCOURS_HTTP_HOSTS") if line.name == "http_hosts" else unset
            value = escape(line.value) or unset
            st.markdown(f"{_mark(line)} **{t(NAMES[line.name])}**  \n:small[{value}{_remedy(line)}]")
        if settings.provider == "sandbox":
            st.caption(t("Le bac à sable tient lieu de fournisseur : il n’a besoin d’aucune clé."))


def people_list(house: Standing, settings: Settings) -> None:
    """Who works here. Without sign-in only a sandbox has several people."""
    with st.container(border=True, gap="small"):
        for person in house.people:
            you = f" :primary-badge[{t('vous')}]" if person.id == state.person() else ""
            st.markdown(f":material/person: **{escape(person.name)}**{you}  \n"
                        f":small[{role_words(person.role)} · {LANGUAGES.get(person.language, person.language)}]")  # fmt: skip
    me = house.person(state.person())
    if me is not None:
        _rename(me.id, me.name)
    if settings.provider == "sandbox":
        _add()


def journey_builder_words() -> None:
    """The same things by their names there."""
    place = 0 if state.language() == "fr" else 1
    rows = [{t("Ici"): words[place], "Journey Builder": words[2]} for words in WORDS]
    st.table(rows, alt=t("Les mêmes choses, par leurs noms dans Journey Builder"))


def _rename(person_id: str, name: str) -> None:
    with st.form("rename", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(t("Votre prénom"), name, max_chars=60, key="my_name")
        if st.form_submit_button(t("Changer")) and wanted.strip() and wanted.strip() != name:
            rename_person(services.desk(state.person()), person_id, wanted.strip())
            state.announce(t("Prénom changé"))
            st.rerun()


def _add() -> None:
    with st.form("add_person", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(t("Ajouter une personne"), max_chars=60, placeholder=t("Prénom"), key="new_person")
            roles: list[Role] = list(ROLES)
            role = st.selectbox(t("Rôle"), roles, format_func=role_words, key="new_role", width=190)
            added = st.form_submit_button(t("Ajouter"))
        if added and name.strip():
            desk = services.desk(state.person())
            welcome_person(desk, name=name.strip(), language=state.language(), role=role)
            state.announce(t("{name} travaille maintenant ici", name=escape(name.strip())))
            st.rerun()


def _mark(line: Connection) -> str:
    if line.ok is None:
        return ":gray[:material/remove_circle_outline:]"
    return ":green[:material/check_circle:]" if line.ok else ":red[:material/error:]"


def _remedy(line: Connection) -> str:
    return f" · {t('à régler : {variable}', variable=f'`{line.variable}`')}" if line.ok is False else ""
