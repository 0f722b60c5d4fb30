"""Templates as a YAML file: `templates:` and a list. Each has `name`, `language`, `category` and `body`; what else it may have
stands in `TemplateEntry`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.journey.durations import Duration, parse_duration
from engine.journey.faults import faults_of, unwritable_in
from engine.journey.files import BadFile, load_source, load_text, with_line
from engine.journey.yaml_reading import Source
from engine.providers.drafts import DraftButton, DraftHeader, HeaderKind, TemplateDraft

REMEDY = "It starts with “templates:” and lists templates, each with name, language, category and body."


def _upper(word: object) -> object:
    return word.upper() if isinstance(word, str) else word


def _texts(examples: object) -> object:
    """`{1: 42}` as well as `{"1": "42"}`."""
    if not isinstance(examples, dict):
        return examples
    return {str(name): str(value) for name, value in examples.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HeaderEntry(_Entry):
    """One of `text`, `image`, `video`, `document` (the address of a sample) and `location: true`."""

    text: str = ""
    example: str = ""
    image: str = ""
    video: str = ""
    document: str = ""
    location: bool = False
    handle: str = ""


class ButtonEntry(_Entry):
    """`reply` alone, `code` alone, or a `title` with `url` or `phone`."""

    reply: str = ""
    title: str = ""
    url: str = ""
    example: str = ""
    phone: str = ""
    code: str = ""


class TemplateEntry(_Entry):
    """One template in one language."""

    name: str
    language: str
    category: Annotated[Literal["MARKETING", "UTILITY"], BeforeValidator(_upper)]
    body: str
    examples: Annotated[dict[str, str], BeforeValidator(_texts)] = Field(default_factory=dict[str, str])
    header: HeaderEntry | None = None
    footer: str = ""
    buttons: list[ButtonEntry] = Field(default_factory=list[ButtonEntry])
    lasts: Duration | None = None


class TemplatesFile(_Entry):
    """The whole file."""

    templates: list[TemplateEntry] = Field(min_length=1)


def read_templates(path: Path) -> tuple[list[TemplateDraft], Source]:
    """The drafts of a file, and where each thing stands in it. Raises BadFile: no YAML, a field that is missing or unknown."""
    source = load_source(load_text(path), str(path), "file of templates", REMEDY)
    try:
        read = TemplatesFile.model_validate(source.value)
    except ValidationError as failure:
        faults = [*unwritable_in(source.value), *faults_of(failure, source.value, {})]
        raise BadFile(str(path), [with_line(source, fault.place, str(fault)) for fault in faults]) from None
    if faults := unwritable_in(source.value):
        raise BadFile(str(path), [with_line(source, fault.place, str(fault)) for fault in faults])
    return [_draft(entry) for entry in read.templates], source


def _draft(entry: TemplateEntry) -> TemplateDraft:
    return TemplateDraft(
        entry.name, entry.language.replace("-", "_"), entry.category, entry.body.rstrip("\n"), entry.examples,
        _header(entry.header), entry.footer, tuple(_button(button) for button in entry.buttons), _lasts(entry.lasts),
    )  # fmt: skip


def _lasts(written: Any) -> dt.timedelta | None:
    return None if written is None else parse_duration(written)


def _header(entry: HeaderEntry | None) -> DraftHeader | None:
    if entry is None:
        return None
    files: tuple[tuple[HeaderKind, str], ...] = (
        ("image", entry.image), ("video", entry.video), ("document", entry.document),
    )  # fmt: skip
    for kind, sample in files:
        if sample:
            return DraftHeader(kind, sample=sample, handle=entry.handle)
    return DraftHeader("location") if entry.location else DraftHeader("text", entry.text, entry.example)


def _button(entry: ButtonEntry) -> DraftButton:
    if entry.url:
        return DraftButton("url", entry.title, entry.url, entry.example)
    if entry.phone:
        return DraftButton("phone", entry.title, entry.phone)
    if entry.code:
        return DraftButton("copy_code", target=entry.code)
    return DraftButton("quick_reply", entry.reply or entry.title)
