"""Every type of step and start with every field that it has, in English; most texts read the answer to `asked`."""

from __future__ import annotations

from typing import Any

HEARD = "{{ answers.asked }}"
SAID = {"attribute": "answers.asked", "operator": "is", "value": "red"}
TEXTS = {"en": f"You said {HEARD}", "nl": f"Hoi {HEARD}"}
FILE = {"kind": "document", "url": f"https://shop.example/{HEARD}.pdf", "name": f"Size {HEARD}"}
TEMPLATE = {"template": "cart_reminder", "values": {"name": HEARD}, "header_media": FILE}
SENT = {"next": "bye", "not_sent": "bye", "if_unconfirmed": "ask"}

STEPS: dict[str, dict[str, Any]] = {
    "asked": {
        "type": "ask", "title": "Colour", "text": TEXTS, "kind": "choice", "save_as": "colour", "scale": [1, 10],
        "choices": [{"id": "red", "title": f"Red {HEARD}"}, {"id": "blue", "title": {"en": "Blue"}}],
        "retry": f"Not {HEARD}: once more?", "tries": 3, "for": "24h", "invalid": "bye", "no_reply": "bye", **SENT,
    },
    "rated": {"type": "ask", "text": f"How was {HEARD}?", "kind": "rating", "scale": [1, 5], "choices": [{"id": "a"}]},
    "template": {"type": "send_template", "title": "Reminder", **TEMPLATE, **SENT},
    "buttons": {
        "type": "send_session", "title": "Thanks", "text": TEXTS, "media": {**FILE, "kind": "image"},
        "buttons": [{"id": "more", "title": f"More {HEARD}"}], "location_request": False, "if_window_closed": TEMPLATE,
        **SENT,
    },
    "list": {
        "type": "send_session", "text": HEARD,
        "list": {"button": f"See {HEARD}", "sections": [
            {"title": f"Of {HEARD}", "rows": [{"id": "a", "title": f"A {HEARD}", "description": f"About {HEARD}"}]},
            {"title": "Other", "rows": [{"id": "b", "title": {"en": f"B {HEARD}"}}]},
        ]},
    },
    "link": {
        "type": "send_session", "text": HEARD,
        "link_button": {"title": f"Open {HEARD}", "url": {"en": f"https://shop.example/{HEARD}"}},
    },
    "wait": {"type": "wait", "title": "Pause", "for": "1d", "next": "bye"},
    "until": {"type": "wait", "until": {"attribute": "answers.asked", "offset": "-1d", "at": "10:00"}, "otherwise": "bye"},
    "until_day": {"type": "wait", "until": {"weekday": ["mon", "thu"], "at": "10:00"}, "next": "bye"},
    "until_date": {"type": "wait", "until": {"date": "2026-12-24T18:00"}, "next": "bye"},
    "reply": {
        "type": "wait_for_reply", "title": "Their reply", "for": "24h", "otherwise": "bye", "no_reply": "bye",
        "branches": [
            {"id": "yes", "title": {"en": "Yes"}, "any_of": ["yes", "ok"], "match": "word", "typos": True,
             "buttons": ["more"], "location": False, "next": "bye"},
            {"id": "here", "location": True, "next": "bye"},
        ],
    },
    "event": {
        "type": "wait_for_event", "title": "Paid", "event": "order.paid", "for": "3d", "next": "bye", "no_event": "bye",
        "where": {"all": [{"attribute": "event.total", "operator": "at_least", "value": 50}, SAID]},
    },
    "choose": {
        "type": "branch", "title": "By colour", "otherwise": "bye",
        "branches": [
            {"id": "red", "title": "Red", "when": SAID, "next": "bye"},
            {"id": "deep", "when": {"any": [{"not": SAID}, {"all": [SAID, {**SAID, "attribute": "contact.city"}]}]}},
        ],
    },
    "seen": {
        "type": "branch_on_message", "title": "Seen", "message": "template", "within": "6h", "replied": "bye",
        "clicked": "bye", "read": "bye", "delivered": "bye", "failed": "bye", "otherwise": "bye",
    },
    "split": {
        "type": "split", "title": "Test", "control": "b",
        "paths": [{"id": "a", "title": {"en": "First"}, "share": 90, "next": "bye"}, {"id": "b", "share": 10}],
    },
    "note": {"type": "update_contact", "title": "Note", "set": {"colour": HEARD, "vip": True, "old": None}, "next": "bye"},
    "consent": {
        "type": "record_consent", "title": "Consent", "purpose": "marketing", "given": True, "words": TEXTS,
        "next": "bye",
    },
    "call": {
        "type": "call_http", "title": "Parcel", "url": f"https://parcels.example/{HEARD}", "method": "POST",
        "headers": {"X-Colour": HEARD}, "body": {"attribute": HEARD}, "save": {"attribute": "answers.asked"},
        "for": "5s", "next": "bye", "failed": "bye",
    },
    "other": {
        "type": "start_journey", "title": "Survey", "journey": "survey", "wait": False, "next": "bye",
        "not_started": "bye",
    },
    "bye": {"type": "exit", "title": "Bye"},
}  # fmt: skip
TRIGGERS: list[dict[str, Any]] = [
    {"id": "word", "type": "keyword", "title": "Writes", "any_of": ["hello"], "match": "word", "typos": True, "next": "asked"},
    {"id": "told", "type": "event", "title": "Cart", "name": "cart.abandoned", "next": "asked"},
    {"id": "code", "type": "link", "title": "Poster", "code": "spring26", "greeting": "Hello", "ads": ["7"], "next": "asked"},
    {"id": "agreed", "type": "opt_in", "title": "Agreed", "purpose": "all", "next": "asked"},
    {"id": "sent", "type": "audience", "title": "Offer", "segment": "lyon", "next": "asked",
     "when": {"every": "week", "weekday": "tue", "day": 1, "at": "10:00"}},
    {"id": "later", "type": "audience", "segment": "lyon", "when": {"at": "2026-12-24T18:00"}, "next": "asked"},
    {"id": "at_once", "type": "audience", "segment": "lyon", "when": "now", "next": "asked"},
    {"id": "birthday", "type": "date", "title": "Birthday", "attribute": "contact.birthday", "offset": "-2d", "at": "09:00",
     "every": "year", "next": "asked"},
]  # fmt: skip
SEGMENTS = {"lyon": {"name": "People of Lyon", "when": {"all": [
    {"attribute": "contact.city", "operator": "is", "value": "Lyon"}]}}}  # fmt: skip


def filled(**changes: Any) -> dict[str, Any]:
    """A journey that holds all of them."""
    return {
        "parcours": 1, "key": "filled", "name": "Filled", "language": "en", "purpose": "marketing",
        "segments": SEGMENTS, "triggers": TRIGGERS, "steps": STEPS, **changes,
    }  # fmt: skip
