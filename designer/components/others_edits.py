"""What others did to the draft that this tab draws: what they changed, and whose words were replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from designer import editor_state
from designer.components.plain import plain
from designer.components.reading import Reader
from designer.draft_differences import title_of
from designer.draft_model import Desk, Draft
from designer.draft_services import edits_since
from designer.editing.lists import are_words
from designer.editor_words import say
from designer.phrasing import quote
from designer.replaced_words import LOOK_BACK, Replaced, lost_of, replacements
from storage.tables import DraftEdit

NAMED = 3
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Table:
    """The draft, who has edited it, and who reads."""

    draft: Draft
    history: Sequence[DraftEdit]
    me: str | None
    people: Mapping[str, str]
    reader: Reader

    def is_of_this_tab(self, edit: DraftEdit) -> bool:
        return edit.revision in editor_state.made(self.draft.version_id)

    def is_mine(self, edit: DraftEdit) -> bool:
        return edit.person_id == self.me

    def name(self, edit: DraftEdit) -> str:
        if self.is_mine(edit):
            return self.say("others.my_tab")
        return self.people.get(edit.person_id or "", self.say("someone"))

    def say(self, key: str, **facts: str) -> str:
        return say(key, self.reader.language, **facts)

    def title(self, path: Sequence[str]) -> str | None:
        return title_of(self.draft.definition, list(path), self.reader.language)

    def quoted(self, text: str) -> str:
        line = " ".join(text.split())
        return quote(line if len(line) <= LONGEST else f"{line[:LONGEST]}…", self.reader.language)


def say_what_others_changed(desk: Desk, draft: Draft, people: Mapping[str, str], reader: Reader) -> None:
    """Once for each person who changed something since this tab drew the journey last; then what this tab replaced itself.
    Another tab of the same person is told of only where it took words of this one away."""
    last, saved = editor_state.seen(draft.version_id), editor_state.take_saved(draft.version_id)
    editor_state.see(draft.version_id, draft.revision)
    if last is None or last >= draft.revision:
        return
    start = min([last, *(since for _, since in saved)])
    table = Table(draft, edits_since(desk, draft.version_id, start - LOOK_BACK), desk.by, people, reader)
    _say_theirs(table, last)
    for revision, since in saved:
        _say_mine(table, revision, since)


def _say_theirs(table: Table, last: int) -> None:
    fresh = [edit for edit in table.history if edit.revision > last and not table.is_of_this_tab(edit)]
    taken = [one for one in replacements(table.history, since=last) if one.by in fresh and _was_mine(table, one)]
    for person in dict.fromkeys(edit.person_id for edit in fresh):
        lost = [one for one in taken if one.by.person_id == person]
        theirs = [edit for edit in fresh if edit.person_id == person]
        shown = theirs if person != table.me else [edit for edit in theirs if any(one.by is edit for one in lost)]
        if shown:
            st.toast(_others_words(table, shown, lost), icon=":material/group:")
    for one in taken:
        _keep(table, one)


def _was_mine(table: Table, one: Replaced) -> bool:
    """Of one's own tabs, only this one's words count as replaced, and only by another tab."""
    return table.is_of_this_tab(one.of) or (table.is_mine(one.of) and not table.is_mine(one.by))


def _others_words(table: Table, edits: Sequence[DraftEdit], lost: Sequence[Replaced]) -> str:
    last = edits[-1]
    seconds = max(0, round((table.reader.now - last.made_at).total_seconds()))
    time = f"{seconds} s" if seconds < 60 else table.reader.since(last.made_at)
    told = table.say("others", name=table.name(last), what=_what(table, edits), time=time)
    words = [table.quoted(one.words) for one in lost if one.words]
    if words:
        kept = table.say("others.lost", words=_enumerated(table, words))
    else:
        kept = table.say("others.settled" if lost else "others.kept")
    return plain(f"{told} {kept}")


def _what(table: Table, edits: Sequence[DraftEdit]) -> str:
    """The cards that were changed, the last one first."""
    titles = [table.title(change["path"]) for edit in reversed(edits) for change in edit.changes]
    names = [quote(title, table.reader.language) for title in dict.fromkeys(titles) if title]
    return _enumerated(table, names) if names else table.say("the_journey")


def _enumerated(table: Table, names: Sequence[str]) -> str:
    """Up to three, then how many more."""
    shown, more = list(names[:NAMED]), len(names) - NAMED
    if more > 0:
        shown.append(table.say("others.one_more" if more == 1 else "others.more", count=str(more)))
    return table.say("others.and").join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _say_mine(table: Table, revision: int, since: int) -> None:
    """What an edit of this tab took the place of, that somebody had written meanwhile."""
    for one in replacements(table.history, since=since):
        unseen = one.of.revision > since and not table.is_of_this_tab(one.of)
        if one.by.revision == revision and unseen and one.words:
            told = table.say("others.replaced", name=table.name(one.of), words=table.quoted(one.words))
            st.toast(plain(told), icon=":material/group:")


def _keep(table: Table, one: Replaced) -> None:
    """Words of this person that somebody replaced can be put back, or copied."""
    lost = lost_of(one.stood)
    if one.words:
        before = {"before": []} if are_words(lost) else {}
        title = table.title(one.path) or table.say("the_journey")
        editor_state.lose(title, one.words, [{"path": list(one.path), **before, "after": lost}])
