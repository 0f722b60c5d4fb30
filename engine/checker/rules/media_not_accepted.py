"""A file that WhatsApp is known to refuse (whatsapp.md, section 3.2), or a link that cannot be fetched. Only what stands
outside placeholders is judged; a file whose name says nothing of its format is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import in_each, joined, step_name
from engine.checker.problem import Problem
from engine.checker.texts import Writing, writings
from engine.checker.words import Fact, word
from engine.journey.steps import StepBase
from engine.journey.steps.media import LINK, MediaFile
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate

ACCEPTED = {"image": ("jpg", "jpeg", "png"), "video": ("mp4", "3gp", "3gpp")}
DOCUMENTS = ("pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx")
"""What WhatsApp lists; of others some arrive, so that they are only asked about."""
KNOWN = frozenset([
    *ACCEPTED["image"], *ACCEPTED["video"], "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif", "ico",
    "mov", "avi", "mkv", "webm", "wmv", "flv", "m4v", "mpg", "mpeg", "mp3", "ogg", "aac", "amr", "m4a", "wav",
    "pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "html", "htm",
])  # fmt: skip
ENDING = re.compile(r"\.([a-z0-9]{2,5})$")
BEGINNINGS = ("https://", "http://")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        field, media = _file_of(step)
        if media is None:
            continue
        links = [
            writing for writing in writings(step) if writing.field[:2] == (field, "url") and writing.source.strip()
        ]
        if not links:
            facts: dict[str, Fact] = {"step": step_name(step)}
            yield Problem("media_not_accepted", "error", step_id, None, (field, "url"), facts, wording="nowhere")
        for link in links:
            yield from _judge(step_id, step, media, link)


def _file_of(step: StepBase) -> tuple[str, MediaFile | None]:
    if isinstance(step, SendSession):
        return "media", step.media
    return "header_media", step.header_media if isinstance(step, SendTemplate) else None


def _judge(step_id: str, step: StepBase, media: MediaFile, link: Writing) -> Iterator[Problem]:
    facts: dict[str, Fact] = {"step": step_name(step)}
    written = link.source.strip()
    if not _may_be_fetched(written):
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


def _may_be_fetched(written: str) -> bool:
    """As far as the words before the first placeholder tell."""
    fixed, brace, _ = written.partition("{")
    if not brace:
        return LINK.fullmatch(written) is not None
    start = fixed.lower()
    return any(start.startswith(beginning) or beginning.startswith(start) for beginning in BEGINNINGS)
