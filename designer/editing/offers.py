"""What a free reply offers to touch: buttons, a list, a link, or a request for the location; one of them."""

from __future__ import annotations

from typing import Any, Literal

from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import free_id, need_node
from engine.journey.steps.options import ROWS_AT_MOST

Offer = Literal["buttons", "list", "link_button", "location_request"]
OFFERS: tuple[Offer, ...] = ("buttons", "list", "link_button", "location_request")


def offers_of(step: Any) -> list[Offer]:
    """The offers that a step makes, in their order; an empty one counts when it was chosen."""
    return [
        name for name in OFFERS if step.get(name) or (name != "location_request" and isinstance(step.get(name), dict))
    ]


def choose_offer(definition: Definition, node: str, offer: Offer) -> Edited | Refused:
    """Offer this and nothing else. A list begins with one row, to be written."""

    def change(after: Definition) -> None:
        step = need_node(after, node)
        for name in OFFERS:
            if name != offer:
                step.pop(name, None)
        if offer == "list":
            step.setdefault("list", {"button": "", "sections": [{"rows": [{"id": "row", "title": ""}]}]})
        elif offer == "link_button":
            step.setdefault("link_button", {"title": "", "url": ""})
        elif offer == "location_request":
            step["location_request"] = True

    return edited(definition, "offer", change)


def add_row(definition: Definition, node: str, section: int) -> Edited | Refused:
    """A new row, last in its section; refused beyond ten in all."""

    def change(after: Definition) -> None:
        sections = _sections(after, node)
        ids = [str(row.get("id")) for held in sections for row in held.get("rows") or []]
        if len(ids) >= ROWS_AT_MOST:
            raise CannotEdit("too_many_rows")
        _section(sections, section).setdefault("rows", []).append({"id": free_id("row", ids), "title": ""})

    return edited(definition, "offer", change)


def add_section(definition: Definition, node: str) -> Edited | Refused:
    """A new section, last, with one row; refused beyond ten rows in all."""

    def change(after: Definition) -> None:
        sections = _sections(after, node)
        ids = [str(row.get("id")) for held in sections for row in held.get("rows") or []]
        if len(ids) >= ROWS_AT_MOST:
            raise CannotEdit("too_many_rows")
        sections.append({"title": "", "rows": [{"id": free_id("row", ids), "title": ""}]})

    return edited(definition, "offer", change)


def remove_row(definition: Definition, node: str, section: int, row_id: str) -> Edited | Refused:
    """Remove a row; a section that is left empty goes with it, the last one stays."""

    def change(after: Definition) -> None:
        sections = _sections(after, node)
        held = _section(sections, section)
        held["rows"] = [row for row in held.get("rows") or [] if row.get("id") != row_id]
        if not held["rows"] and len(sections) > 1:
            sections.remove(held)

    return edited(definition, "offer", change)


def move_row(definition: Definition, node: str, section: int, row_id: str) -> Edited | Refused:
    """One place up within its section."""

    def change(after: Definition) -> None:
        rows: list[dict[str, Any]] = _section(_sections(after, node), section).get("rows") or []
        place = next((number for number, row in enumerate(rows) if row.get("id") == row_id), None)
        if place is None:
            raise CannotEdit("no_path")
        rows.insert(max(0, place - 1), rows.pop(place))

    return edited(definition, "offer", change)


def _sections(definition: Definition, node: str) -> list[dict[str, Any]]:
    sheet = need_node(definition, node).get("list")
    if not isinstance(sheet, dict):
        raise CannotEdit("no_path")
    return sheet.setdefault("sections", [])


def _section(sections: list[dict[str, Any]], place: int) -> dict[str, Any]:
    if not 0 <= place < len(sections):
        raise CannotEdit("no_path")
    return sections[place]
