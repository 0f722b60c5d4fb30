"""Journeys in and out as files, and on the air: `parcours import`, `export`, `publish`, `schema`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import orjson
from sqlalchemy import Connection

from engine.checker.check import check
from engine.clock import system_clock
from engine.commands.file_problems import file_lines, verdict
from engine.commands.local_files import taken_in
from engine.commands.opening import opened_database
from engine.commands.story_exchange import files_of, is_story, read_filed, take_in_story
from engine.commands.words import say
from engine.ids import new_id
from engine.journey.advance import Compiled
from engine.journey.definition import Journey, read_definition
from engine.journey.files import BadFile, read_file, write_text
from engine.library_view import surroundings_of
from engine.settings import load_settings
from storage import drafts, journeys
from storage.core import Refused
from storage.database import reading, writing
from storage.tables import JourneyVersion

Read = TypeVar("Read")
BY = None
"""Commands are run by the operator, who has no account in the designer."""


def import_files(files: Sequence[Path]) -> int:
    """All files or none: each becomes the draft of its journey, a story is kept with its own. 1 when one is faulty, 2 when
    one could not be read."""
    told_apart = [(path, is_story(path)) for path in files]
    read, bad = _read_all([path for path, is_one in told_apart if not is_one], lambda path: (path, read_file(path)))
    stories, bad_stories = _read_all([path for path, is_one in told_apart if is_one], read_filed)
    if bad or bad_stories:
        return _refuse([*bad, *bad_stories])
    try:
        with opened_database() as engine, writing(engine) as connection:
            served = [taken_in(connection, journey, path) for path, journey in read]
            lines = [_drafted(journey.key, take_in(connection, journey)) for journey in served]
            lines += [take_in_story(connection, filed) for filed in stories]
    except BadFile as homeless:
        return _refuse([homeless])
    print("\n".join(lines))
    return 0


def _drafted(key: str, revision: int) -> str:
    return say(f"{key} : brouillon enregistré (révision {revision}).", f"{key}: draft saved (revision {revision}).")


def _refuse(bad: Sequence[BadFile]) -> int:
    for line in file_lines(bad):
        print(line, file=sys.stderr)
    return verdict(bad)


def _read_all(files: Sequence[Path], read_one: Callable[[Path], Read]) -> tuple[list[Read], list[BadFile]]:
    read: list[Read] = []
    bad: list[BadFile] = []
    for path in files:
        try:
            read.append(read_one(path))
        except BadFile as problem:
            bad.append(problem)
    return read, bad


def take_in(connection: Connection, journey: Journey, *, is_sample: bool = False, by: str | None = BY) -> int:
    """Make a journey's definition its draft; the draft's revision. An unchanged one stays as it is."""
    now, json = system_clock(), journey.to_json()
    known = journeys.find_journey(connection, key=journey.key)
    if known is None:
        journeys.create_journey(
            connection, journey_id=new_id(), version_id=new_id(), key=journey.key, name=journey.name_in(),
            names=journey.names, definition=json, content_hash=journey.content_hash(), by=by, at=now, is_sample=is_sample,
        )  # fmt: skip
        return 0
    draft = drafts.load_draft(connection, journey_id=known.id) or _new_draft(connection, known.live_version_id or "")
    if draft.definition == json:
        return draft.revision
    saved = drafts.save_edit(
        connection, version_id=draft.id, base_revision=draft.revision, client="import", client_seq=draft.revision + 1,
        changes=[{"path": [], "before": draft.definition, "after": json}], definition=json,
        content_hash=journey.content_hash(), label="import", by=by, at=now,
    )  # fmt: skip
    if not isinstance(saved, drafts.Saved):
        raise RuntimeError(f"the draft of {journey.key} could not be saved: {saved}")
    if (journey.name_in(), journey.names) != (known.name, known.names):
        journeys.rename_journey(
            connection, journey_id=known.id, name=journey.name_in(), names=journey.names, by=by, at=now
        )  # fmt: skip
    return saved.revision


def _new_draft(connection: Connection, live_version_id: str) -> JourneyVersion:
    draft = drafts.start_draft_from(
        connection, source_id=live_version_id, version_id=new_id(), by=BY, at=system_clock()
    )
    if isinstance(draft, Refused):
        raise RuntimeError(f"no draft could be started: {draft.reason}")
    return draft


def export_journey(key: str, *, draft: bool, to: Path | None = None) -> int:
    """Print what is live, or the draft when nothing is live or `draft` is asked for. With `to`, write it into this folder
    with its stories beside it."""
    with opened_database() as engine, reading(engine) as connection:
        journey = journeys.find_journey(connection, key=key)
        if journey is None:
            return _no_such(key, connection)
        version = None if draft else journeys.version(connection, version_id=journey.live_version_id or "")
        version = version or drafts.load_draft(connection, journey_id=journey.id)
        if version is None:
            print(say(f"« {key} » n'a pas de brouillon.", f"“{key}” has no draft."), file=sys.stderr)
            return 1
        text, stories = write_text(version.definition), list(files_of(connection, journey.id, key)) if to else []
    if to is None:
        print(text, end="")
        return 0
    to.mkdir(parents=True, exist_ok=True)
    for name, content in ((f"{key}.yaml", text), *stories):
        (to / name).write_text(content, "utf-8")
        print(to / name)
    return 0


def publish_journey(key: str) -> int:
    """Check the draft with everything that is known here; errors stop it."""
    with opened_database() as engine, writing(engine) as connection:
        journey = journeys.find_journey(connection, key=key)
        if journey is None:
            return _no_such(key, connection)
        draft = drafts.load_draft(connection, journey_id=journey.id)
        if draft is None:
            print(
                say(f"« {key} » n'a pas de brouillon à mettre en ligne.", f"“{key}” has no draft to publish."),
                file=sys.stderr,
            )
            return 1
        definition = read_definition(draft.definition)
        settings = load_settings()
        around = surroundings_of(
            connection,
            key,
            business_name=settings.business_name,
            http_hosts=settings.http_host_list(),
            counted_links=settings.counted_links(),
        )
        problems = check(definition, around)
        for problem in problems:
            mark = say("À corriger", "To correct") if problem.is_error else say("À vérifier", "To check")
            print(f"{mark} [{problem.rule}] {problem.message(say.language())}", file=sys.stderr)
        if any(problem.is_error for problem in problems):
            return 1
        Compiled(definition)
        version = journeys.publish(connection, journey_id=journey.id, revision=draft.revision, by=BY, at=system_clock())
        if isinstance(version, Refused):
            print(say(f"Refusé : {version.reason}.", f"Refused: {version.reason}."), file=sys.stderr)
            return 1
    print(say(f"« {key} » est en ligne, version {version.number}.", f"“{key}” is live, version {version.number}."))
    return 0


def _no_such(key: str, connection: Connection) -> int:
    known = ", ".join(summary.journey.key for summary in journeys.list_journeys(connection)) or "—"
    print(say(f"Aucun parcours ne s'appelle « {key} ». Il y a : {known}.", f"No journey is called “{key}”. There are: {known}."),
          file=sys.stderr)  # fmt: skip
    return 1


def print_schema() -> int:
    from engine.journey.schema import json_schema

    print(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2).decode())
    return 0
