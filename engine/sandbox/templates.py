"""The WhatsApp templates of the project, in memory: (name, language) is the identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from .template_rules import review
from .wire import JsonObject, as_list, as_object


@dataclass(slots=True)
class Template:
    """`details` holds the components. `submitted_at` None: a draft, or `state` was given by the seed file."""

    name: str
    language: str
    category: str
    details: JsonObject
    state: str = ""
    submitted_at: datetime | None = None
    whatsapp_id: str = ""

    def state_at(self, at: datetime, delay: timedelta) -> str:
        """PENDING until WhatsApp's answer is due, then APPROVED or REJECTED; empty for a draft."""
        if self.submitted_at is None:
            return self.state
        if at < self.submitted_at + delay:
            return "PENDING"
        return self.verdict()

    def verdict(self) -> str:
        """What the review says, once it is over."""
        return "REJECTED" if review(self.name, self.details) else "APPROVED"

    def show(self, at: datetime, delay: timedelta) -> JsonObject:
        """The Provisioning shape (reference, section 6.3)."""
        state = self.state_at(at, delay)
        shown: JsonObject = {"name": self.name, "language": self.language, "category": self.category}
        shown |= {"details": self.details, "isMetaGenerated": False}
        if self.whatsapp_id:
            shown["whatsappId"] = self.whatsapp_id
        if state:
            shown["state"] = state
        if state in ("", "PENDING"):
            pending = {"status": "IN_PROGRESS" if state else "DRAFT", "allowCategoryChange": False}
            shown["changes"] = {**pending, "details": self.details}
        if state == "REJECTED":
            shown["rejectionCode"] = review(self.name, self.details) or "NONE"
        if state == "APPROVED":
            shown["qualityScore"] = "QUALITY_SCORE_UNKNOWN"
        return shown


class Catalogue:
    """All templates. Languages are stored upper case (`EN_US`); a message names them `en_US`."""

    def __init__(self, approval_delay: timedelta) -> None:
        self._delay = approval_delay
        self._names: dict[str, dict[str, Template]] = {}

    def put(self, template: Template) -> None:
        self._names.setdefault(template.name, {})[template.language] = template

    def all(self) -> list[Template]:
        return [template for name in sorted(self._names) for template in self.languages(name)]

    def languages(self, name: str) -> list[Template]:
        """Every language of a name, in alphabetical order; empty when there is none."""
        return [template for _, template in sorted(self._names.get(name, {}).items())]

    def find(self, name: str, language: str) -> Template | None:
        return self._names.get(name, {}).get(language.upper())

    def remove(self, template: Template) -> None:
        languages = self._names.get(template.name, {})
        languages.pop(template.language, None)
        if not languages:
            self._names.pop(template.name, None)

    def state(self, template: Template, at: datetime) -> str:
        return template.state_at(at, self._delay)

    def show(self, template: Template, at: datetime) -> JsonObject:
        return template.show(at, self._delay)


def read_seed(path: Path) -> list[Template]:
    """Templates from a JSON file (a list, or {"templates": [...]}); a missing `state` counts as APPROVED.

    Raises ValueError naming the file and the entry when one is not a template.
    """
    value: object = orjson.loads(path.read_bytes())
    listed = as_list((as_object(value) or {}).get("templates", value))
    if listed is None:
        raise ValueError(f"{path}: must be a list of templates")
    return [_seeded(path, index, as_object(entry) or {}) for index, entry in enumerate(listed)]


def _seeded(path: Path, index: int, entry: JsonObject) -> Template:
    details = as_object(entry.get("details"))
    if not entry.get("name") or not entry.get("language") or details is None:
        raise ValueError(f"{path}: template {index} needs name, language and details")
    language, category = str(entry["language"]).upper(), str(entry.get("category", "UTILITY"))
    state = str(entry.get("state", "APPROVED"))
    return Template(str(entry["name"]), language, category, details, state)
