"""What leaves for the Provisioning API: a template, submitted for review. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from engine.providers.base import Rejected
from engine.providers.drafts import DraftButton, DraftHeader, TemplateDraft, names_in
from engine.providers.fields import JsonObject
from engine.providers.placeholders import are_numbers

MIME = {
    "jpg": "IMAGE/JPEG", "jpeg": "IMAGE/JPEG", "png": "IMAGE/PNG", "mp4": "VIDEO/MP4", "3gp": "VIDEO/3GP",
    "pdf": "APPLICATION/PDF",
}  # fmt: skip
FALLBACK_MIME = {"image": "IMAGE/JPEG", "video": "VIDEO/MP4", "document": "APPLICATION/PDF"}


def build_create(draft: TemplateDraft) -> JsonObject:
    """The body of `POST /whatsapp/templates`. Raises Rejected for what this API has no form for."""
    identity: JsonObject = {"name": draft.name, "language": provisioning_language(draft.language)}
    return {**identity, "category": draft.category, "details": build_details(draft), "status": "SUBMIT"}


def build_change(draft: TemplateDraft, category: str) -> JsonObject:
    """The body of a PATCH. The category goes along only where it is another: of an approved template it cannot be changed."""
    other: JsonObject = {"category": draft.category} if draft.category != category else {}
    return {"status": "SUBMIT", **other, "details": build_details(draft)}


def provisioning_language(language: str) -> str:
    """`pt_BR` → `PT_BR`."""
    return language.replace("-", "_").upper()


def build_details(draft: TemplateDraft) -> JsonObject:
    header = [_header(draft.header)] if draft.header else []
    footer: list[JsonObject] = [{"type": "FOOTER", "text": draft.footer}] if draft.footer else []
    buttons: list[JsonObject] = [{"type": "BUTTONS", "buttons": [_button(button) for button in draft.buttons]}]
    lasts = {"messageSendTtlSeconds": int(draft.lasts.total_seconds())} if draft.lasts else {}
    return {"components": [*header, _body(draft), *footer, *(buttons if draft.buttons else [])], **lasts}


def _body(draft: TemplateDraft) -> JsonObject:
    names = names_in(draft.body)
    if not are_numbers(names):
        sentence = f"Sinch takes numbered placeholders only; in {draft.title} write {{{{1}}}}, {{{{2}}}} for the names."
        raise Rejected(sentence, provider_code="named_placeholders")
    examples: Mapping[str, str] = draft.examples
    filled = [examples[name] for name in sorted(names, key=int)]
    return {"type": "BODY", "text": draft.body} | ({"examples": filled} if filled else {})


def _header(header: DraftHeader) -> JsonObject:
    part: JsonObject = {"type": "HEADER", "format": header.kind.upper()}
    if header.kind == "text":
        return part | {"text": header.text} | ({"example": header.example} if header.example else {})
    if header.kind == "location":
        return part
    ending = header.sample.split("?")[0].rpartition(".")[2].lower()
    mime = MIME.get(ending, FALLBACK_MIME[header.kind])
    return part | {"example": {"url": header.sample, "mimeType": mime}}


def _button(button: DraftButton) -> JsonObject:
    match button.kind:
        case "quick_reply":
            return {"type": "QUICK_REPLY", "text": button.title}
        case "url":
            example = {"example": button.example} if button.example else {}
            return {"type": "URL", "text": button.title, "url": button.target, **example}
        case "phone":
            return {"type": "PHONE_NUMBER", "text": button.title, "phoneNumber": button.target}
        case "copy_code":
            return {"type": "COPY_CODE", "example": button.target}
