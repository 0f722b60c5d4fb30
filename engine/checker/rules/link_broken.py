"""A link that no customer's phone can open: unfinished, or to a place inside the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.texts import writings
from engine.checker.words import Fact

LINK = re.compile(r"(?i)\bhttps?://([^\s<>\"')\]»]*)")
SLIP = re.compile(r"(?i)(?<![\w/])(?:https?:/(?!/)|https?//|htt?p?s?;//|hhtps?://|htps?://|http?s:///)\S+")
INSIDE = re.compile(r"(?i)^(?:localhost|[^.]+\.(?:local|internal|lan|intranet))$")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            if writing.use.role == "request":  # no phone opens it
                continue
            found = _fault(writing.source, is_address=writing.use.role in ("media", "link"))
            if found is not None:
                shown, wording = found
                facts: dict[str, Fact] = {"step": step_name(step), "link": shorten(shown)}
                yield Problem("link_broken", "error", step_id, None, writing.field, facts, wording=wording)


def _fault(source: str, *, is_address: bool) -> tuple[str, str | None] | None:
    """What of the text is no link, and which sentence says why. Whether a file or a link button has an address at all is asked
    elsewhere."""
    slip = SLIP.search(source)
    if slip is not None and not is_address:
        return slip.group(0), None
    for link in LINK.finditer(source):
        host = re.split(r"[/?#:]", link.group(1).rpartition("@")[2])[0]
        if "{" in host:
            continue
        if _is_inside(host):
            return link.group(0), "inside"
        if "." not in host.strip(".") and not is_address:
            return link.group(0), None
    return None


def _is_inside(host: str) -> bool:
    if INSIDE.match(host):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_link_local
