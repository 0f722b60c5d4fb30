"""The repair of an offer that does not say how to stop: the words go behind the last value that the step gives the template,
whose own text is WhatsApp's to approve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import need_node

WORDS = {
    "fr": "Répondez STOP pour ne plus recevoir nos offres",
    "en": "Reply STOP to get no more offers",
    "es": "Responda STOP para dejar de recibir ofertas",
    "it": "Rispondi STOP per non ricevere più offerte",
    "de": "Mit STOP erhalten Sie keine Angebote mehr",
    "nl": "Antwoord STOP om geen aanbiedingen meer te ontvangen",
    "pt": "Responda STOP para deixar de receber ofertas",
}
ENDS = ".!?…"


def add_stop(definition: Definition, node: str, facts: Mapping[str, Any]) -> Edited | Refused:
    """`facts`: `value`, the name of the value, and `language`, that of the template."""
    words = WORDS.get(str(facts.get("language")).replace("-", "_").partition("_")[0].lower())
    name = str(facts.get("value") or "")

    def change(after: Definition) -> list[str]:
        step = need_node(after, node)
        sent = step.get("if_window_closed") if (facts.get("field") or [None])[0] == "if_window_closed" else step
        values = (sent or {}).get("values") or {}
        if words is None or name not in values:
            raise CannotEdit("no_path")
        values[name] = f"{values[name].rstrip().rstrip(ENDS).rstrip()}. {words}".removeprefix(". ")
        return [node]

    return edited(definition, "repair", change)
