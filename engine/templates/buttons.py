"""Buttons of a template: how many of which kind, in which order, what stands on them and behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from engine.providers.drafts import PLACEHOLDER, DraftButton
from engine.templates.fault import TemplateFault, fault, length_of

MOST = 10
MOST_OF = {"url": 2, "phone": 1, "copy_code": 1}
TITLE, ADDRESS, NUMBER, CODE = 25, 2000, 20, 20
PHONE = re.compile(r"\+?[1-9][0-9]{5,18}")
PLAIN = re.compile(r"[*_~`\n{}]")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
OWN_HOSTS = ("wa.me", "whatsapp.com")


def check_buttons(buttons: Sequence[DraftButton]) -> Iterator[TemplateFault]:
    """Everything that would be refused of a template's buttons."""
    yield from _numbers(buttons)
    for place, button in enumerate(buttons):
        yield from _title(f"buttons.{place}", button)
        yield from _target(f"buttons.{place}", button)


def _numbers(buttons: Sequence[DraftButton]) -> Iterator[TemplateFault]:
    if len(buttons) > MOST:
        yield fault("buttons", f"{len(buttons)} boutons ; WhatsApp en accepte {MOST}. Retirez-en.",
                    f"{len(buttons)} buttons; WhatsApp accepts {MOST}. Remove some.")  # fmt: skip
    for kind, number in Counter(button.kind for button in buttons).items():
        if kind in MOST_OF and number > MOST_OF[kind]:
            yield fault("buttons", f"{number} boutons {kind} ; WhatsApp en accepte {MOST_OF[kind]}. Retirez-en.",
                        f"{number} buttons of kind {kind}; WhatsApp accepts {MOST_OF[kind]}. Remove some.")  # fmt: skip
    runs = [is_reply for is_reply, _ in groupby(button.kind == "quick_reply" for button in buttons)]
    if len(runs) > 2:
        yield fault("buttons", "Les réponses rapides doivent se suivre ; mettez les autres boutons avant ou après.",
                    "Quick replies must stand together; put the other buttons before or after them.")  # fmt: skip
    titles = Counter(button.title for button in buttons if button.title)
    for title, number in titles.items():
        if number > 1:
            yield fault("buttons", f"« {title} » est sur deux boutons ; changez l'un des deux.",
                        f"“{title}” stands on two buttons; change one of them.")  # fmt: skip


def _title(field: str, button: DraftButton) -> Iterator[TemplateFault]:
    if button.kind == "copy_code":  # WhatsApp writes its own words on it
        return
    name = f"{field}.{'reply' if button.kind == 'quick_reply' else 'title'}"
    if not button.title.strip():
        yield fault(name, "Le bouton n'a pas de texte ; écrivez-en un de 25 caractères au plus.",
                    "The button has no text; write one of at most 25 characters.")  # fmt: skip
    if length_of(button.title) > TITLE:
        yield fault(name, f"« {button.title} » a {length_of(button.title)} caractères ; WhatsApp en accepte {TITLE}.",
                    f"“{button.title}” has {length_of(button.title)} characters; WhatsApp accepts {TITLE}.")  # fmt: skip
    if PLAIN.search(button.title) or EMOJI.search(button.title):
        yield fault(name, "Un bouton n'a ni variable, ni émoji, ni mise en forme, ni saut de ligne ; retirez-les.",
                    "A button has no placeholder, emoji, formatting or line break; remove them.")  # fmt: skip


def _target(field: str, button: DraftButton) -> Iterator[TemplateFault]:
    if button.kind == "url":
        yield from _address(field, button)
    elif button.kind == "phone" and not PHONE.fullmatch(button.target):
        yield fault(f"{field}.phone", f"« {button.target} » : écrivez le numéro avec son pays, en chiffres, {NUMBER} au plus.",
                    f"“{button.target}”: write the number with its country, in digits, {NUMBER} at most.")  # fmt: skip
    elif button.kind == "copy_code" and length_of(button.target) > CODE:
        yield fault(f"{field}.code", f"Un code a {CODE} caractères au plus ; raccourcissez-le.",
                    f"A code has at most {CODE} characters; shorten it.")  # fmt: skip


def _address(field: str, button: DraftButton) -> Iterator[TemplateFault]:
    url, holes = button.target, list(PLACEHOLDER.finditer(button.target))
    host = urlsplit(PLACEHOLDER.sub("x", url)).hostname or ""
    if not url.startswith(("https://", "http://")) or "." not in host or length_of(url) > ADDRESS:
        yield fault(f"{field}.url", f"Écrivez une adresse entière, de https:// à {ADDRESS} caractères au plus.",
                    f"Write a whole address beginning with https://, of at most {ADDRESS} characters.")  # fmt: skip
    if any(host == own or host.endswith(f".{own}") for own in OWN_HOSTS):
        yield fault(f"{field}.url", "WhatsApp refuse les liens vers wa.me et whatsapp.com ; mettez une page à vous.",
                    "WhatsApp refuses links to wa.me and whatsapp.com; put a page of yours.")  # fmt: skip
    if len(holes) > 1 or (holes and holes[0].end() != len(url)):
        yield fault(f"{field}.url", "Une adresse a une variable au plus, tout à la fin ; déplacez-la.",
                    "An address has one placeholder at most, at its very end; move it.")  # fmt: skip
    if holes and not button.example.startswith(("https://", "http://")):
        yield fault(f"{field}.example", "Donnez une adresse entière en exemple, sans variable.",
                    "Give a whole address as an example, without a placeholder.")  # fmt: skip
