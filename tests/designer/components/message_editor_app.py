"""A page with one editor over two texts, for the browser tests. It keeps what arrives and shows it."""

from __future__ import annotations

import json

import streamlit as st

from designer.components.message_editor import EditorLanguage, Field, fresh_edits, last_nonce, message_editor
from designer.components.phone import OptionList
from designer.components.phone_words import MESSAGE_EDITOR_WORDS

st.set_page_config(page_title="editor", layout="wide")
HOSTILE = "<img src=x onerror='window.hacked=1'>"
FIELDS: list[Field] = [
    {"path": "contact.name", "label": "Prénom", "sample": "Amina"},
    {"path": "contact.city", "label": "Ville", "sample": ""},
    {"path": "event.total", "label": "Montant du panier", "sample": "49 €"},
]
LANGUAGES: list[EditorLanguage] = [
    {"code": "fr", "label": "Français", "name": "français", "lacking": "Pas de français : affiché en {shown}"},
    {"code": "en", "label": "English", "name": "anglais", "lacking": "Pas d'anglais : affiché en {shown}"},
]
CITIES: OptionList = {
    "button": "Choisir une ville",
    "sections": [
        {"title": "Nord", "rows": [{"id": "lille", "title": "Lille", "description": "Grand Place"}]},
        {"title": "Sud", "rows": [{"id": "nice", "title": "Nice"}]},
    ],
}
START = {
    "step:thanks:text": {"fr": "Bonjour *{{ contact.name }}*, merci !", "en": ""},
    "step:bye:text": {"fr": "À bientôt", "en": "See you"},
}

drafts: dict[str, dict[str, str]] = st.session_state.setdefault("drafts", START)
arrivals: list[dict[str, object]] = st.session_state.setdefault("arrivals", [])
state = st.session_state.get("editor")
for edit in fresh_edits(state, st.session_state.get("ack", 0)):
    arrivals.append(dict(edit))
    drafts[edit["field_id"]] = edit["texts"]
    st.session_state["revision"] = st.session_state.get("revision", 1) + 1
st.session_state["ack"] = last_nonce(state, st.session_state.get("ack", 0))

with st.sidebar:
    field_id = st.radio("Étape", list(START), key="field")
    if st.button("Changement de Paul"):
        drafts[field_id] = drafts[field_id] | {"fr": "Texte de Paul"}
        st.session_state["revision"] = st.session_state.get("revision", 1) + 1
    if st.button("Annuler la dernière modification"):
        drafts[field_id] = START[field_id]
        st.session_state["revision"] = st.session_state.get("revision", 1) + 1

message_editor(
    drafts[field_id],
    key="editor",
    fields=FIELDS,
    limit=int(st.query_params.get("limit", "1024")),
    words=MESSAGE_EDITOR_WORDS[st.query_params.get("words", "fr")],
    sample={"contact.name": st.query_params.get("name", "Amina").replace("HOSTILE", HOSTILE)},
    label="Texte du message",
    field_id=field_id,
    revision=st.session_state.get("revision", 1),
    acknowledged=st.session_state["ack"],
    languages=LANGUAGES,
    default_language="fr",
    caption=st.query_params.get("caption", ""),
    buttons=[] if "list" in st.query_params else ["Oui", "Plus tard"],
    sheet=CITIES if "list" in st.query_params else None,
    footer="Répondez STOP pour arrêter",
)
st.text_input("Autre champ", key="other")
st.text("ARRIVÉES " + json.dumps(arrivals, ensure_ascii=False))
