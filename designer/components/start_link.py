"""The link that starts a journey, ready to be copied, and its QR code, ready to be printed."""

from __future__ import annotations

import streamlit as st

from designer.qr_code import picture, print_file
from designer.wording import t
from engine.journey.links import link_address
from engine.journey.triggers import LinkTrigger


def start_link(trigger: LinkTrigger, number: str, *, key: str) -> None:
    """`number` is ours; empty where no number is connected yet."""
    if not number:
        st.caption(t("Le lien et le QR code paraîtront ici quand un numéro sera relié (Réglages)."))
        return
    address = link_address(number, trigger)
    st.code(address, language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.image(picture(address), width=148)
        st.download_button(
            t("Télécharger le QR code"), print_file(address), file_name=f"qr-{trigger.id}.svg", mime="image/svg+xml",
            key=f"{key}:qr", icon=":material/qr_code_2:", on_click="ignore",
            help=t("Un fichier SVG, net à toute taille."),
        )  # fmt: skip
