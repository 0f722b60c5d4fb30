"""What pages say as the browser gets it, and every word of ours in French and English."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import string
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel.messages.pofile import read_po
from google.protobuf.json_format import MessageToDict
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

import designer
from designer import routes
from designer.editing.places import node_ids
from designer.editing.starting import NEW_STEPS, NEW_TRIGGERS
from designer.kinds import Kind
from designer.wording import LANGUAGES, LOCALE
from engine.checker.words import catalogue
from storage.database import writing
from storage.templates import ListedTemplate, upsert_templates
from tests.designer.filled_samples import filled
from tests.designer.pages import draw, open_page
from tests.storage.house import NOON

FRENCH = re.compile(
    r"[àâçèéêëîïôùûœ«»]|\b[cdjlmnst][’'](?!t\b|s\b|re\b|ll\b|ve\b)[a-z]|\b(le|la|les|des|une|du|est|pas|et|ou|dans|pour"
    r"|sur|aux|avec|rien|sans|chercher|ranger|relire|dessiner|brouillon|attendre|réponse)\b", re.IGNORECASE,
)  # fmt: skip
NEVER_SHOWN = {
    "js",
    "css",
    "jsContent",
    "cssContent",
    "key",
    "id",
    "elementId",
    "formId",
    "icon",
    "type",
    "urlPathname",
    "url",
}
"""Fields of what the browser gets that hold code, ids and addresses."""
OTHER_PAIRS = (
    "designer.components.journey_header.", "designer.components.settings_parts.", "designer.trail_words.",
    "designer.components.journey_card.",
)  # fmt: skip
"""Tables whose second column is a colour, an icon or a tone."""


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(designer.__path__, "designer."):
        if ".app_pages" not in found.name and found.name not in ("designer.app", "designer.__main__"):
            yield importlib.import_module(found.name)


def pairs() -> Iterator[tuple[str, str, str]]:
    """(place, French, English) of every table of words: `key: (French, English)`, or a table for each language."""
    for module in modules():
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, Mapping):
                yield from in_table(f"{module.__name__}.{name}", table)


def in_table(place: str, table: Mapping[Any, Any]) -> Iterator[tuple[str, str, str]]:
    if set(table) == {"fr", "en"} and all(isinstance(words, Mapping) for words in table.values()):
        for key in {**table["fr"], **table["en"]}:
            yield f"{place}.{key}", table["fr"].get(key, ""), table["en"].get(key, "")
        return
    for key, pair in table.items():
        if isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(word, str) for word in pair):
            yield f"{place}.{key}", *pair
        elif isinstance(pair, Kind):
            yield f"{place}.{key}.title", *pair.title
            yield f"{place}.{key}.hint", *pair.hint


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def is_french(text: str) -> bool:
    return FRENCH.search(text.replace("Français", "")) is not None


def strings(value: Any) -> Iterator[str]:
    """Every text that the browser gets, out of JSON within JSON too."""
    match value:
        case Mapping():
            for name, part in value.items():
                if name not in NEVER_SHOWN:
                    yield from strings(part)
        case list() | tuple():
            for part in value:
                yield from strings(part)
        case str() if value.startswith(("{", "[")):
            try:
                yield from strings(json.loads(value))
            except ValueError:
                yield value
        case str():
            yield value
        case _:
            return


def shown(app: AppTest) -> list[str]:
    assert not app.exception, app.exception
    elements = [element for element in app._tree if hasattr(element, "proto") and element.proto is not None]
    return [text for element in elements for text in strings(MessageToDict(element.proto))]


def texts_of(app: AppTest) -> set[str]:
    """What is meant for reading: no pictures, no code."""
    found = {text for text in shown(app) if not text.startswith(("data:", "blob:")) and len(text) < 2000}
    assert len(found) > 10
    return found


def draw_all_forms(database: Engine) -> list[str]:
    """A journey with every type of step and start, filled as far as it goes and freshly added; gives its cards."""
    fresh = {f"fresh_{kind}": dict(part) for kind, part in NEW_STEPS.items()}
    starts = [{"id": f"fresh_{kind}", **part} for kind, part in NEW_TRIGGERS.items()]
    full = filled()
    definition = {**full, "steps": {**full["steps"], **fresh}, "triggers": [*full["triggers"], *starts]}
    with writing(database) as connection:
        body = {"header": {"type": "document"}, "body": "Hello {{name}}", "footer": "", "buttons": []}
        template = ListedTemplate("t", "cart_reminder", "en", "MARKETING", "APPROVED", body, "hash")
        upsert_templates(connection, listed=[template], at=NOON)
    draw(database, **definition, live=False)
    return node_ids(definition)


def texts_of_forms(nodes: list[str]) -> dict[str, set[str]]:
    """Card → what the editor says while its form is open, in one tab."""
    app, found = open_page(routes.EDITOR, journey="filled"), dict[str, set[str]]()
    for node in nodes:
        app.session_state["canvas"] = {"selection": [node]}
        app.run()
        assert app.text_input(key=f"form:{node}:title"), node
        found[node] = texts_of(app)
    return found


# English of ours on a French page ----------------------------------------------------------------------------------


def english_in(texts: set[str], written_by_people: str) -> set[tuple[str, str]]:
    """(what is shown, our English in it)."""
    pieces = our_english(written_by_people)
    return {(text, piece) for text in texts for piece in pieces if says(text, piece)}


@cache
def our_english(written_by_people: str) -> set[str]:
    """Words that are French as well, or that people wrote, do not count."""
    french = [one for one, _ in translations()]
    known = "\n".join((*french, *LANGUAGES.values(), written_by_people)).casefold()
    pieces = {piece for _, english in translations() for piece in pieces_of(english)}
    return {piece for piece in pieces if not stands_in(piece.casefold(), known)}


def translations() -> Iterator[tuple[str, str]]:
    """(French, English) of all that is ours: the catalogue, the tables of words, the checker's list."""
    with (LOCALE / "en.po").open("rb") as source:
        for message in read_po(source, locale="en"):
            if message.id:
                yield from zip(as_tuple(message.id), as_tuple(message.string), strict=True)
    yield from ((french, english) for place, french, english in pairs() if not place.startswith(OTHER_PAIRS))
    yield from spoken_in(catalogue())


def as_tuple(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def spoken_in(words: Any) -> Iterator[tuple[str, str]]:
    if isinstance(words, Mapping) and isinstance(words.get("fr"), str):
        yield words["fr"], words["en"]
    elif isinstance(words, Mapping):
        for part in words.values():
            yield from spoken_in(part)


def pieces_of(text: str) -> list[str]:
    """Its words between facts and marks, where there are enough of them to be no chance."""
    parts = (part.strip(' .,:;!?…()"') for part in re.split(r"\{[^}]*\}|[*\n`]+", text))
    return [part for part in parts if len(part) > 3]


def says(text: str, piece: str) -> bool:
    """A single word has to stand alone, as on a button; several anywhere."""
    if " " not in piece:
        return text.strip(" .:…*") == piece
    return stands_in(piece, text)


def stands_in(piece: str, text: str) -> bool:
    """As whole words."""
    return piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None
