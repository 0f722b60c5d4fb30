"""What the editor asks of storage for stories: keep, rename, delete, import; and the customers that may be tried as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from designer.draft_model import Desk
from designer.trial.shelf import Kept
from engine.audience import person_of
from engine.explore.writing import beside, stored
from engine.journey.files import BadFile
from engine.journey.stories import Person, Story, read_story_text
from storage import contacts, stories
from storage.contact_search import search_contacts
from storage.core import Refused
from storage.database import reading, writing
from storage.tables import Story as StoryRow

PEOPLE_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class NotKept:
    """A story was not kept: `name_taken`, `no_such_story`, `no_name`, or `unreadable` with the problem."""

    reason: str
    problem: str = ""


def stories_of(desk: Desk, journey_id: str) -> list[Kept]:
    """The saved stories of a journey, the oldest first."""
    with reading(desk.database) as connection:
        rows = stories.list_stories(connection, journey_id=journey_id)
    return [_kept(row) for row in rows]


def _kept(row: StoryRow) -> Kept:
    try:
        return Kept(row.id, row.name, Story.model_validate(row.definition))
    except ValueError as problem:
        return Kept(row.id, row.name, None, str(problem))


def save_story(desk: Desk, journey_id: str, name: str, story: Story, *, over: str | None = None) -> Kept | NotKept:
    """Keep a story under a name, or in place of the one with the id `over`."""
    if not name.strip():
        return NotKept("no_name")
    definition = stored(story)

    def keep(connection: Connection) -> StoryRow | Refused:
        if over is not None:
            return stories.replace_story(connection, story_id=over, definition=definition, by=desk.by, at=desk.clock())
        return stories.add_story(
            connection, story_id=desk.new_id(), journey_id=journey_id, name=name.strip(), definition=definition,
            by=desk.by, at=desk.clock(),
        )  # fmt: skip

    return _done(desk, keep)


def rename_story(desk: Desk, story_id: str, name: str) -> Kept | NotKept:
    if not name.strip():
        return NotKept("no_name")
    return _done(desk, lambda connection: stories.rename_story(
        connection, story_id=story_id, name=name.strip(), by=desk.by, at=desk.clock()
    ))  # fmt: skip


def delete_story(desk: Desk, story_id: str) -> Kept | NotKept:
    return _done(desk, lambda connection: stories.delete_story(
        connection, story_id=story_id, by=desk.by, at=desk.clock()
    ))  # fmt: skip


def import_story(desk: Desk, journey_id: str, text: str, file_name: str) -> Kept | NotKept:
    """A story's file, kept under its own name or that of the file; one of the same name is replaced."""
    try:
        story = read_story_text(text, file_name)
    except BadFile as bad:
        return NotKept("unreadable", bad.problems[0])
    name = story.name or file_name.removesuffix(".yaml").removesuffix(".story")
    with reading(desk.database) as connection:
        same = stories.find_story(connection, journey_id=journey_id, name=name)
    return save_story(desk, journey_id, name, story, over=same.id if same else None)


def story_file(kept: Kept, journey_key: str) -> str:
    """The story as `parcours rehearse` reads it beside the journey's file."""
    assert kept.story is not None, "only a story that can be read is offered"
    return beside(kept.story, kept.name, journey_key)


def find_customers(desk: Desk, text: str) -> list[tuple[str, Person]]:
    """Customers to try as: (id, what a story says of them), the newest first; `text` is in a name or a number."""
    with reading(desk.database) as connection:
        rows = search_contacts(connection, text.strip(), limit=PEOPLE_AT_ONCE)
        consents = contacts.load_consents(connection, [row["id"] for row in rows])
    return [(row["id"], person_of(row, consents.get(row["id"], []))) for row in rows]


def _done(desk: Desk, act: Callable[[Connection], StoryRow | Refused]) -> Kept | NotKept:
    with writing(desk.database) as connection:
        done = act(connection)
    return NotKept(done.reason) if isinstance(done, Refused) else _kept(done)
