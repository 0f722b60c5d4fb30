"""A marketing template that never says how to stop. STOP counts in every language; other words in the template's own."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import Parts, templates_sent
from engine.checker.words import catalogue
from engine.journey.keywords import fold


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        for version in found:
            is_marketing = version.template.category.upper() == "MARKETING"
            if is_marketing and version.parts and not _says_how(version.parts, version.language):
                yield Problem(
                    "no_way_to_stop", "error", step_id, None, use.at("template"), {"step": step_name(use.step)},
                    proof={"language": version.language},
                )  # fmt: skip
                break


def _says_how(parts: Parts, language: str) -> bool:
    said = [parts.header, parts.body, parts.footer, *(f"{button.title} {button.url}" for button in parts.buttons)]
    text = f" {fold(' '.join(said))}"
    stems: dict[str, list[str]] = catalogue()["stop_stems"]
    base = language.replace("-", "_").split("_")[0].lower()
    known = [*stems["all"], *stems.get(base, [word for words in stems.values() for word in words])]
    return any(f" {fold(stem)}" in text or (not stem.isascii() and fold(stem) in text) for stem in known)
