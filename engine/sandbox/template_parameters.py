"""Parameters of a WhatsApp template: the grammar of their keys, and which ones a template needs.

Reference, section 2.4: `<component>[card]<card component>[index]<sub type>[parameter]<field>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .wire import JsonObject, as_list, as_object, objects_in

_BODY = r"body\[[1-9]\d*\]text"
_HEADER = (
    r"header\[1\](text|(image|video|document)\.(link|filename|provider\.name)"
    r"|location\.(latitude|longitude|name|address))"
)
_BUTTON = r"button\[\d\](quick_reply\[1\]payload|url\[1\]text|copy_code\[1\]coupon_code|flow\[1\]action\.[a-z_.]+)"
KEY = re.compile(rf"({_BODY}|{_HEADER}|{_BUTTON}|carousel\[\d\]({_BODY}|{_HEADER}|{_BUTTON}))")
VARIABLE = re.compile(r"\{\{(\d+)\}\}")
FORBIDDEN = re.compile(r"[\n\t]| {5}")
OPTIONAL = re.compile(r"(document\.filename|provider\.name|location\.(name|address)|payload|action\..*)$")


def components_of(details: JsonObject) -> list[JsonObject]:
    """The components of a template's or card's `details`."""
    return objects_in(details, "components")


def variables_in(text: object) -> list[int]:
    """The numbers of the variables in `text`, in order of appearance, each once."""
    return list(dict.fromkeys(int(number) for number in VARIABLE.findall(str(text or ""))))


def fill(text: object, parameters: JsonObject, key: str) -> str:
    """`text` with variables replaced; `key` has `{}` for the number. Missing ones stay visible."""
    return VARIABLE.sub(lambda found: str(parameters.get(key.format(found[1]), found[0])), str(text or ""))


def required_keys(details: JsonObject, prefix: str = "") -> Iterator[str]:
    """The keys a message must give for these template details."""
    for component in components_of(details):
        match component.get("type"):
            case "HEADER":
                yield from _header_keys(component, prefix)
            case "BODY":
                yield from (f"{prefix}body[{number}]text" for number in variables_in(component.get("text")))
            case "BUTTONS":
                yield from _button_keys(as_list(component.get("buttons")) or [], prefix)
            case "CAROUSEL":
                for index, card in enumerate(as_list(component.get("cards")) or []):
                    yield from required_keys(as_object(card) or {}, f"carousel[{index}]")
            case _:
                continue


def _header_keys(component: JsonObject, prefix: str) -> Iterator[str]:
    form = str(component.get("format", "TEXT"))
    if form == "TEXT":
        yield from (f"{prefix}header[1]text" for _ in variables_in(component.get("text")))
    elif form == "LOCATION":
        yield from (f"{prefix}header[1]location.{name}" for name in ("latitude", "longitude"))
    else:
        yield f"{prefix}header[1]{form.lower()}.link"


def _button_keys(buttons: list[object], prefix: str) -> Iterator[str]:
    for index, value in enumerate(buttons):
        button = as_object(value) or {}
        if button.get("type") == "COPY_CODE":
            yield f"{prefix}button[{index}]copy_code[1]coupon_code"
        elif button.get("type") == "OTP" or variables_in(button.get("url")):
            yield f"{prefix}button[{index}]url[1]text"


def find_parameter_fault(details: JsonObject, parameters: JsonObject) -> tuple[str, str, str] | None:
    """(reason code, WhatsApp code, description) when these parameters do not fit the template."""
    strange = sorted(key for key in parameters if not KEY.fullmatch(key))
    if strange:
        return "BAD_REQUEST", "132012", f"parameter key not recognised: {strange[0]}"
    required = set(required_keys(details))
    missing = sorted(required - parameters.keys())
    extra = sorted(key for key in parameters.keys() - required if not OPTIONAL.search(key))
    if missing or extra:
        word = f"missing {missing[0]}" if missing else f"unexpected {extra[0]}"
        return "TEMPLATE_INSUFFICIENT_PARAMETERS", "132000", f"number of parameters does not match: {word}"
    return _find_value_fault(parameters, required)


def _find_value_fault(parameters: JsonObject, required: set[str]) -> tuple[str, str, str] | None:
    for key in sorted(required):
        if parameters[key] == "":
            return "TEMPLATE_INSUFFICIENT_PARAMETERS", "131008", f"parameter {key} is empty"
        if FORBIDDEN.search(parameters[key]):
            return (
                "BAD_REQUEST",
                "132018",
                f"parameter {key} has a line break, a tab or more than four spaces",
            )
    return None
