"""What is wrong with a template: at creation (HTTP 400) and at WhatsApp's review (REJECTED)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .template_parameters import VARIABLE, components_of, variables_in
from .wire import JsonObject, as_list, as_object

NAME = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE = re.compile(r"[A-Z]{2,3}(_[A-Z]{2})?")
CATEGORIES = ("AUTHENTICATION", "MARKETING", "UTILITY")
COMPONENTS = ("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER")
FORMATS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
TEXT_LIMITS = {"HEADER": 60, "BODY": 1024, "FOOTER": 60, "LIMITED_TIME_OFFER": 16}
BUTTONS = [
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "OTP",
    "COPY_CODE",
    "FLOW",
    "REQUEST_CONTACT_INFO",
    "ORDER_DETAILS",
]
BUTTON_LIMITS = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "OTP": 1}


def check_template(body: JsonObject) -> list[str]:
    """Sentences, one per broken rule of creation (reference, section 6.2); empty when it may be created."""
    faults = [
        f"{name} {remedy}"
        for name, fits, remedy in (
            (
                "name",
                bool(NAME.fullmatch(str(body.get("name", "")))),
                "must be lower case letters, digits and _",
            ),
            (
                "language",
                bool(LANGUAGE.fullmatch(str(body.get("language", "")))),
                "must look like EN or EN_US",
            ),
            ("category", body.get("category") in CATEGORIES, f"must be one of {', '.join(CATEGORIES)}"),
            ("status", body.get("status", "DRAFT") in ("DRAFT", "SUBMIT"), "must be DRAFT or SUBMIT"),
        )
        if not fits
    ]
    details = as_object(body.get("details"))
    return [*faults, *(["details is required"] if details is None else _check_components(details))]


def _check_components(details: JsonObject) -> Iterator[str]:
    kinds = [component.get("type") for component in components_of(details)]
    if "BODY" not in kinds:
        yield "details.components must have a BODY"
    if len(kinds) != len(set(map(str, kinds))):
        yield "details.components must have each type at most once"
    for component in components_of(details):
        yield from _check_component(component)


def _check_component(component: JsonObject) -> Iterator[str]:
    kind, text = str(component.get("type")), str(component.get("text", ""))
    if kind not in COMPONENTS:
        yield f"component type {kind} is unknown; known types: {', '.join(COMPONENTS)}"
    if len(text) > TEXT_LIMITS.get(kind, 0) and kind in TEXT_LIMITS:
        yield f"{kind} text must have at most {TEXT_LIMITS[kind]} characters, has {len(text)}"
    if kind == "HEADER" and component.get("format") not in FORMATS:
        yield f"HEADER format must be one of {', '.join(FORMATS)}"
    if kind == "HEADER" and len(variables_in(text)) > 1:
        yield "HEADER text must have at most one variable"
    if kind == "BODY":
        yield from _check_body(component, text)
    if kind == "FOOTER" and variables_in(text):
        yield "FOOTER text must have no variable"
    if kind == "BUTTONS":
        yield from _check_buttons([as_object(button) or {} for button in as_list(component.get("buttons")) or []])


def _check_body(component: JsonObject, text: str) -> Iterator[str]:
    numbers = variables_in(text)
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield "BODY variables must be numbered from {{1}} without a gap"
    if len(as_list(component.get("examples")) or []) != len(numbers):
        yield f"BODY examples must have one entry per variable ({len(numbers)})"


def _check_buttons(buttons: list[JsonObject]) -> Iterator[str]:
    if not 1 <= len(buttons) <= 10:
        yield f"BUTTONS must have 1 to 10 buttons, has {len(buttons)}"
    for button in buttons:
        text = str(button.get("text", ""))
        if button.get("type") not in BUTTONS:
            yield f"button type {button.get('type')} is unknown; known types: {', '.join(BUTTONS)}"
        if len(text) > 25 or (not text and button.get("type") in ("QUICK_REPLY", "URL", "PHONE_NUMBER", "FLOW")):
            yield f"button text must have 1 to 25 characters, has {len(text)}"
    for kind, limit in BUTTON_LIMITS.items():
        if sum(button.get("type") == kind for button in buttons) > limit:
            yield f"BUTTONS must have at most {limit} of type {kind}"


def review(name: str, details: JsonObject) -> str | None:
    """WhatsApp's rejection code, None when the review passes. A name that ends in `_rejected` never passes, so that a refusal
    can be tried."""
    if name.endswith("_rejected"):
        return "INCORRECT_CATEGORY"
    for component in components_of(details):
        if component.get("type") == "BODY" and _is_badly_placed(str(component.get("text", ""))):
            return "INVALID_FORMAT"
    return None


def _is_badly_placed(text: str) -> bool:
    """A variable first, last, or touching another."""
    stripped = text.strip()
    places = [found.span() for found in VARIABLE.finditer(stripped)]
    touching = any(before[1] == after[0] for before, after in pairwise(places))
    return bool(places) and (places[0][0] == 0 or places[-1][1] == len(stripped) or touching)
