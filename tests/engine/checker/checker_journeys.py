"""Generated journeys, sensible or not, all of which `read_definition` accepts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.checker.context import EventElsewhere, KeywordElsewhere, KnownTemplate, Surroundings

IDS = [f"s{number}" for number in range(7)]
written = st.characters(exclude_categories=["C", "Zl", "Zp"])
"""Characters that a definition may hold."""
targets = st.sampled_from([*IDS, "gone", None])
lengths = st.sampled_from([None, "0s", "1m", "7h", "20h", "23h50m", "24h", "3d"])
texts = st.one_of(
    st.sampled_from([
        "", "Bonjour", "{{ contact.name }}", "{{ contact.points | default('0') | int }}", "{{ prenon }}", "{{ contact.",
        "{% for i in event.items %}{{ i.name }}{% endfor %}", "{% if contact.vip %}a{% endif %}", "{{ answers.s1 }}",
        "é" * 1500, "**gras** http://localhost/a https:// # x", "Quel est votre mot de passe ?", "{{ event.total }} {{ answers.s2.a }}", "{{ contact['name'] }}", "{{ contact }}", "{{ event.a.b.c }} {{ event.a }}", "{{ 9 ** 9 }}",
    ]),
    st.text(written, max_size=12),
)  # fmt: skip
local_texts = st.one_of(
    st.none(), texts, st.dictionaries(st.sampled_from(["fr", "en", "pt_BR", "x"]), texts, max_size=3)
)
words = st.lists(
    st.one_of(st.sampled_from(["oui", "stop", "👍", "", "(a", "menu du jour"]), st.text(written, max_size=6)),
    max_size=3,
)
matches = st.sampled_from(["word", "exact", "phrase", "starts_with", "regex", "any"])
values = st.one_of(
    st.none(),
    st.text(written, max_size=5),
    st.integers(-9, 9),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.lists(st.integers(-9, 9), max_size=2),
)
operators = st.sampled_from(
    ["is", "is_not", "contains", "starts_with", "one_of", "more_than", "at_least", "less_than", "at_most", "before", "after", "is_set", "is_not_set"]
)  # fmt: skip
paths = st.sampled_from(["contact.name", "contact.points", "event.kind", "answers.s1", "city", "", "contact.", "."])
comparisons = st.fixed_dictionaries({"attribute": paths, "operator": operators, "value": values})
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)


def _branches(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    shape = {"id": st.sampled_from(["a", "b", "c"]), "title": local_texts, "next": targets, **more}
    return st.lists(st.fixed_dictionaries(shape), max_size=3, unique_by=lambda branch: branch["id"])


def _step(kind: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": st.just(kind), "title": st.one_of(st.none(), st.text(written, max_size=5)), **fields}
    )


buttons = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", ""]), "title": local_texts.filter(lambda text: text is not None)}
    ),
    max_size=4,
)
links = st.sampled_from(
    [
        None,
        "",
        "x",
        "ftp://a",
        "https://a.example/b.gif",
        "{{ event.url }}",
        "{{ 9 ** 9 }}",
        {"fr": "https://a.example"},
    ]
)
files = st.none() | st.fixed_dictionaries(
    {"kind": st.sampled_from(["image", "video", "document"]), "url": links, "name": local_texts}
)
fallbacks = st.none() | st.fixed_dictionaries(
    {
        "template": st.sampled_from([None, "cart", "other"]),
        "values": st.dictionaries(st.sampled_from(["name", "1"]), texts, max_size=2),
        "header_media": files,
    }
)
option_rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b"]),
            "title": local_texts.filter(lambda text: text is not None),
            "description": local_texts,
        }
    ),
    max_size=3,
)
sheets = st.none() | st.fixed_dictionaries(
    {
        "button": local_texts.filter(lambda text: text is not None),
        "sections": st.lists(st.fixed_dictionaries({"title": local_texts, "rows": option_rows}), max_size=2),
    }
)
link_buttons = st.none() | st.fixed_dictionaries(
    {"title": local_texts.filter(lambda text: text is not None), "url": links}
)
questions = st.sampled_from(["text", "number", "date", "email", "choice", "rating"])
untils = st.one_of(
    st.fixed_dictionaries({"date": st.sampled_from(["2026-12-24", "2026-12-24T18:00", "2026-12-24T18:00Z"])}),
    st.fixed_dictionaries({"attribute": st.sampled_from(["", "contact.points", "x", "answers.s1"]), "offset": st.sampled_from([None, "-1d", "2h"]), "at": st.sampled_from([None, "9:30"])}),
    st.fixed_dictionaries({"weekday": st.lists(st.sampled_from(["mon", "thu", "sun"]), max_size=3), "at": st.just("10:00")}),
)  # fmt: skip
steps = st.one_of(
    _step("ask", **{"for": lengths}, text=local_texts, kind=questions, save_as=st.sampled_from([None, "", "points"]), choices=buttons, retry=local_texts, tries=st.integers(1, 5), next=targets, invalid=targets, no_reply=targets, not_sent=targets),
    _step("record_consent", purpose=st.sampled_from(["marketing", "service"]), given=st.booleans(), words=local_texts, next=targets),
    _step("send_session", text=local_texts, media=files, buttons=buttons, list=sheets, link_button=link_buttons, location_request=st.booleans(), if_window_closed=fallbacks, next=targets, not_sent=targets),
    _step("send_template", template=st.sampled_from([None, "cart", "other", ""]), values=st.dictionaries(st.sampled_from(["name", "1", "header.1"]), texts, max_size=2), header_media=files, next=targets, not_sent=targets),
    _step("wait", **{"for": lengths}, next=targets),
    _step("wait", until=untils, next=targets, otherwise=targets),
    _step("wait_for_reply", **{"for": lengths}, branches=_branches(any_of=words, match=matches, typos=st.booleans(), buttons=words, location=st.booleans()), otherwise=targets, no_reply=targets),
    _step("wait_for_event", **{"for": lengths}, event=st.sampled_from([None, "", "cart"]), where=st.none() | conditions, next=targets, no_event=targets),
    _step("branch", branches=_branches(when=st.one_of(st.none(), conditions)), otherwise=targets),
    _step("branch_on_message", message=targets, within=lengths, replied=targets, read=targets, delivered=targets, failed=targets, otherwise=targets),
    _step("start_journey", journey=st.sampled_from([None, "", "generated", "other"]), next=targets, not_started=targets),
    _step("split", paths=_branches(share=st.sampled_from([0, 10, 50, 100])), control=st.sampled_from([None, "a", "z"])),
    _step("update_contact", set=st.dictionaries(st.sampled_from(["points", "name"]), st.one_of(st.none(), texts, st.integers(-9, 9)), max_size=2), next=targets),
    _step("call_http", url=texts, method=st.sampled_from(["GET", "POST"]), headers=st.dictionaries(st.sampled_from(["X-A"]), texts, max_size=1), body=st.dictionaries(st.sampled_from(["a", "b"]), texts, max_size=2), save=st.dictionaries(st.sampled_from(["points", "country", ""]), st.sampled_from(["", "a.b", "0"]), max_size=2), next=targets, failed=targets),
    _step("exit"),
)  # fmt: skip
triggers = st.one_of(
    st.fixed_dictionaries({"id": st.sampled_from(["t", "u"]), "type": st.just("keyword"), "any_of": words, "match": matches, "next": targets}),
    st.fixed_dictionaries({"id": st.sampled_from(["t", "v"]), "type": st.just("event"), "name": st.sampled_from([None, "", "cart"]), "next": targets}),
    st.fixed_dictionaries({"id": st.sampled_from(["t", "w"]), "type": st.just("link"), "code": st.sampled_from([None, "", "!", "noel", "stop"]), "greeting": st.sampled_from([None, "Bonjour", "noel"]), "ads": words, "next": targets}),
    st.fixed_dictionaries({"id": st.sampled_from(["t", "x"]), "type": st.just("opt_in"), "purpose": st.sampled_from(["marketing", "service", "all"]), "next": targets}),
    st.fixed_dictionaries({"id": st.sampled_from(["t", "y"]), "type": st.just("audience"), "segment": st.sampled_from([None, "", "a", "gone"]), "when": st.sampled_from(["now", {"at": "2026-12-01T10:00"}, {"every": "month", "day": 31}]), "next": targets}),
    st.fixed_dictionaries({"id": st.sampled_from(["t", "z"]), "type": st.just("date"), "attribute": paths, "offset": st.sampled_from([None, "-2d"]), "next": targets}),
)  # fmt: skip
segments = st.dictionaries(
    st.just("a"),
    st.fixed_dictionaries({"name": st.text(written, max_size=5), "when": st.one_of(st.none(), conditions)}),
    max_size=1,
)


def definitions() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({
        "parcours": st.just(1), "key": st.just("generated"), "language": st.sampled_from(["fr", "en", "pt-BR", ""]),
        "purpose": st.sampled_from(["marketing", "service"]), "segments": segments, "triggers": st.lists(triggers, max_size=3, unique_by=lambda trigger: trigger["id"]),
        "steps": st.dictionaries(st.sampled_from(IDS), steps, max_size=7),
        "quiet_hours": st.none() | st.sampled_from([{"from": "20:00", "to": "10:00"}, {"from": "9:30", "to": "9:00", "days": ["sat"]}]),
    })  # fmt: skip


components = st.sampled_from([
    None, {}, [], {"body": "Bonjour {{name}}", "buttons": [{"type": "QUICK_REPLY", "text": "Oui"}]},
    [{"type": "BODY", "text": "{{1}}"}, {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://a.example/{{1}}"}]}],
    {"components": [{"type": "HEADER", "format": "IMAGE"}, 7]}, {"body": None, "header": 3, "buttons": "no"},
])  # fmt: skip
statuses = st.sampled_from(["APPROVED", "PENDING", "PAUSED", "REJECTED", "", "strange"])
templates = st.builds(KnownTemplate, st.sampled_from(["MARKETING", "UTILITY", "x"]), statuses, components)
counts = st.dictionaries(st.sampled_from(["name", "points", "fr", "en"]), st.integers(0, 2000), max_size=3)


def surroundings() -> st.SearchStrategy[Surroundings]:
    library = st.dictionaries(
        st.tuples(st.sampled_from(["cart", "order"]), st.sampled_from(["fr", "EN_US", "pt"])), templates, max_size=3
    )
    return st.builds(
        Surroundings,
        templates=st.one_of(st.none(), library),
        contact_fields=st.one_of(st.none(), st.dictionaries(st.sampled_from(["points", "vip"]), st.text(written, max_size=6), max_size=2)),
        empty_for=st.one_of(st.none(), counts),
        longest_values=st.one_of(st.none(), st.dictionaries(st.sampled_from(["contact.name", "contact.points"]), st.text(written, max_size=30), max_size=2)),
        people_by_language=st.one_of(st.none(), counts),
        people_by_country=st.one_of(st.none(), st.dictionaries(st.sampled_from(["US", "FR"]), st.integers(0, 9), max_size=2)),
        events_elsewhere=st.one_of(st.none(), st.lists(st.builds(EventElsewhere, st.text(written, max_size=5), st.sampled_from(["", "cart"])), max_size=2)),
        business_name=st.sampled_from([None, "", "Boutique"]),
        http_hosts=st.sampled_from([None, (), ("suivi.example",)]),
        keywords_elsewhere=st.one_of(st.none(), st.lists(st.builds(KeywordElsewhere, st.text(written, max_size=5), words.map(tuple), matches), max_size=2)),
    )  # fmt: skip
