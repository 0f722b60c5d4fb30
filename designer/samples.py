"""Made-up customers to read texts with: the usual one, another language, no name, and the longest values. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from designer.preview import Sample
from engine.journey.state import Contact

_CART = {
    "total": "80",
    "order_id": "4412",
    "product": "Robe lin",
    "booking": "K7QZ2P",
    "document_url": "https://voyages.example/K7QZ2P.pdf",
}
_LONG_NAME = "Marie-Charlotte Alexandrina de La Rochefoucauld-Montmorency"
_LONG = {
    "total": "12 480,00",
    "order_id": "FR-2026-00004412-XL",
    "product": "Robe longue en lin lavé à manches ballon",
    "booking": "FR-2026-K7QZ2P-XXL",
    "document_url": "https://voyages.example/reservations/FR-2026-K7QZ2P-XXL.pdf",
}

SAMPLES: dict[str, Sample] = {
    "amina": Sample(Contact("sample-amina", "Amina", "fr", "Europe/Paris", "FR", {"city": "Lyon", "orders": 3}), _CART),
    "john": Sample(Contact("sample-john", "John", "en", "Europe/London", "GB", {"city": "London", "orders": 0}), _CART),
    "no_name": Sample(Contact("sample-no-name", None, "fr", "Europe/Paris", "FR", {}), {}),
    "long": Sample(
        Contact("sample-long", _LONG_NAME, "fr", "Europe/Paris", "FR", {"city": "Saint-Remy-en-Bouzemont", "orders": 128}),
        _LONG,
    ),
}  # fmt: skip
NAMES: dict[str, tuple[str, str]] = {
    "amina": ("Amina · fr", "Amina · fr"),
    "john": ("John · en", "John · en"),
    "no_name": ("Sans prénom", "No first name"),
    "long": ("Valeurs longues", "Long values"),
}


def sample_for(reader: str, languages: Sequence[str]) -> str:
    """The customer whose phone opens: one who speaks the reader's language, where the journey does."""
    spoken = [key for key, sample in SAMPLES.items() if sample.contact.language == reader and reader in languages]
    return next(iter(spoken), "amina")


def sample_name(key: str, language: str) -> str:
    return NAMES[key][0 if language.startswith("fr") else 1]
