"""En direct: where people are, what went out, what is held back and why."""

from __future__ import annotations

import datetime as dt
import json

import streamlit as st

from designer import routes, services, state
from designer.approval_services import changed_in
from designer.components import pause_dialogs
from designer.components.changed_templates import changed_templates
from designer.components.journey_header import Place, escape, journey_header
from designer.components.journey_map import journey_map
from designer.components.live_panel import TONES, overview_panel, step_panel, trail_panel
from designer.components.missing import missing_journey, never_live
from designer.components.number_banner import number_banner
from designer.components.people_drawer import people_drawer, shown_name
from designer.components.planned_starts import planned_starts
from designer.components.reading import Reader, is_dark, reader
from designer.components.start_link import start_link
from designer.components.unconfirmed_list import unconfirmed_list
from designer.live_services import Live, NotLive, Way, find_people, load_live, way_of
from designer.live_view import RANGES, header_figures, starts_when
from designer.map_view import STEP, Counts, Look, draw_map, frame_height
from designer.number_services import numbers
from designer.trail_words import steps_walked
from designer.unconfirmed_services import unconfirmed_in
from designer.wording import t
from engine.journey.links import code_pattern
from engine.journey.triggers import EventTrigger, LinkTrigger


def since(chosen: str, reading: Reader) -> dt.datetime | None:
    """The first moment of the range, in the reader's zone."""
    midnight = reading.now.astimezone(reading.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"today": midnight, "week": midnight - dt.timedelta(days=6)}.get(chosen)


def acts(live: Live) -> None:
    """Stop trouble now, or take it up again."""
    if live.row.state in ("paused", "retired") and st.button(
        t("Reprendre"), icon=":material/play_arrow:", type="primary", key="resume"
    ):
        pause_dialogs.resume_dialog(live.row)
    if live.row.state == "live" and st.button(t("Mettre en pause"), icon=":material/pause:", key="pause"):
        pause_dialogs.pause_dialog(live.row)
    if services.settings().provider == "sandbox":
        settings = services.settings()
        st.link_button(
            t("Simuler un client"), f"http://{settings.local_host()}:{settings.sandbox_port}/", icon=":material/smartphone:",
            help=t("Ouvre un téléphone du bac à sable : écrivez comme un client."),
        )  # fmt: skip


def find_person(live: Live) -> None:
    """Why did Amina receive nothing? Her name or number finds her way."""
    wanted = str(state.widget("who", "")).strip()
    if not wanted:
        return
    found = find_people(services.desk(), live.row.id, wanted)
    if not found:
        st.caption(t("Personne de ce nom ou de ce numéro n’est entré dans ce parcours."))
        return
    seen = {one.contact_id: one for one in reversed(found)}
    with st.container(horizontal=True, gap="small"):
        for contact_id, one in reversed(seen.items()):
            st.page_link(
                routes.LIVE, label=escape(shown_name(one)), icon=":material/person_search:",
                query_params=routes.of_journey(live.row.key, person=contact_id),
            )  # fmt: skip


def totals(live: Live, reading: Reader) -> None:
    with st.container(horizontal=True, gap="medium", key="totals"):
        for figure in header_figures(live.totals, live.journey, reading.language):
            label = f"{TONES[figure.tone]}{figure.label}" if figure.tone else figure.label
            st.metric(label, figure.value, width="content")


def nobody_yet(live: Live, reading: Reader) -> None:
    when = starts_when(live.journey, reading.language)
    st.info(
        t("Personne n’est encore entré. Ce parcours démarre avec {when}.", when=when), icon=":material/hourglass_empty:"
    )
    for link in (one for one in live.journey.triggers if isinstance(one, LinkTrigger)):
        if code_pattern(link) is not None:
            with st.expander(t("Afficher le QR code"), icon=":material/qr_code_2:"):
                start_link(link, live.number, key=f"live:{link.id}")
    event = next((one.name for one in live.journey.triggers if isinstance(one, EventTrigger) and one.name), None)
    if event is not None:
        with st.expander(t("Comment votre site l’appelle"), icon=":material/code:"):
            st.code(call_of(event), language="bash")


def call_of(event: str) -> str:
    """The call that starts the journey, ready to be copied."""
    settings = services.settings()
    base = settings.public_url or f"http://{settings.local_host()}:{settings.api_port}"
    person = {"whatsapp": "33600000001", "name": "Amina"}
    body = json.dumps({"id": "evt-1", "name": event, "contact": person}, ensure_ascii=False)
    return (
        f"curl {base}/api/events \\\n  -H 'Authorization: Bearer '\"$PARCOURS_API_TOKEN\" \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    )


@st.fragment(run_every="5s")
def now_part(key: str, person: str | None) -> None:
    """Everything that moves by itself; nothing that a person types in."""
    reading = reader()
    live = load_live(services.desk(), key, since=since(state.widget("range", "all"), reading))
    if isinstance(live, NotLive):
        return
    state.say_news()
    totals(live, reading)
    number_banner(numbers(services.desk()), reading)
    changed_templates(live.row.id, changed_in(services.desk(), live.row.id))
    unconfirmed_list(unconfirmed_in(services.desk(), live.row.id), live.templates, reading)
    planned_starts(services.desk(), live, reading)
    if not live.totals.entered and state.widget("range", "all") == "all":
        nobody_yet(live, reading)
    way = way_of(services.desk(), live.row.id, person) if person else None
    clicked = state.widget(f"map-{key}") or f"{STEP}{st.query_params.get('step', '')}"
    look = Look(reading.language, is_dark(), clicked, steps_walked(way.trails[0][0]) if way else None)
    left, right = st.columns([8, 4])
    with left:
        drawing = draw_map(live.journey, Counts(live.steps, live.triggers), look, live.templates)
        journey_map(drawing, key=f"map-{key}", dark=look.dark, height=frame_height(drawing))
    with right:
        panel(live, clicked, way, reading)


def panel(live: Live, clicked: str, way: Way | None, reading: Reader) -> None:
    step_id = clicked.removeprefix(STEP)
    if way is not None:
        trail_panel(way, reading)
    elif step_id in live.journey.steps:
        step_panel(live, step_id, reading)
    else:
        overview_panel(live, reading)


key = st.query_params.get("journey", "")
found = load_live(services.desk(), key)
if isinstance(found, NotLive):
    never_live(found.row) if found.row else missing_journey(key)
    st.stop()
place = Place(
    key, found.row.name_in(state.language()), found.row.state, routes.LIVE, found.version.number, found.has_draft
)
journey_header(place)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.segmented_control(
        t("Période"), list(RANGES), default="all", required=True, key="range", label_visibility="collapsed",
        format_func=lambda one: t(RANGES[one]),
    )  # fmt: skip
    st.text_input(
        t("Chercher une personne"), key="who", type="search", live=True, label_visibility="collapsed", width=300,
        placeholder=t("Chercher une personne : nom ou numéro"), icon=":material/person_search:",
    )  # fmt: skip
    st.space("stretch")
    acts(found)
find_person(found)
now_part(key, st.query_params.get("person"))
question = state.asked()
if question is not None and question[0] == "people":
    people_drawer(found, question[1]["step"])
