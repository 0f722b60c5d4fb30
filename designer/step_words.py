"""What stands on the card of a step: its title and one line of content. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.card_words import pick, w
from designer.condition_words import condition_words
from designer.kinds import KINDS
from designer.message_words import message_line
from designer.path_words import branch_label
from designer.phrasing import cut, duration_words, one_line_of, quote, spoken
from designer.template_parts import Templates
from engine.checker.names import step_name
from engine.checker.words import spoken_language
from engine.journey.model import text_in
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp, host_of
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.split import Split, SplitPath
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply


def step_title(step: StepBase, language: str) -> str:
    """The person's own name for it, else what it does: `Attendre 2 jours`."""
    return spoken(step_name(step), language)


def step_line(
    step: StepBase, language: str, *, facts: Mapping[str, Any], text_language: str, default: str, templates: Templates
) -> str:
    """One line of content: the first 60 characters with sample values filled in."""
    match step:
        case SendSession() | SendTemplate():
            return message_line(step, language, facts, (text_language, default), templates)
        case Ask():
            words = asked_words(step, language, default)
        case RecordConsent():
            words = consent_words(step, language, facts=facts, text_language=text_language, default=default)
        case WaitForReply():
            words = _answers(step, language, default)
        case WaitForEvent():
            words = _awaited(step, language)
        case Branch():
            words = " / ".join(branch_label(one, language, default) for one in step.branches)
        case BranchOnMessage():
            words = _looked_at(step, language)
        case Split():
            words = " / ".join(_share_words(step, path, language) for path in step.paths)
        case CallHttp():
            words = host_of((step.url or "").partition("{")[0].strip())
        case UpdateContact():
            words = ", ".join(_noted(name, value, facts, language) for name, value in step.set.items())
        case _:
            words = pick(KINDS[step.type].line(step), language) if step.type in KINDS else ""
    return cut(words)


def asked_words(step: Ask, language: str, default: str) -> str:
    """What a question asks for, and how often: `1 à 5, 2 essais`. A free text is always understood."""
    facts = {"lowest": str(step.scale[0]), "highest": str(step.scale[1])}
    titles = [text_in(one.title, spoken_language(language), default).strip() for one in step.choices]
    choices = " / ".join(title for title in titles if title) if step.kind == "choice" else ""
    kind = choices or w(f"ask.{step.kind}", language, **facts)
    if step.kind == "text":
        return kind
    return f"{kind}, {w('one_try', language) if step.tries == 1 else w('tries', language, count=str(step.tries))}"


def consent_words(
    step: RecordConsent, language: str, *, facts: Mapping[str, Any], text_language: str, default: str
) -> str:
    """Which consent, and the words that prove it: `Accord marketing : « Écrivez PROMO… »`."""
    kind = w(f"{'given' if step.given else 'ended'}.{step.purpose}", language)
    shown = one_line_of(text_in(step.words, text_language, default), facts)
    colon = "\u00a0: " if spoken_language(language) == "fr" else ": "
    return f"{kind}{colon}{quote(shown, language)}" if shown else kind


def _share_words(step: Split, path: SplitPath, language: str) -> str:
    return f"{path.share} {w('control.short', language)}" if path.id == step.control else str(path.share)


def _answers(step: WaitForReply, language: str, default: str) -> str:
    names = [_bare(branch_label(branch, language, default)) for branch in step.branches]
    limit = f", {duration_words(step.for_, language)}" if step.for_ else ""
    return " / ".join([*names, w("other", language)]) + limit


def _awaited(step: WaitForEvent, language: str) -> str:
    """`total ≥ 50, 3 jours`."""
    parts = [
        condition_words(step.where, language) if step.where is not None else "",
        duration_words(step.for_, language) if step.for_ else "",
    ]
    return ", ".join(part for part in parts if part)


def _looked_at(step: BranchOnMessage, language: str) -> str:
    """`remind, sous 6 h`."""
    limit = w("within", language, time=duration_words(step.within, language)) if step.within else ""
    return ", ".join(part for part in (step.message or "", limit) if part)


def _bare(label: str) -> str:
    return label.lstrip("«“").rstrip("»”").strip()  # strip takes unbreakable blanks as well


def _noted(name: str, value: Any, facts: Mapping[str, Any], language: str) -> str:
    if value is None:
        return w("removed", language, name=name)
    return f"{name} = {quote(one_line_of(value, facts), language) if isinstance(value, str) else value}"
