"""A template on its way to review, in the two ways in which placeholders may be written."""

from __future__ import annotations

import datetime as dt

from engine.providers.drafts import DraftButton, DraftHeader, TemplateDraft

DRAFT = TemplateDraft(
    "order_sent", "pt_BR", "UTILITY", "Olá {{1}}, o pedido {{2}} saiu hoje.", {"1": "Ana", "2": "C-42"},
    DraftHeader("text", "Pedido {{1}}", "C-42"), "Boutique",
    (
        DraftButton("quick_reply", "Onde está?"),
        DraftButton("url", "Seguir", "https://shop.example/{{1}}", "https://shop.example/o/42"),
        DraftButton("phone", "Ligar", "+33100000000"),
    ),
    dt.timedelta(hours=1),
)  # fmt: skip
