"""Relire: the whole journey on one page, every message as the customer will see it.

`?journey=key&version=3&contact=amina&language=fr` opens exactly this.
"""

from __future__ import annotations

import streamlit as st

from designer import routes, services, state
from designer.components.journey_header import Place, escape, journey_header
from designer.components.missing import missing_journey
from designer.components.reading_phone import open_phones, reading_phone
from designer.preview_facts import completed, facts_in_brief
from designer.preview_phone import phone_messages
from designer.preview_services import DRAFT, NothingToRead, Reading, load_reading
from designer.preview_view import Section, read_journey
from designer.samples import SAMPLES, sample_for, sample_name
from designer.wording import t

BOTH = "all"


def choices(found: Reading) -> tuple[str, str]:
    """The customer who reads, and the language (`all` for every one side by side)."""
    languages = [*found.journey.languages(), *([BOTH] if len(found.journey.languages()) > 1 else [])]
    keep("version", found.versions, found.label)
    reader = state.language()
    keep("contact", list(SAMPLES), sample_for(reader, languages))
    keep("language", languages, reader if reader in languages else found.journey.language)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if len(found.versions) > 1:
            st.selectbox(t("Version"), found.versions, key="read:version", format_func=version_words, width=150,
                         on_change=tell, args=("version",))  # fmt: skip
        st.segmented_control(
            t("Contact d’essai"), list(SAMPLES), key="read:contact", required=True, on_change=tell, args=("contact",),
            format_func=lambda one: sample_name(one, state.language()),
        )  # fmt: skip
        if len(languages) > 1:
            st.segmented_control(
                t("Langue des messages"), languages, key="read:language", required=True, on_change=tell,
                args=("language",), format_func=lambda one: t("Toutes") if one == BOTH else one,
            )  # fmt: skip
    return state.widget("read:contact"), state.widget("read:language") or found.journey.language


def keep(name: str, options: list[str], default: str) -> None:
    """A choice starts as the address says, and never holds what this version does not have."""
    wanted = st.query_params.get(name)
    current = state.widget(f"read:{name}", wanted if wanted in options else default)
    state.set_widget(f"read:{name}", current if current in options else default)


def tell(name: str) -> None:
    """The address says what is read, so that it can be sent to somebody."""
    st.query_params[name] = state.widget(f"read:{name}")


def version_words(label: str) -> str:
    return t("Brouillon") if label == DRAFT else t("Version {number}", number=label)


def in_brief(found: Reading, sections: list[Section]) -> None:
    facts = facts_in_brief(found.journey, sections, found.problems, found.house.templates, state.language())
    with st.container(border=True, key="brief"):
        st.markdown(f"**{t('En bref')}**")
        with st.grid(3, min_column_width=260, gap="small"):
            for fact in facts:
                st.markdown(f":small[:gray[{fact.label}]]  \n{escape(fact.text)}")


def section_head(section: Section) -> None:
    """The condition, under the conditions that lead to it."""
    trail = "".join(f":small[:gray[{escape(one)} ›]] " for one in section.trail)
    sign = "" if section.depth == 0 else "└ "
    st.markdown(f"{trail}  \n**{sign}{escape(section.heading)}**" if trail else f"**{sign}{escape(section.heading)}**")


def read(found: Reading, sections: list[Section], languages: list[str]) -> None:
    open_phones()
    business = services.settings().business_name
    with st.grid("auto", min_column_width=370 * len(languages), gap="medium", key="sections"):
        for place, section in enumerate(sections):
            with st.container(border=True, key=f"section_{place}"):
                section_head(section)
                with st.container(horizontal=True, gap="small"):
                    for language in languages:
                        messages = phone_messages(
                            section, found.journey, found.house.templates, language=language, reader=state.language()
                        )
                        with st.container(width=340 if len(languages) > 1 else "stretch"):
                            reading_phone(messages, key=f"phone_{place}_{language}", business=business,
                                          language=state.language())  # fmt: skip


key = st.query_params.get("journey", "")
found = load_reading(services.desk(), key, state.widget("read:version") or st.query_params.get("version"))
if isinstance(found, NothingToRead):
    missing_journey(key)
    st.stop()
live = next((int(one) for one in found.versions if one != DRAFT), None)
journey_header(
    Place(key, found.row.name_in(state.language()), found.row.state, routes.PREVIEW, live, DRAFT in found.versions)
)
contact, language = choices(found)
sample = completed(SAMPLES[contact], found.journey)
sections = read_journey(found.journey, sample, state.language(), found.house.templates)
if sections:
    in_brief(found, sections)
    read(found, sections, found.journey.languages() if language == BOTH else [language])
else:
    st.info(t("Ce parcours n’envoie encore aucun message. Dessinez-en un, il se relira ici."), icon=":material/draw:")
