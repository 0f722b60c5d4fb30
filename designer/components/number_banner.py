"""On the live page: what holds a number's messages back, with the way to the settings."""

from __future__ import annotations

import streamlit as st

from designer import routes
from designer.components.journey_header import escape
from designer.components.live_panel import TONES
from designer.components.reading import Reader
from designer.number_services import NumberState
from designer.number_words import brakes
from designer.wording import t


def number_banner(found: list[NumberState], reader: Reader) -> None:
    """Nothing while all may leave."""
    told = [(one, sentence) for one in found for sentence in brakes(one, reader.language, reader.at, reader.now)]
    if not told:
        return
    with st.container(border=True, key="number_banner", gap="small"):
        for one, sentence in told:
            st.markdown(f"{TONES[sentence.tone]}**+{escape(one.row['number'])}** {escape(sentence.text)}")
        st.page_link(routes.SETTINGS, label=t("Décider dans les réglages"), icon=":material/settings:")
