"""What stands on a card: title, one line, labels of arrows, and the sentence that a screen reader says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.filling import fill_loosely
from designer.kinds import KINDS
from designer.schedule_words import day_words, when_words
from designer.template_parts import HOLE, Templates, in_language, parts_of, value_key
from engine.checker.names import shorten, spoken_duration, step_name, trigger_name
from engine.checker.until_words import days_words
from engine.checker.words import Fact, say, spoken_language, word
from engine.journey.clock_times import WEEKDAYS
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis
from engine.journey.durations import PART, parse_duration
from engine.journey.links import prefilled_text
from engine.journey.model import text_in
from engine.journey.quiet_hours import QuietHours
from engine.journey.segments import Segment
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp, host_of
from engine.journey.steps.media import MediaFile
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.split import Split, SplitPath
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply
from engine.journey.triggers import (
    AudienceTrigger,
    DateTrigger,
    EventTrigger,
    KeywordTrigger,
    LinkTrigger,
    OptInTrigger,
    TriggerBase,
)

LINE_LIMIT = 60

WORDS: dict[str, tuple[str, str]] = {
    "keyword": ("Mot-clé", "Keyword"),
    "event": ("Votre site le signale", "Your site tells us"),
    "audience": ("Envoyer à un segment", "Send to a segment"),
    "date": ("Une date du client", "A customer’s date"),
    "audience.start": ("un envoi au segment {segment}", "a sending to the segment {segment}"),
    "date.start": ("une date du client : {field}", "a customer’s date: {field}"),
    "opt_in": ("Nouvel accord", "New consent"),
    "agreed.marketing": ("marketing", "marketing"),
    "agreed.service": ("service", "service"),
    "agreed.all": ("tout accord", "any consent"),
    "agreement.marketing": ("un accord marketing", "a marketing consent"),
    "agreement.service": ("un accord service", "a service consent"),
    "agreement.all": ("un accord", "a consent"),
    "link": ("QR code, lien ou publicité", "QR code, link or ad"),
    "link.ads": ("publicité {ads}", "ad {ads}"),
    "any_message": ("n’importe quel message", "any message"),
    "otherwise": ("Autre réponse", "Other reply"),
    "branch.otherwise": ("Sinon", "Otherwise"),
    "no_reply": ("Sans réponse", "No reply"),
    "no_reply_after": ("Sans réponse après {time}", "No reply after {time}"),
    "event.came": ("Évènement reçu", "Event received"),
    "no_event": ("Rien reçu", "Nothing came"),
    "no_event_after": ("Rien reçu après {time}", "Nothing after {time}"),
    "replied": ("A répondu", "Replied"),
    "read": ("A lu", "Read"),
    "delivered": ("Reçu", "Received"),
    "lost": ("Perdu", "Lost"),
    "within": ("sous {time}", "within {time}"),
    "not_started": ("S’il n’y entre pas", "If not let in"),
    "not_sent": ("S’il ne part pas", "If it does not leave"),
    "ask.next": ("Réponse comprise", "Reply understood"),
    "call.next": ("Réponse reçue", "Answer received"),
    "failed": ("Échec", "Failure"),
    "invalid": ("Réponse non comprise", "Reply not understood"),
    "no_date": ("Sans date", "No date"),
    "one_try": ("1 essai", "1 try"),
    "tries": ("{count} essais", "{count} tries"),
    "ask.text": ("texte libre", "free text"),
    "ask.number": ("un nombre", "a number"),
    "ask.date": ("une date", "a date"),
    "ask.email": ("un e-mail", "an e-mail address"),
    "ask.rating": ("{lowest} à {highest}", "{lowest} to {highest}"),
    "ask.choice": ("choix à écrire", "choices to write"),
    "image": ("image", "picture"),
    "video": ("vidéo", "video"),
    "document": ("document", "document"),
    "given.marketing": ("Accord marketing", "Marketing consent"),
    "given.service": ("Accord service", "Service consent"),
    "ended.marketing": ("Fin de l’accord marketing", "End of marketing consent"),
    "ended.service": ("Fin de l’accord service", "End of service consent"),
    "fallback": ("modèle de secours", "fallback template"),
    "list": ("liste de {count}", "list of {count}"),
    "link_button": ("lien", "link"),
    "location_request": ("demande de position", "location request"),
    "location": ("Position partagée", "Shared location"),
    "other": ("autre", "other"),
    "one_button": ("1 bouton", "1 button"),
    "buttons": ("{count} boutons", "{count} buttons"),
    "hours": ("messages de {end} à {start}", "messages from {end} to {start}"),
    "hours.some": ("heures calmes de {start} à {end}, {days}", "quiet hours from {start} to {end}, {days}"),
    "control": ("Groupe témoin", "Control group"),
    "control.short": ("témoin", "control"),
    "removed": ("{name} effacé", "{name} removed"),
    "and": (" et ", " and "),
    "or": (" ou ", " or "),
    "not": ("pas {part}", "not {part}"),
    "unset": ("à remplir", "to fill in"),
}
OPERATORS: dict[str, tuple[str, str]] = {
    "is": ("=", "="),
    "is_not": ("≠", "≠"),
    "contains": ("contient", "contains"),
    "starts_with": ("commence par", "starts with"),
    "one_of": ("parmi", "one of"),
    "more_than": (">", ">"),
    "at_least": ("≥", "≥"),
    "less_than": ("<", "<"),
    "at_most": ("≤", "≤"),
    "before": ("avant", "before"),
    "after": ("après", "after"),
    "is_set": ("connu", "known"),
    "is_not_set": ("inconnu", "unknown"),
}


def w(key: str, language: str, **facts: str) -> str:
    return _pick(WORDS[key], language).format(**facts)


def spoken(fact: Fact, language: str) -> str:
    """A name or number of the checker in the reader's language."""
    return say(fact, spoken_language(language))


def quote(text: str, language: str) -> str:
    """`« oui »`, its blanks never torn apart by a line's end."""
    return f"«\u00a0{text}\u00a0»" if spoken_language(language) == "fr" else f"“{text}”"


def step_title(step: StepBase, language: str) -> str:
    """The person's own name for it, else what it does: `Attendre 2 jours`."""
    return spoken(step_name(step), language)


def trigger_title(trigger: TriggerBase, language: str) -> str:
    """The person's own name for it, else its kind."""
    if trigger.title and trigger.title.strip():
        return shorten(trigger.title)
    return w(trigger.type, language) if trigger.type in WORDS else spoken(trigger_name(trigger), language)


def trigger_line(trigger: TriggerBase, language: str, segments: Mapping[str, Segment]) -> str:
    """What tells a start from others of its kind. `segments`: those of its journey."""
    match trigger:
        case KeywordTrigger(match="any"):
            return w("any_message", language)
        case KeywordTrigger():
            return _cut(", ".join(quote(word, language) for word in trigger.any_of))
        case EventTrigger():
            return trigger.name or ""
        case AudienceTrigger():
            name = segment_name(trigger, segments) or w("unset", language)
            return _cut(_together_by_dot(shorten(name), when_words(trigger, language)))
        case DateTrigger():
            field = trigger.attribute.partition(".")[2] or w("unset", language)
            return _cut(_together_by_dot(field, day_words(trigger, language)))
        case OptInTrigger():
            return w(f"agreed.{trigger.purpose}", language)
        case LinkTrigger():
            return _cut(_link_line(trigger, language))
        case _:
            return ""


def segment_name(trigger: AudienceTrigger, segments: Mapping[str, Segment]) -> str:
    """What people call its segment; the key where nobody named it, nothing where none is chosen."""
    key = trigger.segment or ""
    return (segments[key].name.strip() if key in segments else "") or key


def _together_by_dot(*parts: str) -> str:
    return " · ".join(parts)


def _link_line(trigger: LinkTrigger, language: str) -> str:
    """The text that the customer sends, and the ads that bring them."""
    written = prefilled_text(trigger)
    ads = w("link.ads", language, ads=", ".join(trigger.ads)) if trigger.ads else ""
    return " + ".join(part for part in (quote(written, language) if trigger.code else "", ads) if part)


def step_line(
    step: StepBase, language: str, *, facts: Mapping[str, Any], text_language: str, default: str, templates: Templates
) -> str:
    """One line of content: the first 60 characters with sample values filled in."""
    match step:
        case SendSession() | SendTemplate():
            return _message_line(step, language, facts, (text_language, default), templates)
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
            words = _pick(KINDS[step.type].line(step), language) if step.type in KINDS else ""
    return _cut(words)


def port_label(step: StepBase, port: Port, language: str, default: str) -> str:
    """The condition of an arrow in words: `« oui »`, `Autre réponse`, `Sans réponse après 24 h`."""
    if port.id == "next" and isinstance(step, WaitForEvent):
        return step.event or w("event.came", language)
    if port.id == "next":
        named = {"ask": "ask.next", "call_http": "call.next"}.get(str(step.type))
        return w(named, language) if named else ""
    if port.id == "no_event" and isinstance(step, WaitForEvent) and step.for_:
        return w("no_event_after", language, time=duration_words(step.for_, language))
    if port.id.startswith("branch:") and isinstance(step, Branch | WaitForReply):
        wanted = port.id.removeprefix("branch:")
        return next((branch_label(one, language, default) for one in step.branches if one.id == wanted), wanted)
    if port.id.startswith("branch:") and isinstance(step, Split):
        return next(
            (split_label(step, one, language, default) for one in step.paths if f"branch:{one.id}" == port.id), ""
        )
    if port.id == "otherwise" and isinstance(step, Wait):
        return w("no_date", language)
    if port.id == "failed" and isinstance(step, BranchOnMessage):
        return w("lost", language)
    if port.id == "otherwise" and isinstance(step, Branch | BranchOnMessage):
        return w("branch.otherwise", language)
    if port.id == "no_reply" and isinstance(step, WaitForReply | Ask) and step.for_:
        return w("no_reply_after", language, time=duration_words(step.for_, language))
    return (
        w(port.id, language) if port.id in WORDS else say(word("ports", port.id) or port.id, spoken_language(language))
    )


def branch_label(branch: Any, language: str, default: str) -> str:
    """A branch's own title, else its first word in quotes, else its condition, else its id."""
    title = text_in(branch.title, spoken_language(language), default)
    if title.strip():
        return shorten(title)
    if isinstance(branch, ReplyBranch):
        if branch.match == "any":
            return w("any_message", language)
        if branch.location and not branch.any_of:
            return w("location", language)
        return quote(branch.any_of[0], language) if branch.any_of else branch.id
    return condition_words(branch.when, language) if branch.when is not None else branch.id


def split_label(step: Split, path: SplitPath, language: str, default: str) -> str:
    """`A 45 %`, `Groupe témoin 10 %`; the path's own title where it has one."""
    title = text_in(path.title, spoken_language(language), default).strip()
    name = shorten(title) or (w("control", language) if path.id == step.control else path.id.upper())
    return f"{name} {percent(path.share, language)}"


def _share_words(step: Split, path: SplitPath, language: str) -> str:
    return f"{path.share} {w('control.short', language)}" if path.id == step.control else str(path.share)


def percent(share: int, language: str) -> str:
    """`45 %`, `45%`."""
    return f"{share}\u00a0%" if spoken_language(language) == "fr" else f"{share}%"


def hours_words(quiet: QuietHours, language: str) -> str:
    """When messages leave: `messages de 10:00 à 20:00`; where nights begin on some days only, when they do not."""
    facts = {"start": quiet.from_, "end": quiet.to}
    if quiet.days is None or len(set(quiet.days)) == len(WEEKDAYS):
        return w("hours", language, **facts)
    return w("hours.some", language, days=spoken(days_words(quiet.days, "and"), language), **facts)


def condition_words(condition: Condition, language: str) -> str:
    """`orders ≥ 3 et city = Lyon`."""
    match condition:
        case Comparison():
            return _comparison_words(condition, language)
        case AllOf():
            return w("and", language).join(condition_words(part, language) for part in condition.all)
        case AnyOf():
            return w("or", language).join(condition_words(part, language) for part in condition.any)
        case NotThis():
            return w("not", language, part=condition_words(condition.not_, language))


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
    shown = _text(text_in(step.words, text_language, default), facts)
    colon = "\u00a0: " if spoken_language(language) == "fr" else ": "
    return f"{kind}{colon}{quote(shown, language)}" if shown else kind


def duration_words(duration: str, language: str) -> str:
    """As it was written: `24 h` from `24h`, `1 jour 12 h` from `1d12h`."""
    parts = PART.findall(duration.replace(" ", "").lower())
    return " ".join(spoken(spoken_amount(unit, int(amount)), language) for amount, unit in parts)


def spoken_amount(unit: str, amount: int) -> Fact:
    """`2 jours` from `d` and 2; weeks are said in days."""
    if unit == "h":
        return {"fr": f"{amount} h", "en": f"{amount} h"}
    return spoken_duration(parse_duration(f"{amount}{unit}"))


def _comparison_words(condition: Comparison, language: str) -> str:
    name = condition.attribute.partition(".")[2] or condition.attribute or w("unset", language)
    operator = _pick(OPERATORS[condition.operator], language)
    if condition.operator in ("is_set", "is_not_set"):
        return f"{name} {operator}"
    value = condition.value
    shown = ", ".join(map(str, value)) if isinstance(value, list) else "…" if value in (None, "") else str(value)
    return f"{name} {operator} {shown}"


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
    return f"{name} = {quote(_text(value, facts), language) if isinstance(value, str) else value}"


def _template_text(
    step: SendTemplate, facts: Mapping[str, Any], text_language: str, default: str, templates: Templates
) -> str:
    found = in_language(templates, step.template, text_language, default)
    if found is None:
        return ""

    def value(place: Any) -> str:
        key = value_key(step.values, "body", place.group(1))
        return _text(step.values[key], facts) if key else place.group(0)

    return _flat(HOLE.sub(value, parts_of(found[1]).body))


def _message_line(
    step: SendSession | SendTemplate,
    language: str,
    facts: Mapping[str, Any],
    tongues: tuple[str, str],
    templates: Templates,
) -> str:
    """The text, then what comes with it. `tongues`: the text's language, and the one to fall back on."""
    if isinstance(step, SendSession):
        text, file, buttons = _text(text_in(step.text, *tongues), facts), step.media, len(step.buttons)
    else:
        text, file, buttons = _template_text(step, facts, *tongues, templates), step.header_media, 0
    more = _offered(step, language) if isinstance(step, SendSession) else []
    return _together(
        quote(_cut(text), language) if text else "", _file(file, facts, language, tongues), _buttons(buttons, language),
        *more,
    )  # fmt: skip


def _offered(step: SendSession, language: str) -> list[str]:
    """What stands under a free reply beside buttons, and what leaves in its place."""
    rows = w("list", language, count=str(len(step.list_.rows()))) if step.list_ else ""
    return [
        rows,
        w("link_button", language) if step.link_button else "",
        w("location_request", language) if step.location_request else "",
        w("fallback", language) if step.if_window_closed else "",
    ]


def _together(line: str, *more: str) -> str:
    """`« Merci ! » + image + 2 boutons`; what comes with a message stands behind a plus, also where no text does."""
    return " ".join([line, *(f"+ {part}" for part in more if part)]).strip()


def _buttons(count: int, language: str) -> str:
    if count == 0:
        return ""
    return w("one_button", language) if count == 1 else w("buttons", language, count=str(count))


def _file(media: MediaFile | None, facts: Mapping[str, Any], language: str, tongues: tuple[str, str]) -> str:
    """A file by its name, else by what it is."""
    if media is None:
        return ""
    return _text(text_in(media.name, *tongues), facts) or w(media.kind, language)


def _text(source: str, facts: Mapping[str, Any]) -> str:
    return _flat(fill_loosely(source, facts))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    return text if len(text) <= LINE_LIMIT else f"{text[: LINE_LIMIT - 1].rstrip()}…"


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if spoken_language(language) == "fr" else pair[1]
