"""A marketing template that never says how to stop. STOP counts in every language; other words in the template's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import HOLE, Parts, templates_sent
from engine.checker.words import catalogue
from engine.journey.keywords import fold

ENDS = (".", "!", "…", "\n")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        for version in found:
            is_marketing = version.template.category.upper() == "MARKETING"
            if is_marketing and version.parts and not _says_how(version.parts, use.sent.values, version.language):
                value = _last_value(version.parts, use.sent.values) if len(found) == 1 else None
                yield Problem(
                    "no_way_to_stop", "error", step_id, None, use.at("template"), {"step": step_name(use.step)},
                    repair="add_stop" if value else None,
                    proof={"language": version.language, **({"value": value} if value else {})},
                )  # fmt: skip
                break


def _last_value(parts: Parts, values: Mapping[str, str]) -> str | None:
    """The value that ends a sentence at the end of the text, where more words fit; None where there is none, or where its
    words would stand in another place too."""
    holes = list(HOLE.finditer(parts.body))
    if not holes:
        return None
    last, behind = holes[-1].group(1), parts.body[holes[-1].end() :].lstrip(" \u00a0\u202f")
    if (behind and behind[0] not in ENDS) or [hole.group(1) for hole in holes].count(last) > 1:
        return None
    elsewhere = " ".join([parts.header, *(button.url for button in parts.buttons)])
    is_elsewhere = any(hole.group(1) == last for hole in HOLE.finditer(elsewhere))
    keys = (f"body.{last}",) if is_elsewhere else (last, f"body.{last}")
    return next((key for key in keys if key in values), None)


def _says_how(parts: Parts, values: Mapping[str, str], language: str) -> bool:
    said = [parts.header, parts.body, parts.footer, *(f"{button.title} {button.url}" for button in parts.buttons)]
    said += values.values()
    text = f" {fold(' '.join(said))}"
    stems: dict[str, list[str]] = catalogue()["stop_stems"]
    base = language.replace("-", "_").split("_")[0].lower()
    known = [*stems["all"], *stems.get(base, [word for words in stems.values() for word in words])]
    return any(f" {fold(stem)}" in text or (not stem.isascii() and fold(stem) in text) for stem in known)
