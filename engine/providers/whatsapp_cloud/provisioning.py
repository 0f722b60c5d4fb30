"""What leaves for `message_templates`: a template, which is under review from then on. Pure."""

from __future__ import annotations

from engine.providers.base import Rejected
from engine.providers.drafts import DraftButton, DraftHeader, TemplateDraft, names_in
from engine.providers.fields import JsonObject
from engine.providers.placeholders import are_numbers


def build_create(draft: TemplateDraft) -> JsonObject:
    """The body of `POST /{business_account_id}/message_templates`. Raises Rejected for a file without its uploaded sample."""
    identity: JsonObject = {
        "name": draft.name,
        "language": draft.language.replace("-", "_"),
        "category": draft.category,
    }
    return {**identity, "parameter_format": _format(draft), "components": build_components(draft), **_lasts(draft)}


def build_change(draft: TemplateDraft, category: str) -> JsonObject:
    """The body of `POST /{template_id}`. Components are replaced as a whole; the category goes along where it is another."""
    other: JsonObject = {"category": draft.category} if draft.category != category else {}
    return {**other, "components": build_components(draft), **_lasts(draft)}


def _format(draft: TemplateDraft) -> str:
    names = [*names_in(draft.body), *names_in(draft.header.text if draft.header else "")]
    return "POSITIONAL" if are_numbers(names) else "NAMED"


def _lasts(draft: TemplateDraft) -> JsonObject:
    return {"message_send_ttl_seconds": int(draft.lasts.total_seconds())} if draft.lasts else {}


def build_components(draft: TemplateDraft) -> list[JsonObject]:
    """Header, body, footer and buttons, each only where there is one."""
    header = [_header(draft, draft.header)] if draft.header else []
    footer: list[JsonObject] = [{"type": "FOOTER", "text": draft.footer}] if draft.footer else []
    buttons: list[JsonObject] = [{"type": "BUTTONS", "buttons": [_button(button) for button in draft.buttons]}]
    return [*header, _body(draft), *footer, *(buttons if draft.buttons else [])]


def _body(draft: TemplateDraft) -> JsonObject:
    names = names_in(draft.body)
    part: JsonObject = {"type": "BODY", "text": draft.body}
    if not names:
        return part
    if are_numbers(names):
        return part | {"example": {"body_text": [[draft.examples[name] for name in sorted(names, key=int)]]}}
    named = [{"param_name": name, "example": draft.examples[name]} for name in names]
    return part | {"example": {"body_text_named_params": named}}


def _header(draft: TemplateDraft, header: DraftHeader) -> JsonObject:
    part: JsonObject = {"type": "HEADER", "format": header.kind.upper()}
    if header.kind == "location":
        return part
    if header.kind == "text":
        return part | {"text": header.text} | _header_example(header)
    if not header.handle:
        sentence = (
            f"Meta wants the sample of {draft.title} uploaded beforehand (Resumable Upload API); write its handle as "
            "header.handle."
        )
        raise Rejected(sentence, provider_code="header_handle")
    return part | {"example": {"header_handle": [header.handle]}}


def _header_example(header: DraftHeader) -> JsonObject:
    names = names_in(header.text)
    if not names:
        return {}
    if are_numbers(names):
        return {"example": {"header_text": [header.example]}}
    return {"example": {"header_text_named_params": [{"param_name": names[0], "example": header.example}]}}


def _button(button: DraftButton) -> JsonObject:
    match button.kind:
        case "quick_reply":
            return {"type": "QUICK_REPLY", "text": button.title}
        case "url":
            example = {"example": [button.example]} if button.example else {}
            return {"type": "URL", "text": button.title, "url": button.target, **example}
        case "phone":
            return {"type": "PHONE_NUMBER", "text": button.title, "phone_number": button.target}
        case "copy_code":
            return {"type": "COPY_CODE", "example": button.target}
