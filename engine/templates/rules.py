"""What WhatsApp refuses of a template, before it is asked (its rules of templates: names, placeholders, components, limits)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.checker.rules.template_name_impossible import NAME
from engine.providers.drafts import DraftHeader, TemplateDraft, names_in
from engine.templates.buttons import check_buttons
from engine.templates.fault import TemplateFault, fault, length_of
from engine.templates.placeholders import check_placeholders

LANGUAGES = frozenset(["af", "sq", "ar", "ar_EG", "ar_AE", "ar_LB", "ar_MA", "ar_QA", "az", "be_BY", "bn", "bn_IN", "bg", "ca", "zh_CN", "zh_HK", "zh_TW", "hr", "cs", "da", "prs_AF", "nl", "nl_BE", "en", "en_GB", "en_US", "en_AE", "en_AU", "en_CA", "en_GH", "en_IE", "en_IN", "en_JM", "en_MY", "en_NZ", "en_QA", "en_SG", "en_UG", "en_ZA", "et", "fil", "fi", "fr", "fr_BE", "fr_CA", "fr_CH", "fr_CI", "fr_MA", "ka", "de", "de_AT", "de_CH", "el", "gu", "ha", "he", "hi", "hu", "id", "ga", "it", "ja", "kn", "kk", "rw_RW", "ko", "ky_KG", "lo", "lv", "lt", "mk", "ms", "ml", "mr", "nb", "ps_AF", "fa", "pl", "pt_BR", "pt_PT", "pa", "ro", "ru", "sr", "si_LK", "sk", "sl", "es", "es_AR", "es_CL", "es_CO", "es_CR", "es_DO", "es_EC", "es_HN", "es_MX", "es_PA", "es_PE", "es_ES", "es_UY", "sw", "sv", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zu"])  # fmt: skip
BODY, HEADER, FOOTER = 1024, 60, 60
LASTS = {
    "UTILITY": (dt.timedelta(seconds=30), dt.timedelta(hours=12)),
    "MARKETING": (dt.timedelta(hours=12), dt.timedelta(days=30)),
}
MARKDOWN = re.compile(r"[*_~`]|\n")


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault of the template at this place of a list (from 0)."""

    template: int
    fault: TemplateFault


def check_templates(drafts: Sequence[TemplateDraft]) -> list[Placed]:
    """Everything that would be refused, in the order of the list; empty when all may be submitted."""
    found = [Placed(place, one) for place, draft in enumerate(drafts) for one in check_template(draft)]
    seen = Counter((draft.name, draft.language) for draft in drafts)
    twice = [
        Placed(place, fault(
            "name", f"{draft.title} est deux fois dans le fichier ; gardez-en un.",
            f"{draft.title} stands twice in the file; keep one.",
        ))
        for place, draft in enumerate(drafts) if seen[draft.name, draft.language] > 1
    ]  # fmt: skip
    return sorted([*found, *twice], key=lambda one: one.template)


def check_template(draft: TemplateDraft) -> Iterator[TemplateFault]:
    """One template by itself."""
    yield from _identity(draft)
    if draft.header is not None:
        yield from _header(draft.header)
    yield from _body(draft)
    yield from _footer(draft.footer)
    yield from check_buttons(draft.buttons)
    yield from _lasts(draft)


def _identity(draft: TemplateDraft) -> Iterator[TemplateFault]:
    if not NAME.fullmatch(draft.name):
        yield fault("name", f"« {draft.name} » : minuscules sans accent, chiffres et _ seulement, 512 au plus.",
                    f"“{draft.name}”: small letters without accents, digits and _ only, 512 at most.")  # fmt: skip
    if draft.language not in LANGUAGES:
        yield fault("language", f"WhatsApp n'a pas de langue « {draft.language} » ; écrivez par exemple fr, en_US ou pt_BR.",
                    f"WhatsApp has no language “{draft.language}”; write for example fr, en_US or pt_BR.")  # fmt: skip


def _header(header: DraftHeader) -> Iterator[TemplateFault]:
    if header.kind == "location":
        return
    if header.kind != "text":
        yield from _sample(header)
        return
    if not header.text.strip():
        yield fault("header", "L'en-tête est vide ; donnez text, image, video, document ou location, ou retirez-le.",
                    "The header is empty; give text, image, video, document or location, or remove it.")  # fmt: skip
    yield from _too_long("header.text", header.text, HEADER)
    if MARKDOWN.search(header.text):
        yield fault("header.text", "Un en-tête n'a ni mise en forme (* _ ~ `) ni saut de ligne ; retirez-les.",
                    "A header has no formatting (* _ ~ `) and no line break; remove them.")  # fmt: skip
    names = names_in(header.text)
    if len(names) > 1:
        yield fault("header.text", "Un en-tête a une variable au plus ; mettez les autres dans body.",
                    "A header has one placeholder at most; put the others into the body.")  # fmt: skip
        return
    yield from check_placeholders("header", header.text, {name: header.example for name in names[:1] if header.example})


def _sample(header: DraftHeader) -> Iterator[TemplateFault]:
    if not header.sample.startswith("https://"):
        yield fault(f"header.{header.kind}", "Donnez l'adresse https:// d'un exemple de fichier, que WhatsApp regardera.",
                    "Give the https:// address of a sample file, which WhatsApp will look at.")  # fmt: skip


def _body(draft: TemplateDraft) -> Iterator[TemplateFault]:
    if not draft.body.strip():
        yield fault("body", "Le texte est vide ; écrivez ce que le client lira.",
                    "The text is empty; write what the customer will read.")  # fmt: skip
        return
    yield from _too_long("body", draft.body, BODY)
    yield from check_placeholders("body", draft.body, draft.examples)


def _footer(footer: str) -> Iterator[TemplateFault]:
    yield from _too_long("footer", footer, FOOTER)
    if "{{" in footer or "\n" in footer:
        yield fault("footer", "Un pied n'a ni variable ni saut de ligne ; mettez-les dans body.",
                    "A footer has no placeholder and no line break; put them into the body.")  # fmt: skip


def _lasts(draft: TemplateDraft) -> Iterator[TemplateFault]:
    shortest, longest = LASTS[draft.category]
    if draft.lasts is not None and not shortest <= draft.lasts <= longest:
        limits = {"UTILITY": ("30 secondes à 12 heures", "30 seconds to 12 hours"),
                  "MARKETING": ("12 heures à 30 jours", "12 hours to 30 days")}[draft.category]  # fmt: skip
        yield fault("lasts", f"Un modèle {draft.category} dure de {limits[0]} ; changez lasts ou retirez-le.",
                    f"A {draft.category} template lasts {limits[1]}; change lasts or remove it.")  # fmt: skip


def _too_long(field: str, text: str, limit: int) -> Iterator[TemplateFault]:
    if length_of(text) > limit:
        yield fault(field, f"{length_of(text)} caractères ; WhatsApp en accepte {limit}. Raccourcissez.",
                    f"{length_of(text)} characters; WhatsApp accepts {limit}. Shorten it.")  # fmt: skip
