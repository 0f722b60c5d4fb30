"""Journeys made up by chance: every field, every step type, any text."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LETTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127)] + ["\ufffe", "\uffff"],
)
TRICKY = st.sampled_from(
    ["yes", "no", "on", "null", "~", "true", "007", "+33600000001", "1e5", "0x1F", "1_000", "12:30", "2026-01-05", "1.50", "24h",
     "a: b", "a #b", "- a", "{{ contact.name }}", "[x]", "a\nb", "a\nb\n", "\n a", "a\n\n\tb ", "«\u202fÀ bientôt\u00a0!»", "👍🏽",
     "\u2028", "\x85", "\ufeff", "#", "", " ", "'", '"', "\\", "%", "@", "`", "|", ">", "---", "..."]
)  # fmt: skip
TEXT = TRICKY | st.text(LETTERS, max_size=20)
IDS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,8}", fullmatch=True) | st.sampled_from(
    ["yes", "no", "1", "007", "null", "true"]
)
LOCAL = TEXT | st.dictionaries(st.sampled_from(["fr", "en", "no", "pt_BR"]), TEXT, max_size=3)
DURATION = st.sampled_from(["24h", "2d", "1d12h", "30m", "1 D"])
MATCH = st.sampled_from(["word", "exact", "phrase", "starts_with", "any"])
NUMBER = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = TEXT | NUMBER | st.booleans() | st.none()
WORDS = st.lists(TEXT, max_size=3)


def part(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


NEXT = st.none() | IDS
COMPARISON = part(
    {"attribute": TEXT},
    {
        "operator": st.sampled_from(["is", "is_not", "contains", "at_least", "is_set"]),
        "value": PLAIN | st.lists(TEXT | NUMBER, max_size=3),
    },
)
CONDITION = st.recursive(
    COMPARISON,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=2).map(lambda parts: {"any": parts}),
        inner.map(lambda one: {"not": one}),
    ),
    max_leaves=4,
)
REPLY_BRANCH = {"any_of": WORDS, "match": MATCH, "typos": st.booleans(), "buttons": WORDS, "next": NEXT, "title": LOCAL}


def branches(optional: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(part({"id": IDS}, optional), max_size=3, unique_by=lambda branch: branch["id"])


def step(step_type: str, **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return part({"type": st.just(step_type)}, {"title": TEXT, **optional})


FILE = part({"kind": st.sampled_from(["image", "video", "document"])}, {"url": LOCAL, "name": LOCAL})
BUTTONS = st.lists(part({"id": IDS}, {"title": LOCAL}), max_size=3)

HOUR = st.sampled_from(["10:00", "9:30", " 23:59"])
WEEKDAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), max_size=3)
UNTIL = st.one_of(
    part({"date": st.sampled_from(["2026-12-24", "2026-12-24T18:00", "2026-12-24T18:00:30+02:00"])}, {}),
    part({"attribute": TEXT}, {"offset": st.sampled_from(["-1d", "2h", "+1d12h"]), "at": HOUR}),
    part({"weekday": WEEKDAYS}, {"at": HOUR}),
)

STEP = st.one_of(
    step(
        "send_template",
        template=TEXT,
        values=st.dictionaries(TEXT, TEXT, max_size=2),
        header_media=FILE,
        next=NEXT,
        not_sent=NEXT,
    ),
    step(
        "send_session",
        text=LOCAL,
        media=FILE,
        buttons=BUTTONS,
        next=NEXT,
        not_sent=NEXT,
    ),
    step(
        "ask",
        **{"for": DURATION},
        text=LOCAL,
        kind=st.sampled_from(["text", "number", "date", "email", "choice", "rating"]),
        save_as=TEXT,
        choices=BUTTONS,
        scale=st.lists(st.integers(-9, 99), min_size=2, max_size=2),
        retry=LOCAL,
        tries=st.integers(1, 5),
        next=NEXT,
        invalid=NEXT,
        no_reply=NEXT,
        not_sent=NEXT,
    ),
    step(
        "record_consent", purpose=st.sampled_from(["marketing", "service"]), given=st.booleans(), words=LOCAL, next=NEXT
    ),
    step("wait", **{"for": DURATION}, next=NEXT),
    step("wait", until=UNTIL, next=NEXT, otherwise=NEXT),
    step("wait_for_reply", **{"for": DURATION}, branches=branches(REPLY_BRANCH), otherwise=NEXT, no_reply=NEXT),
    step("wait_for_event", **{"for": DURATION}, event=TEXT, where=CONDITION, next=NEXT, no_event=NEXT),
    step("branch", branches=branches({"when": CONDITION, "next": NEXT}), otherwise=NEXT),
    step(
        "branch_on_message",
        message=IDS,
        within=DURATION,
        replied=NEXT,
        clicked=NEXT,
        read=NEXT,
        delivered=NEXT,
        failed=NEXT,
        otherwise=NEXT,
    ),
    step("start_journey", journey=TEXT, wait=st.just(False), next=NEXT, not_started=NEXT),
    step("split", paths=branches({"share": st.integers(0, 100), "title": LOCAL, "next": NEXT}), control=IDS),
    step("update_contact", set=st.dictionaries(TEXT, PLAIN, max_size=3), next=NEXT),
    step(
        "call_http",
        url=TEXT,
        method=st.sampled_from(["GET", "POST"]),
        headers=st.dictionaries(TEXT, TEXT, max_size=2),
        body=st.dictionaries(TEXT, TEXT, max_size=2),
        save=st.dictionaries(TEXT, TEXT, max_size=2),
        **{"for": st.sampled_from(["1s", "30s"])},
        next=NEXT,
        failed=NEXT,
    ),
    step("exit"),
)
TRIGGER = st.one_of(
    part(
        {"id": IDS, "type": st.just("keyword")}, {"any_of": WORDS, "match": MATCH, "typos": st.booleans(), "next": NEXT}
    ),
    part({"id": IDS, "type": st.just("event")}, {"name": TEXT, "next": NEXT, "title": TEXT}),
)
LISTENS = part({"event": TEXT}, {})

DEFINITIONS = part(
    {"parcours": st.just(1), "key": IDS},
    {
        "name": TEXT, "language": TEXT, "purpose": st.sampled_from(["marketing", "service"]), "sender": TEXT,
        "triggers": st.lists(TRIGGER, max_size=3, unique_by=lambda trigger: trigger["id"]),
        "entry": part({}, {"again": st.sampled_from(["never", "after_exit", "always"]), "not_within": DURATION, "per": TEXT}),
        "goal": LISTENS, "exit_on": st.lists(LISTENS, max_size=2), "steps": st.dictionaries(IDS, STEP, max_size=4),
        "quiet_hours": part({"from": st.sampled_from(["20:00", "9:30"]), "to": st.sampled_from(["10:00", "23:59"])}, {"days": WEEKDAYS}),
        "layout": st.dictionaries(IDS, st.lists(NUMBER, min_size=2, max_size=2), max_size=3),
    },
)  # fmt: skip
"""Definitions as plain values, complete or not, all readable."""
