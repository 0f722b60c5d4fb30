"""A file that WhatsApp is known to refuse (whatsapp.md, section 3.2), or a link that cannot be fetched. Only what stands
outside placeholders is judged; a file whose name says nothing of its format is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import in_each, joined, step_name
from engine.checker.problem import Field, Problem
from engine.checker.templates import template_use
from engine.checker.texts import Writing, may_be_fetched, writings
from engine.checker.words import Fact, word
from engine.journey.steps import StepBase
from engine.journey.steps.media import MediaFile
from engine.journey.steps.send_session import SendSession

ACCEPTED = {"image": ("jpg", "jpeg", "png"), "video": ("mp4", "3gp", "3gpp")}
DOCUMENTS = ("pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx")
"""What WhatsApp lists; of others some arrive, so that they are only asked about."""
KNOWN = frozenset([
    *ACCEPTED["image"], *ACCEPTED["video"], "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif", "ico",
    "mov", "avi", "mkv", "webm", "wmv", "flv", "m4v", "mpg", "mpeg", "mp3", "ogg", "aac", "amr", "m4a", "wav",
    "pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "html", "htm",
])  # fmt: skip
ENDING = re.compile(r"\.([a-z0-9]{2,5})$")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        for field, media in _files_of(step):
            place = (*field, "url")
            found = [writing for writing in writings(step) if writing.field[: len(place)] == place]
            links = [writing for writing in found if writing.source.strip()]
            if not links:
                facts: dict[str, Fact] = {"step": step_name(step)}
                yield Problem("media_not_accepted", "error", step_id, None, place, facts, wording="nowhere")
            for link in links:
                yield from _judge(step_id, step, media, link)


def _files_of(step: StepBase) -> Iterator[tuple[Field, MediaFile]]:
    if isinstance(step, SendSession) and step.media is not None:
        yield ("media",), step.media
    use = template_use(step)
    if use is not None and use.sent.header_media is not None:
        yield use.at("header_media"), use.sent.header_media


def _judge(step_id: str, step: StepBase, media: MediaFile, link: Writing) -> Iterator[Problem]:
    facts: dict[str, Fact] = {"step": step_name(step)}
    written = link.source.strip()
    if not may_be_fetched(written):
        yield Problem("media_not_accepted", "error", step_id, None, link.field, facts, wording="link")
        return
    ending = ENDING.search(re.split(r"[?#]", written)[0].lower())
    accepted = ACCEPTED.get(media.kind, ())
    if ending and accepted and ending[1] in KNOWN and ending[1] not in accepted:
        facts |= {
            "ending": ending[1], "file": word("files", media.kind) or media.kind,
            "accepted": joined([in_each(lambda _, one=one: f".{one}") for one in accepted], "and"),
        }  # fmt: skip
        yield Problem("media_not_accepted", "error", step_id, None, link.field, facts)
    elif ending and media.kind == "document" and ending[1] in KNOWN and ending[1] not in DOCUMENTS:
        facts["ending"] = ending[1]
        yield Problem("media_not_accepted", "warning", step_id, None, link.field, facts, wording="document")
