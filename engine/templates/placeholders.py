"""Placeholders of a text: written whole, counted without a gap, never first, last or side by side, each with an example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from engine.providers.drafts import PLACEHOLDER, names_in
from engine.providers.placeholders import are_numbers
from engine.templates.fault import TemplateFault, fault

NAME = re.compile(r"[a-z_]+[a-z0-9_]*")


def check_placeholders(part: str, text: str, examples: Mapping[str, str]) -> Iterator[TemplateFault]:
    """`part`: `header` or `body`; `examples`: by name."""
    field = "body" if part == "body" else "header.text"
    names = names_in(text)
    if "{{" in PLACEHOLDER.sub("", text) or "}}" in PLACEHOLDER.sub("", text):
        yield fault(field, "Une variable s'écrit {{1}} ou {{nom}}, avec deux accolades de chaque côté.",
                    "A placeholder is written {{1}} or {{name}}, with two braces on each side.")  # fmt: skip
        return
    yield from _names(field, names)
    if part == "body":
        yield from _placing(text)
    yield from _examples(part, names, examples)


def _names(field: str, names: Sequence[str]) -> Iterator[TemplateFault]:
    numbered = [name for name in names if are_numbers([name])]
    if numbered and len(numbered) < len(names):
        yield fault(field, "Numéros et noms sont mêlés ; écrivez toutes les variables de la même façon.",
                    "Numbers and names are mixed; write all placeholders the same way.")  # fmt: skip
    elif numbered and [int(name) for name in numbered] != list(range(1, len(numbered) + 1)):
        yield fault(field, "Les variables se comptent à partir de {{1}}, sans saut et dans l'ordre ; renumérotez-les.",
                    "Placeholders count from {{1}} up, without a gap and in order; number them anew.")  # fmt: skip
    for name in names:
        if name not in numbered and not NAME.fullmatch(name):
            yield fault(field, f"{{{{{name}}}}} : un nom a des minuscules sans accent et _ seulement.",
                        f"{{{{{name}}}}}: a name has small letters without accents and _ only.")  # fmt: skip


def _placing(text: str) -> Iterator[TemplateFault]:
    stripped = text.strip()
    places = [found.span() for found in PLACEHOLDER.finditer(stripped)]
    if places and (places[0][0] == 0 or places[-1][1] == len(stripped)):
        yield fault("body", "WhatsApp refuse une variable au début ou à la fin du texte ; ajoutez des mots autour.",
                    "WhatsApp refuses a placeholder at the start or the end of the text; put words around it.")  # fmt: skip
    if any(not stripped[before[1] : after[0]].strip() for before, after in pairwise(places)):
        yield fault("body", "Deux variables se touchent ; mettez des mots entre elles.",
                    "Two placeholders touch; put words between them.")  # fmt: skip


def _examples(part: str, names: Sequence[str], examples: Mapping[str, str]) -> Iterator[TemplateFault]:
    field = "examples" if part == "body" else "header.example"
    for name in names:
        if not examples.get(name, "").strip():
            yield fault(field, f"Il manque un exemple pour {{{{{name}}}}} ; WhatsApp le lit pour juger le modèle.",
                        f"An example for {{{{{name}}}}} is missing; WhatsApp reads it to judge the template.")  # fmt: skip
    for name in examples:
        if name not in names:
            yield fault(field, f"{{{{{name}}}}} n'est pas dans le texte ; retirez l'exemple ou corrigez son nom.",
                        f"{{{{{name}}}}} is not in the text; remove the example or correct its name.")  # fmt: skip
