"""The drawer that asks what a new journey needs, and the one that takes a file in."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from babel import Locale

from designer import routes, services, state
from designer.journey_services import create_journey, take_in
from designer.new_journey import Answers, Purpose, Start, definition_of
from designer.wording import t
from engine.journey.files import BadFile
from engine.journey.problem_words import problem_words

STARTS: Mapping[Start, str] = {
    "keyword": "Le client écrit un mot",
    "event": "Votre site le signale",
    "audience": "Envoyer à un segment",
    "opt_in": "Le client donne son accord",
    "date": "Une date du client",
    "link": "QR code, lien ou publicité",
}
PURPOSES: Mapping[Purpose, str] = {"service": "Service", "marketing": "Marketing"}
MEANING = {
    "service": "Commandes, livraisons, réponses : ce que le client attend. Aucun accord marketing n’est demandé.",
    "marketing": "Offres et nouveautés : ne part qu’aux clients qui ont donné leur accord.",
}
WRITTEN = ("fr", "en", "es", "de", "it", "pt", "nl", "ar")


def new_journey_drawer() -> None:
    """Ask three things in words, then open the editor with the start placed."""

    @st.dialog(t("Nouveau parcours"), position="right")
    def ask() -> None:
        answers = _answers()
        if st.button(t("Créer le parcours"), type="primary", key="create_journey"):
            _create(answers)

    ask()


def import_drawer() -> None:
    """Take a YAML file in as a draft."""

    @st.dialog(t("Importer un fichier"), position="right")
    def ask() -> None:
        st.markdown(t("Un parcours exporté d’ici, en YAML. S’il existe déjà, le fichier devient son brouillon."))
        given = st.file_uploader(t("Fichier"), type=["yaml", "yml"], key="import_file", max_upload_size=1)
        if given is not None and st.button(t("Importer le parcours"), type="primary", key="import_now"):
            _take_in(given.name, given.getvalue())

    ask()


def _answers() -> Answers:
    name = st.text_input(t("Nom"), max_chars=80, placeholder=t("Facultatif : Panier abandonné"), key="new_name")
    starts: list[Start] = list(STARTS)
    purposes: list[Purpose] = list(PURPOSES)
    start: Start = st.pills(
        t("Qu’est-ce qui démarre ce parcours ?"), starts, default="keyword", required=True, key="new_start",
        format_func=lambda one: t(STARTS[one]), width="stretch",
    ) or "keyword"  # fmt: skip
    words = event = code = ""
    if start == "link":
        code = st.text_input(t("Code que le texte du lien contient"), placeholder="noel26", key="new_code") or ""
    elif start == "event":
        event = st.text_input(t("Nom que votre site lui donne"), placeholder="cart.abandoned", key="new_event") or ""
    elif start == "keyword":
        words = (
            st.text_input(t("Mots, séparés par des virgules"), placeholder=t("menu, bonjour"), key="new_words") or ""
        )
    purpose = st.segmented_control(
        t("Marketing ou service ?"), purposes, default="service", required=True, key="new_purpose",
        format_func=lambda one: t(PURPOSES[one]), width="stretch",
    ) or "service"  # fmt: skip
    st.caption(t(MEANING[purpose]))
    language = st.selectbox(
        t("Langue principale des messages"), WRITTEN, index=WRITTEN.index(state.language()), key="new_language",
        format_func=language_name, help=t("Chaque texte peut ensuite être écrit dans d’autres langues."),
    )  # fmt: skip
    marketing: Purpose = "marketing" if purpose == "marketing" else "service"
    return Answers(start, marketing, language, words, event, code, name or "")


def language_name(code: str) -> str:
    """`français`, `English`, in the reader's language."""
    return str(Locale.parse(state.language()).languages.get(code, code))


def _create(answers: Answers) -> None:
    key = create_journey(services.desk(state.person()), definition_of(answers, t("Nouveau parcours")))
    state.announce(t("Brouillon créé"))
    st.switch_page(routes.EDITOR, query_params=routes.of_journey(key))


def _take_in(name: str, raw: bytes) -> None:
    try:
        key = take_in(services.desk(state.person()), raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        st.error(t("Ce fichier n’est pas écrit en UTF-8. Enregistrez-le en UTF-8, puis importez-le de nouveau."))
        return
    except BadFile as bad:
        st.error(t("Ce fichier ne peut pas devenir un parcours :"))
        for problem in bad.problems[:5]:
            st.markdown(f"- {problem_words(problem, state.language())}")
        return
    state.announce(t("Brouillon importé"))
    st.switch_page(routes.EDITOR, query_params=routes.of_journey(key))
