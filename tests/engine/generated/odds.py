"""What people also write: strange texts, links and conditions, all of which a definition may hold."""

from __future__ import annotations

from typing import Any

TRICKY = (
    "yes", "no", "on", "null", "~", "true", "007", "+33600000001", "1e5", "0x1F", "1_000", "12:30", "2026-01-05", "1.50", "24h",
    "a: b", "a #b", "- a", "[x]", "a\nb", "a\nb\n", "\n a", "a\n\n\tb ", "«\u202fÀ bientôt\u00a0!»", "👍🏽", "\u2028", "\x85",
    "\ufeff", "#", "", " ", "'", '"', "\\", "%", "@", "`", "|", ">", "---", "...",
)  # fmt: skip
"""What YAML could take for something else."""
ODD_TEXTS = (
    "{{ contact.points | default('0') | int }}", "{{ prenon }}", "{{ contact.", "{% for i in event.items %}{{ i.name }}{% endfor %}",
    "{% if contact.vip %}a{% endif %}", "{{ answers.s1 }}", "é" * 1500, "**gras** http://localhost/a https:// # x",
    "Quel est votre mot de passe ?", "{{ event.total }} {{ answers.s2.a }}", "{{ contact['name'] }}", "{{ contact }}",
    "{{ event.a.b.c }} {{ event.a }}", "{{ 9 ** 9 }}",
)  # fmt: skip
ODD_LINKS: tuple[Any, ...] = (
    None, "", "x", "ftp://a", "https://a.example/b.gif", "{{ event.url }}", "{{ 9 ** 9 }}", {"fr": "https://a.example"},
)  # fmt: skip
ODD_CONDITIONS: tuple[dict[str, Any], ...] = (
    {"attribute": "", "operator": "is", "value": "a"}, {"attribute": "contact.", "operator": "contains", "value": ""},
    {"attribute": "city", "operator": "starts_with", "value": 7}, {"attribute": ".", "operator": "before", "value": None},
    {"attribute": "contact.points", "operator": "more_than", "value": "x"}, {"all": []}, {"any": []}, {"not": {"all": []}},
    {"attribute": "event.kind", "operator": "at_least", "value": 3.5}, {"attribute": "event.kind", "operator": "is", "value": True},
    {"all": [{"attribute": "event.kind", "operator": "at_most", "value": 2}, {"attribute": "event.kind", "operator": "at_least", "value": 4}]},
    {"attribute": "answers.s1", "operator": "one_of", "value": []}, {"attribute": "contact.name", "operator": "after", "value": "2026-01-05"},
)  # fmt: skip
