"""The stories that are kept with a journey: named, replaced, renamed, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.audit import append_entry
from storage.core import Refused, one, records, table
from storage.tables import Journey, Story

STORIES, JOURNEYS = table(Story), table(Journey)


def list_stories(connection: Connection, *, journey_id: str) -> list[Story]:
    """Every story of a journey, the oldest first."""
    query = select(STORIES).where(STORIES.c.journey_id == journey_id).order_by(STORIES.c.created_at, STORIES.c.id)
    return records(connection, Story, query)


def add_story(
    connection: Connection, *, story_id: str, journey_id: str, name: str, definition: Mapping[str, Any],
    by: str | None, at: dt.datetime,
) -> Story | Refused:  # fmt: skip
    """Keep a new story. Refused as `name_taken` (`found`: the id of the story that has it)."""
    taken = _named(connection, journey_id, name)
    if taken is not None:
        return Refused("name_taken", taken.id)
    story = Story(
        id=story_id, journey_id=journey_id, name=name, definition=dict(definition), created_at=at, created_by=by,
        changed_at=at, changed_by=by,
    )  # fmt: skip
    connection.execute(insert(STORIES).values(story.model_dump()))
    append_entry(connection, "story.added", f"journey:{journey_id}", by=by, at=at, story=story_id, name=name)
    return story


def find_story(connection: Connection, *, journey_id: str, name: str) -> Story | None:
    """The story of this name."""
    return one(connection, Story, select(STORIES).where(STORIES.c.journey_id == journey_id, STORIES.c.name == name))


def replace_story(
    connection: Connection, *, story_id: str, definition: Mapping[str, Any], by: str | None, at: dt.datetime
) -> Story | Refused:
    """The story goes otherwise from now on. Refused as `no_such_story`."""
    story = _find(connection, story_id)
    if story is None:
        return Refused("no_such_story", story_id)
    new = {"definition": dict(definition), "changed_at": at, "changed_by": by}
    connection.execute(update(STORIES).where(STORIES.c.id == story_id).values(**new))
    append_entry(connection, "story.replaced", f"journey:{story.journey_id}", by=by, at=at, story=story_id,
                 name=story.name)  # fmt: skip
    return story.model_copy(update=new)


def rename_story(
    connection: Connection, *, story_id: str, name: str, by: str | None, at: dt.datetime
) -> Story | Refused:
    """Refused as `no_such_story` or `name_taken`."""
    story = _find(connection, story_id)
    if story is None:
        return Refused("no_such_story", story_id)
    taken = _named(connection, story.journey_id, name)
    if taken is not None and taken.id != story_id:
        return Refused("name_taken", taken.id)
    new = {"name": name, "changed_at": at, "changed_by": by}
    connection.execute(update(STORIES).where(STORIES.c.id == story_id).values(**new))
    append_entry(connection, "story.renamed", f"journey:{story.journey_id}", by=by, at=at, story=story_id,
                 was=story.name, name=name)  # fmt: skip
    return story.model_copy(update=new)


def delete_story(connection: Connection, *, story_id: str, by: str | None, at: dt.datetime) -> Story | Refused:
    """The story as it was. Refused as `no_such_story`."""
    story = _find(connection, story_id)
    if story is None:
        return Refused("no_such_story", story_id)
    connection.execute(delete(STORIES).where(STORIES.c.id == story_id))
    append_entry(connection, "story.deleted", f"journey:{story.journey_id}", by=by, at=at, story=story_id,
                 name=story.name)  # fmt: skip
    return story


def delete_stories_of(connection: Connection, *, journey_id: str) -> None:
    """All of a journey that is deleted."""
    connection.execute(delete(STORIES).where(STORIES.c.journey_id == journey_id))


def _named(connection: Connection, journey_id: str, name: str) -> Story | None:
    """The story of this name; the journey is held, so that two people do not give the same name at once."""
    connection.execute(select(JOURNEYS.c.id).where(JOURNEYS.c.id == journey_id).with_for_update())
    return find_story(connection, journey_id=journey_id, name=name)


def _find(connection: Connection, story_id: str) -> Story | None:
    """Held until the end of the transaction, so that people's acts come one after the other."""
    return one(connection, Story, select(STORIES).where(STORIES.c.id == story_id).with_for_update())
