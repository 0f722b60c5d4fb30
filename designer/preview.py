"""One step as the message that a customer's phone would show. Pure: a step and a sample in, a phone message out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, cast
from urllib.parse import unquote, urlsplit

from designer.filling import Filled, NotFilled, Range, fill
from designer.preview_words import say
from designer.template_parts import (
    HOLE,
    Templates,
    header_of,
    in_language,
    is_sendable,
    parts_of,
    value_key,
)
from engine.checker.context import KnownTemplate
from engine.checker.names import lacking_language, language_name
from engine.checker.templates import TemplateButton
from engine.checker.words import spoken_language
from engine.journey.model import LocalText, fallback_language, text_in
from engine.journey.rendering import plain_facts
from engine.journey.state import Contact
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.buttons import ReplyButton
from engine.journey.steps.fallback import FallbackTemplate
from engine.journey.steps.media import LINK, MediaFile
from engine.journey.steps.options import LinkButton, ListRow, OptionSheet
from engine.journey.steps.send_session import SendSession, goes_together
from engine.journey.steps.send_template import SendTemplate, one_line

if TYPE_CHECKING:
    from designer.components.phone import Button, Header, Media, Message, OptionList, Row

Piece: TypeAlias = tuple[str, tuple[Range, ...]]
"""A text, and which parts of it came from the sample."""


class File(TypedDict):
    """What the phone draws of a file, at the head of a message or as the message itself."""

    kind: Literal["image", "video", "document"]
    url: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Whose phone it is, and what the journey would know: the event's data and earlier answers."""

    contact: Contact
    event: Mapping[str, Any] = field(default_factory=dict[str, Any])
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def facts(self) -> dict[str, Any]:
        facts = {"contact": self.contact.facts(), "event": self.event, "answers": self.answers}
        return plain_facts(facts)

    def language(self, default: str) -> str:
        return self.contact.language or default


def step_message(
    step_id: str,
    step: StepBase,
    sample: Sample,
    *,
    default_language: str,
    templates: Templates,
    reader: str = "fr",
    again: bool = False,
    fallback: bool = False,
) -> Message | None:
    """The message of a sending step for this sample, None for other steps; `again`: what a question says after an answer
    that does not fit; `fallback`: the template that leaves once the window of a free reply is closed. A message that would not leave carries its
    reason under `problem`, in the reader's language; its text is then shown as far as it is known."""
    drawing = _Drawing(sample.facts(), sample.language(default_language), default_language, reader)
    match step:
        case SendTemplate():
            return drawing.template(step_id, step, templates)
        case SendSession() if fallback:
            sent = step.if_window_closed
            return drawing.template(f"{step_id}:fallback", sent, templates, kind="fallback") if sent else None
        case SendSession():
            return drawing.session(step_id, step)
        case Ask():
            return drawing.question(step_id, step, again=again)
        case _:
            return None


def shown_instead(wanted: str, shown: str, reader: str) -> str:
    """`Pas d'anglais : affiché en français`."""
    spoken = spoken_language(reader)
    names = {"wanted": lacking_language(wanted)[spoken], "shown": language_name(shown)[spoken]}
    return say("shown_in", reader, **names)


def file_name(link: str) -> str:
    """`plan.png`: what a link calls its file."""
    return unquote(urlsplit(link).path.rpartition("/")[2])


class _Drawing:
    """One message being drawn; `problem` is the first reason why it would not leave."""

    def __init__(self, facts: Mapping[str, Any], language: str, default: str, reader: str) -> None:
        self.facts, self.language, self.default, self.reader = facts, language, default, reader
        self.problem: str | None = None

    def session(self, step_id: str, step: SendSession) -> Message:
        text, ranges = self._text(self._in_language(step.text))
        if not text.strip() and not step.may_be_wordless():
            self._say("no_text")
        if not goes_together(step.offers(), has_file=step.media is not None):
            self._say("two_offers")
        buttons = [*self._reply_buttons(step.buttons), *self._link(step.link_button)]
        if step.location_request:
            buttons.append({"id": "location", "title": say("share_location", self.language), "kind": "location"})
        media = self._file(step.media) if step.media else None
        said = [use.text for use in step.texts() if use.path[0] != "if_window_closed"]
        caption = f"{say('session', self.reader)} · {self._language_of(said)}"
        message = self._message(step_id, text, ranges, buttons=buttons, caption=caption)
        if media:
            message["media"] = cast("Media", media)
        if step.list_:
            message["list"] = self._list(step.list_)
        return message

    def _link(self, link: LinkButton | None) -> list[Button]:
        if link is None:
            return []
        source = self._in_language(link.url)
        title, url = self._text(self._in_language(link.title))[0], self._text(source)[0].strip()
        if not source.strip():
            self._say("no_link")
        elif LINK.fullmatch(url) is None and "{" not in source:
            self._say("bad_page")
        return [{"id": "link", "title": title, "kind": "url", "url": url}]

    def _list(self, sheet: OptionSheet) -> OptionList:
        return {
            "button": self._text(self._in_language(sheet.button))[0],
            "sections": [
                {"title": self._text(self._in_language(held.title))[0], "rows": [self._row(row) for row in held.rows]}
                for held in sheet.sections
            ],
        }

    def _row(self, row: ListRow) -> Row:
        description = self._text(self._in_language(row.description))[0]
        return {"id": row.id, "title": self._text(self._in_language(row.title))[0], "description": description}

    def question(self, step_id: str, step: Ask, *, again: bool) -> Message:
        asked = self._in_language(step.text)
        text, ranges = self._text((self._in_language(step.retry) if again else "") or asked)
        if not text.strip():
            self._say("no_text")
        buttons = self._reply_buttons(step.choices if step.kind == "choice" else ())
        unused = "text" if again and step.retry is not None else "retry"
        said = [use.text for use in step.texts() if use.path[0] != unused]
        caption = f"{say('again' if again else 'question', self.reader)} · {self._language_of(said)}"
        return self._message(f"{step_id}:again" if again else step_id, text, ranges, buttons=buttons, caption=caption)

    def template(
        self, step_id: str, step: SendTemplate | FallbackTemplate, templates: Templates, *, kind: str = "template"
    ) -> Message:
        named = say(kind, self.reader)
        if not step.template:
            self._say("no_template")
            return self._message(step_id, "", (), caption=named)
        found = in_language(templates, step.template, self.language, self.default)
        if found is None:
            self._say("unknown_template", name=step.template)
            caption = f"{named} · {step.template}"
            return self._message(step_id, "", (), caption=caption)
        shown, template = found
        if not is_sendable(template.status):
            self._say("paused" if template.status == "PAUSED" else "not_approved")
        return self._filled_template(step_id, step, template, shown, named)

    def _filled_template(
        self, step_id: str, step: SendTemplate | FallbackTemplate, template: KnownTemplate, shown: str, named: str
    ) -> Message:
        values = {name: self._value(text) for name, text in step.values.items()}
        parts, category = parts_of(template), template.category
        body, ranges = self._placed(parts.body, "body", values)
        header = cast("Header", self._file(step.header_media)) if step.header_media else self._header(template, values)
        if parts.file and not step.header_media:
            self._say("no_file")
        buttons = [self._button(place, one, values) for place, one in enumerate(parts.buttons)]
        kind = say(category, self.reader) if category in ("MARKETING", "UTILITY", "AUTHENTICATION") else category
        caption = f"{named} · {kind} · {self._shown_language(shown)}"
        message = self._message(step_id, body, ranges, buttons=buttons, caption=caption)
        message["footer"] = parts.footer
        message["header"] = header
        return message

    def _message(
        self, step_id: str, text: str, ranges: tuple[Range, ...], *, caption: str, buttons: list[Button] | None = None
    ) -> Message:
        return {
            "id": step_id,
            "side": "business",
            "text": text,
            "filled": [list(one) for one in ranges],
            "buttons": buttons or [],
            "status": None if self.problem else "read",
            "problem": self.problem,
            "caption": caption,
        }

    def _text(self, source: str) -> Piece:
        filled = fill(source, self.facts)
        if isinstance(filled, NotFilled):
            self._cannot(filled)
            return filled.source, ()
        return filled.text, filled.ranges

    def _in_language(self, text: LocalText | None) -> str:
        return text_in(text, self.language, self.default)

    def _reply_buttons(self, written: Sequence[ReplyButton]) -> list[Button]:
        titles = [self._text(self._in_language(one.title))[0] for one in written]
        return [{"id": one.id, "title": title, "kind": "reply"} for one, title in zip(written, titles, strict=True)]

    def _file(self, file: MediaFile) -> File:
        """The file of the message; without a link that can be fetched, an empty frame with its name. A link that is only
        known when the message leaves is no fault."""
        source = self._in_language(file.url)
        link, name = self._text(source)[0].strip(), self._text(self._in_language(file.name))[0]
        found = LINK.fullmatch(link) is not None
        if not source.strip():
            self._say("no_file")
        elif not found and "{" not in source:
            self._say("bad_link")
        return File(kind=file.kind, url=link if found else None, name=name or (file_name(link) if found else ""))

    def _value(self, source: str) -> Filled:
        text, ranges = self._text(source)
        line = one_line(text)
        return Filled(line, ranges if line == text else ())

    def _placed(self, source: str, part: str, values: Mapping[str, Filled]) -> Piece:
        """The text of a template's part with its values in their places."""
        text, ranges, end = "", list[Range](), 0
        for found in HOLE.finditer(source):
            text += source[end : found.start()]
            end = found.end()
            key = value_key(values, part, found.group(1))
            if key is None or not values[key].text:
                self._say("value_missing", name=found.group(1))
                text += found.group(0)
                continue
            ranges += [(len(text) + start, len(text) + stop) for start, stop in values[key].ranges]
            text += values[key].text
        return text + source[end:], tuple(ranges)

    def _header(self, template: KnownTemplate, values: Mapping[str, Filled]) -> Header | None:
        text, held = parts_of(template).header, header_of(template)
        if text:
            return {"kind": "text", "text": self._placed(text, "header", values)[0]}
        if held is None:
            return None
        kind = str(held.get("kind") or held.get("format") or "document").lower()
        shown = kind if kind in ("image", "video", "location") else "document"
        return {"kind": shown, "url": held.get("url"), "name": str(held.get("name") or "")}  # pyright: ignore[reportReturnType]

    def _button(self, place: int, one: TemplateButton, values: Mapping[str, Filled]) -> Button:
        kinds = {"URL": "url", "PHONE_NUMBER": "phone", "PHONE": "phone", "COPY_CODE": "copy_code"}
        url = self._placed(one.url, f"button.{place}", values)[0]
        return {"id": str(place), "title": one.title, "kind": kinds.get(one.kind, "reply"), "url": url}  # pyright: ignore[reportReturnType]

    def _shown_language(self, shown: str) -> str:
        if shown.partition("_")[0] == self.language.partition("_")[0]:
            return shown
        return shown_instead(self.language, shown, self.reader)

    def _language_of(self, texts: Sequence[LocalText | None]) -> str:
        """The contact's language, or which one they read instead."""
        other = fallback_language(texts, self.language, self.default)
        return shown_instead(self.language, other, self.reader) if other else self.language

    def _cannot(self, filled: NotFilled) -> None:
        if filled.problem:
            self._say("bad_text", problem=filled.problem)
        else:
            self._say("field_missing", name=filled.name)

    def _say(self, key: str, **facts: str) -> None:
        self.problem = self.problem or say(key, self.reader, **facts)
