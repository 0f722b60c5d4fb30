"""The message templates a step may send: which language versions of the library, and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.checker.context import KnownTemplate, Scene
from engine.checker.problem import Field
from engine.journey.steps import StepBase
from engine.journey.steps.fallback import FallbackTemplate
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate

FILES = ("image", "video", "document")
HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class TemplateButton:
    """A button: `kind` is WhatsApp's word (QUICK_REPLY, URL, …)."""

    kind: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of a template, holes included. `has_media`: the header is a picture, film, document or place."""

    header: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[TemplateButton, ...] = ()
    has_media: bool = False
    file: str = ""
    """The kind of file at its head: image, video or document."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One hole to fill, and the names of `values` that fill it."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The library's text for one language of the journey. `parts` is None when the library holds only the name."""

    language: str
    template: KnownTemplate
    parts: Parts | None


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A template that a step sends: its own, or the fallback of a free reply. `place` leads to it inside the step."""

    step: StepBase
    sent: SendTemplate | FallbackTemplate
    place: Field = ()

    def at(self, *field: str | int) -> Field:
        return (*self.place, *field)


def template_use(step: StepBase) -> TemplateUse | None:
    """None where the step sends no template."""
    if isinstance(step, SendTemplate):
        return TemplateUse(step, step)
    if isinstance(step, SendSession) and step.if_window_closed is not None:
        return TemplateUse(step, step.if_window_closed, ("if_window_closed",))
    return None


def templates_sent(scene: Scene) -> Iterator[tuple[str, TemplateUse, list[Version]]]:
    """Every step that sends a template the library has, with the versions that the journey's languages would use."""
    for step_id, step in scene.journey.walk():
        use = template_use(step)
        if use is not None and use.sent.template:
            found = versions(scene, use.sent.template)
            if found:
                yield step_id, use, found


def versions(scene: Scene, name: str) -> list[Version]:
    """In the order of the journey's languages; a language the library lacks is absent."""
    library = scene.surroundings.templates or {}
    found = ((language, pick_version(library, name, language)) for language in scene.languages)
    return [Version(language, template, read_parts(template)) for language, template in found if template]


def pick_version(library: Mapping[tuple[str, str], KnownTemplate], name: str, language: str) -> KnownTemplate | None:
    """The version of a template that a customer of this language gets; None where there is none."""
    written = {_code(code): template for (title, code), template in library.items() if title == name}
    return _pick(written, _code(language))


def _pick(written: Mapping[str, KnownTemplate], code: str) -> KnownTemplate | None:
    """As the engine chooses: the exact language, its base, any country's; of these an approved one first."""
    base = code.partition("_")[0]
    near = [known for known in (code, base) if known in written]
    near += sorted(known for known in written if known.partition("_")[0] == base)
    approved = [known for known in near if is_sendable(written[known].status)]
    return written[(approved or near)[0]] if near else None


def _code(language: str) -> str:
    return language.replace("-", "_").lower()


def read_parts(template: KnownTemplate) -> Parts | None:
    """Both shapes of `components`: by part, and WhatsApp's list. What is not understood is left out."""
    components: Any = template.components
    if isinstance(components, Mapping) and "components" in components:
        components = components["components"]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(components, Mapping):
        return _parts(components)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(components, Sequence) and not isinstance(components, str):
        return _parts(_by_type(components))  # pyright: ignore[reportUnknownArgumentType]
    return None


def _by_type(components: Sequence[Any]) -> dict[str, Any]:
    listed: list[Mapping[str, Any]] = [part for part in components if isinstance(part, Mapping)]
    parts: dict[str, Any] = {str(part.get("type", "")).lower(): part for part in listed}
    buttons: Any = parts.get("buttons")
    return {**parts, "buttons": buttons.get("buttons")} if isinstance(buttons, Mapping) else parts  # pyright: ignore[reportUnknownMemberType]


def _parts(components: Mapping[str, Any]) -> Parts:
    header: Any = components.get("header")
    buttons: Any = components.get("buttons")
    return Parts(
        header=_text(header),
        body=_text(components.get("body")),
        footer=_text(components.get("footer")),
        buttons=tuple(_buttons(buttons)) if isinstance(buttons, list) else (),  # pyright: ignore[reportUnknownArgumentType]
        has_media=isinstance(header, Mapping) and not _text(header),  # pyright: ignore[reportUnknownArgumentType]
        file=_file(header),
    )


def _file(header: Any) -> str:
    kind = _text(header.get("kind") or header.get("format")).lower() if isinstance(header, Mapping) else ""  # pyright: ignore[reportUnknownMemberType]
    return kind if kind in FILES else ""


def _text(part: Any) -> str:
    found = part.get("text") if isinstance(part, Mapping) else part  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return found if isinstance(found, str) else ""


def _buttons(buttons: Sequence[Any]) -> Iterator[TemplateButton]:
    listed: list[Mapping[str, Any]] = [button for button in buttons if isinstance(button, Mapping)]
    for button in listed:
        kind = str(button.get("type") or button.get("kind") or "QUICK_REPLY").upper()
        title = _text(button.get("text") or button.get("title"))
        yield TemplateButton("QUICK_REPLY" if kind == "REPLY" else kind, title, _text(button.get("url")))


def slots(parts: Parts) -> list[Slot]:
    """Every hole in order. `header.1` and `button.0` come before the plain name, as the provider looks for them."""
    header, body = HOLE.findall(parts.header), HOLE.findall(parts.body)
    found = [Slot(name, (f"header.{name}", name)) for name in header]
    found += [Slot(name, (name, f"body.{name}")) for name in body]
    for place, button in enumerate(parts.buttons):
        for name in HOLE.findall(button.url):
            found.append(Slot(name, (f"button.{place}", name)))
    return list(dict.fromkeys(found))


def is_sendable(status: str) -> bool:
    """WhatsApp delivers approved templates only; REINSTATED is approved again."""
    return status.upper() in ("APPROVED", "REINSTATED")
