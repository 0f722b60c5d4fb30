"""One thing of a template that WhatsApp would refuse, with the remedy, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """`field` names where: `buttons.1.url`."""

    field: str
    french: str
    english: str

    @property
    def place(self) -> tuple[str | int, ...]:
        """The way to the field."""
        return tuple(int(name) if name.isdigit() else name for name in self.field.split("."))


def fault(field: str, french: str, english: str) -> TemplateFault:
    return TemplateFault(field, french, english)


def length_of(text: str) -> int:
    """UTF-16 units: the stricter way to count, WhatsApp does not say which is its own."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
