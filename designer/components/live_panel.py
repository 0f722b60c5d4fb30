"""Beside the map: a step with its reasons, where it is stuck, or one customer's way."""

from __future__ import annotations

import streamlit as st

from designer import state
from designer.components.journey_header import escape
from designer.components.reading import Reader
from designer.live_services import Live, Way
from designer.live_view import Sentence, paths_taken, step_sentences, stuck
from designer.palette import type_title
from designer.step_words import step_title
from designer.trail_words import trail_lines
from designer.wording import labelled, n, t
from storage.counts import StepCounts

TONES = {"ok": "", "wait": ":orange[:material/schedule:] ", "stop": ":red[:material/error:] "}


def step_panel(live: Live, step_id: str, reader: Reader) -> None:
    """What happens at one step; people in a drawer."""
    step, counts = live.journey.steps[step_id], live.steps.get(step_id) or StepCounts()
    with st.container(border=True, key="panel"):
        title, kind = step_title(step, reader.language), type_title(step.type, reader.language)
        st.markdown(f"#### {escape(title)}" + ("" if title.startswith(kind) else f"  \n:small[{kind}]"))
        st.markdown(_list([Sentence(n("{n} client arrivé ici", "{n} clients arrivés ici", counts.entered)),
                           *step_sentences(counts, reader.language)]))  # fmt: skip
        if paths := paths_taken(live.journey, step_id, counts, reader.language):
            lines = [
                f"- {labelled(reader.language, escape(label), f'**{share}** ({reader.number(times)})')}"
                for label, times, share in paths
            ]
            st.markdown(f"**{t('Chemins pris')}**\n\n" + "\n".join(lines))
        _people_here(live, step_id, counts.waiting)


def overview_panel(live: Live, reader: Reader) -> None:
    """Nothing is selected: where it is stuck, or that it is not."""
    with st.container(border=True, key="panel"):
        troubled = stuck(live, reader.language)
        if not troubled:
            st.markdown(f"#### {t('Rien à signaler')}")
        else:
            st.markdown(f"#### {t('Où ça coince')}")
            for _step_id, title, sentences in troubled:
                st.markdown(f"**{escape(title)}**\n\n{_list(sentences)}")
        if live.elsewhere:
            st.markdown(n("{n} personne finit sur une étape d’une ancienne version.",
                          "{n} personnes finissent sur des étapes d’une ancienne version.", live.elsewhere))  # fmt: skip
        st.caption(t("Cliquez sur une étape pour voir ses nombres et ses raisons."))


def trail_panel(way: Way, reader: Reader) -> None:
    """One customer: a sentence at each point of each passage, the newest first."""
    with st.container(border=True, key="panel"):
        st.markdown(f"#### {escape(way.name or t('Client sans nom'))}")
        for trail, journey in way.trails:
            version = t("version {number}", number=trail.version_number) if trail.version_number else ""
            st.caption(" · ".join(part for part in (reader.moment(trail.enrollment.entered_at), version) if part))
            lines = trail_lines(trail, journey, reader.moment, reader.language)
            shown = [f"- :small[:gray[{reader.moment(one.at)}]] {TONES[one.tone]}{escape(one.text)}" for one in lines]
            st.markdown("\n".join(shown))
        if st.button(t("Revenir à tout le monde"), icon=":material/group:", key="leave_person", width="stretch"):
            st.query_params.pop("person", None)
            st.rerun()


def _people_here(live: Live, step_id: str, waiting: int) -> None:
    st.markdown(f":material/group: **{n('{n} personne ici maintenant', '{n} personnes ici maintenant', waiting)}**")
    if waiting and st.button(t("Voir les personnes"), key="see_people", width="stretch"):
        state.ask("people", step=step_id)
        st.rerun()


def _list(sentences: list[Sentence]) -> str:
    lines: list[str] = []
    for one in sentences:
        lines.append(f"- {TONES[one.tone]}{one.text}")
        lines += [f"    - :small[{escape(reason)}]" for reason in one.reasons]
    return "\n".join(lines)
