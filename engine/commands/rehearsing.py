"""`parcours rehearse`: stories played without sending anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.checker.names import step_name, way_name
from engine.checker.words import say as in_words
from engine.commands.file_problems import file_lines, verdict
from engine.commands.words import say
from engine.journey.coverage import Coverage, Walked, walked_in
from engine.journey.definition import Journey
from engine.journey.files import BadFile, read_file
from engine.journey.rehearsal import Report, rehearse
from engine.journey.stories import journey_beside, read_story
from engine.journey.transcript import Language


def rehearse_files(files: Sequence[Path], *, language: str | None, coverage: bool = False) -> int:
    """0 when every expectation is met, 1 when one is not or a story or journey is faulty, 2 when one could not be read. With
    `coverage`, also what no story of a journey walks."""
    spoken: Language = "en" if (language or say.language()).startswith("en") else "fr"
    unreadable: list[BadFile] = []
    is_well = True
    walked: dict[Path, Walked] = {}
    for path in files:
        try:
            journey_path, report = _play(path, spoken)
        except BadFile as bad:
            unreadable.append(bad)
            for line in file_lines([bad], spoken):
                print(line, file=sys.stderr)
            continue
        is_well = is_well and report.ok
        walked[journey_path] = walked.get(journey_path, Walked()) | walked_in(report.happened)
        print(report.text())
    for journey_path, ways in walked.items() if coverage else ():
        _tell_coverage(journey_path, ways, spoken)
    return verdict(unreadable, found_problems=not is_well)


def _play(path: Path, language: Language) -> tuple[Path, Report]:
    story = read_story(path)
    journey_path = journey_beside(story, path)
    if journey_path is None:
        raise BadFile(str(path), ["The story names no journey; write “journey: my-journey.yaml” at its top."])
    journey = read_file(journey_path)
    try:
        return journey_path.resolve(), rehearse(story, journey, language=language, name=path.stem)
    except ValueError as problem:
        raise BadFile(str(journey_path), [str(problem)]) from None


def _tell_coverage(path: Path, walked: Walked, language: Language) -> None:
    """How much of a journey its stories walk, and each way that none takes."""
    journey = read_file(path)
    found = Coverage.of(journey, walked)
    name, steps, ways = journey.name_in(language), len(found.steps), len(found.ways)
    met = (steps - len(found.missed_steps), ways - len(found.missed_ways))
    print(say(f"{name} : {met[0]} étapes sur {steps} et {met[1]} chemins sur {ways} parcourus",
              f"{name}: {met[0]} of {steps} steps and {met[1]} of {ways} ways walked", language))  # fmt: skip
    for step_id in found.missed_steps:
        print(say(f"  étape « {_name(journey, step_id, language)} » ({step_id}) : aucun scénario",
                  f"  step “{_name(journey, step_id, language)}” ({step_id}): no story", language))  # fmt: skip
    for step_id, port in found.missed_ways:
        if step_id not in found.missed_steps:
            way = in_words(way_name(journey.steps[step_id], port, journey.language), language)
            print(say(f"  chemin « {way} » de « {_name(journey, step_id, language)} » ({step_id}.{port}) : aucun scénario",
                      f"  way “{way}” of “{_name(journey, step_id, language)}” ({step_id}.{port}): no story", language))  # fmt: skip


def _name(journey: Journey, step_id: str, language: Language) -> str:
    return in_words(step_name(journey.steps[step_id]), language)
