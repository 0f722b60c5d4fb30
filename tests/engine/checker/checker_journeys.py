"""Generated houses around a journey: templates, customers, other journeys."""

from __future__ import annotations

from hypothesis import strategies as st

from engine.checker.context import EventElsewhere, KeywordElsewhere, KnownTemplate, Surroundings
from engine.journey.counted import CountedLinks

written = st.characters(exclude_categories=["C", "Zl", "Zp"])
"""Characters that a definition may hold."""
words = st.lists(
    st.one_of(st.sampled_from(["oui", "stop", "👍", "", "(a", "menu du jour"]), st.text(written, max_size=6)),
    max_size=3,
)
matches = st.sampled_from(["word", "exact", "phrase", "starts_with", "regex", "any"])


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
        counted_links=st.sampled_from([None, CountedLinks(), CountedLinks("https://a.example", "buttons")]),
        keywords_elsewhere=st.one_of(st.none(), st.lists(st.builds(KeywordElsewhere, st.text(written, max_size=5), words.map(tuple), matches), max_size=2)),
    )  # fmt: skip
