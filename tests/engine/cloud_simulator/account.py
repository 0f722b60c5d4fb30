"""One simulated WhatsApp Business Account with one number, and how it misbehaves."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]


def _samples() -> list[JsonObject]:
    parcel = "Bonjour {{1}}, bonne nouvelle : votre commande {{2}} vient de partir. Livraison prévue : {{3}}, nous vous tenons au courant."
    news = "Bonjour {{first_name}}, les nouveautés du mois sont arrivées. Répondez STOP pour ne plus en recevoir."
    return [
        make_template(
            "colis_expedie", "fr", "UTILITY", parcel, [{"type": "QUICK_REPLY", "text": "Où est mon colis ?"}]
        ),
        make_template("nouveautes_du_mois", "fr", "MARKETING", news, []),
    ]


def make_template(name: str, language: str, category: str, body: str, buttons: list[JsonObject]) -> JsonObject:
    """An approved template, as the list shows it."""
    components: list[JsonObject] = [{"type": "BODY", "text": body}]
    components += [{"type": "BUTTONS", "buttons": buttons}] if buttons else []
    return {
        "id": f"9{len(name):03}{len(body):03}", "name": name, "language": language, "category": category,
        "status": "APPROVED", "components": components, "quality_score": {"score": "UNKNOWN"}, "rejected_reason": "NONE",
    }  # fmt: skip


@dataclass
class Account:
    """`delays`: seconds from an accepted send to sent, delivered and read. `page_size`: templates on one page, whatever is
    asked for. `ledger` receives one JSON line for each accepted send."""

    webhook_url: str
    version: str = "v25.0"
    id: str = "102290129340398"
    number_id: str = "106540352242922"
    display_number: str = "+33 1 00 00 00 00"
    token: str = "cloud-token"
    app_secret: str = "cloud-app-secret"
    delays: tuple[float, float, float] = (0.005, 0.01, 0.02)
    page_size: int = 1
    review_delay: float = 0.05
    subscribed: bool = True
    override: str = ""
    templates: list[JsonObject] = field(default_factory=_samples)
    ledger: Path | None = None
    now: Callable[[], float] = time.time  # noqa: TID251 — WhatsApp has a clock of its own


@dataclass
class Refusal:
    """The next `times` sends are refused with `code`: at once with `http`, or `later` by a failed status."""

    code: int
    http: int = 400
    times: int = 1
    later: bool = False


@dataclass
class Behaviour:
    """What a test may change while it runs. `lose_answers`: of so many next sends, the answer is lost. `copies`: how often
    each webhook is posted. `batch`: what is waiting to be posted goes in one body."""

    refusal: Refusal | None = None
    throttle_per_second: int | None = None
    pair_limit: bool = True
    lose_answers: int = 0
    receipts: bool = True
    copies: int = 1
    batch: bool = False

    def change(self, given: JsonObject) -> None:
        for name, value in given.items():
            if name not in self.__dataclass_fields__:
                raise ValueError(f"{name} is no behaviour")
            setattr(self, name, Refusal(**value) if name == "refusal" and value else value)
