"""The designer as an ASGI application for uvicorn. Theme and server options stand in `.streamlit/config.toml` beside the
script, where `st.App` finds them from any working directory."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit import App

SCRIPT = Path(__file__).with_name("app.py")
log = logging.getLogger("parcours.designer")


def build_app() -> App:
    """The application. Also a factory: `uvicorn --factory designer.launch:build_app`, one worker a process."""
    import streamlit as st
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def healthz(_request: object) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return st.App(SCRIPT, routes=[Route("/healthz", healthz)], on_script_error=say_error)


def run(host: str, port: int) -> None:
    """Serve until stopped."""
    import uvicorn

    uvicorn.run(build_app(), host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=2)


def say_error(problem: Exception) -> bool:
    """A sentence for the person, the whole story for the log, under one reference."""
    import streamlit as st

    from designer.services import OldSchema, reference
    from designer.wording import t
    from engine.errors import explain

    if isinstance(problem, OldSchema):
        st.error(t("La base a été faite par une version plus ancienne. Lancez `parcours db upgrade`, puis rechargez."))
        return True
    number = reference()
    log.error("page failed, reference %s", number, exc_info=problem)
    for sentence in explain(problem) or ():
        st.error(sentence)
    st.error(
        t("Cette page n’a pas pu se dessiner. Rechargez ; si cela continue, donnez la référence {reference}.",
          reference=number),
        icon=":material/error:",
    )  # fmt: skip
    return True
