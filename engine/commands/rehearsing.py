"""`parcours rehearse`: stories played without sending anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.commands.file_problems import file_lines, verdict
from engine.commands.words import say
from engine.journey.files import BadFile, read_file
from engine.journey.rehearsal import Report, rehearse
from engine.journey.stories import journey_beside, read_story
from engine.journey.transcript import Language


def rehearse_files(files: Sequence[Path], *, language: str | None) -> int:
    """0 when every expectation is met, 1 when one is not or a story or journey is faulty, 2 when one could not be read."""
    spoken: Language = "en" if (language or say.language()).startswith("en") else "fr"
    unreadable: list[BadFile] = []
    reports: list[Report] = []
    for path in files:
        try:
            reports.append(_play(path, spoken))
        except BadFile as bad:
            unreadable.append(bad)
            for line in file_lines([bad], spoken):
                print(line, file=sys.stderr)
            continue
        print(reports[-1].text())
    return verdict(unreadable, found_problems=not all(report.ok for report in reports))


def _play(path: Path, language: Language) -> Report:
    story = read_story(path)
    journey_path = journey_beside(story, path)
    if journey_path is None:
        raise BadFile(str(path), ["The story names no journey; write “journey: my-journey.yaml” at its top."])
    journey = read_file(journey_path)
    try:
        return rehearse(story, journey, language=language, name=path.stem)
    except ValueError as problem:
        raise BadFile(str(journey_path), [str(problem)]) from None
