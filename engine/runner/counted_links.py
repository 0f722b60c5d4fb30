"""Links of a message that leaves, led through us so that opening one is counted. The links are written in the claim's own
transaction: none leaves that is not known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy import Connection, RowMapping

from engine.journey.counted import LINK, PATH, CountedLinks, Which
from engine.providers.base import OutgoingMessage, SessionContent, TemplateContent
from storage import links

Leaving: TypeAlias = tuple[RowMapping, OutgoingMessage]
CLOSING = ".,;:!?)]}…"
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


@dataclass(frozen=True, slots=True)
class LinkCounting:
    """`base`: our public address, without a slash at its end. `which`: link buttons and template links of ours, or those in texts
    too. `new_token`: chance, at least 96 bits."""

    base: str
    which: Which
    new_token: Callable[[], str]

    def is_countable(self, url: str) -> bool:
        """A whole address, of somebody else."""
        return CountedLinks(self.base, self.which).is_countable(url)


def count_links(
    connection: Connection, leaving: Sequence[tuple[RowMapping, OutgoingMessage, RowMapping | None]],
    counting: LinkCounting | None, now: dt.datetime,
) -> list[Leaving]:  # fmt: skip
    """The same messages, links led through us. `leaving`: with the template that was chosen. Unchanged where nothing counts."""
    plain: list[Leaving] = [(row, message) for row, message, _ in leaving]
    if counting is None:
        return plain
    found = {row["id"]: _targets(message, template, counting) for row, message, template in leaving}
    wanted = [(message_id, target) for message_id, targets in found.items() for target in targets]
    if not wanted:
        return plain
    tokens = links.tokens_for(connection, wanted, new_token=counting.new_token, at=now)
    return [
        (row, replace(message, content=_rewritten(message, template, counting, _of(tokens, row["id"]))))
        for row, message, template in leaving
    ]


def _of(tokens: Mapping[tuple[str, str], str], message_id: str) -> dict[str, str]:
    return {target: token for (message, target), token in tokens.items() if message == message_id}


def _targets(message: OutgoingMessage, template: RowMapping | None, counting: LinkCounting) -> list[str]:
    content = message.content
    if isinstance(content, TemplateContent):
        suffixes = _suffixes(content, template, counting).values()
        return [*suffixes, *(url for text in _texts(content, counting) for url in _links_in(text, counting))]
    button = [content.link[1]] if content.link and counting.is_countable(content.link[1]) else []
    return button + (_links_in(content.text, counting) if counting.which == "all" else [])


def _suffixes(content: TemplateContent, template: RowMapping | None, counting: LinkCounting) -> dict[int, str]:
    """Place of a button → the whole address that stands for its last piece. The first piece was approved with the template, so
    only a button that leads to us can be counted: `https://our.address/l/{{1}}`."""
    buttons: Sequence[Mapping[str, Any]] = (template["components"].get("buttons") or ()) if template else ()
    found: dict[int, str] = {}
    for place, name in content.url_buttons.items():
        value = content.values.get(f"button.{place}", content.values.get(name, ""))
        fixed = str(buttons[place].get("url", "")).partition("{{")[0] if place < len(buttons) else ""
        if fixed == f"{counting.base}{PATH}" and counting.is_countable(value):
            found[place] = value
    return found


def _texts(content: TemplateContent, counting: LinkCounting) -> list[str]:
    """Values of the body that may hold links."""
    return [content.values.get(name, "") for name in content.body] if counting.which == "all" else []


def _links_in(text: str, counting: LinkCounting) -> list[str]:
    found = (link.rstrip(CLOSING) for link in LINK.findall(text))
    return [link for link in found if counting.is_countable(link)]


def _rewritten(
    message: OutgoingMessage, template: RowMapping | None, counting: LinkCounting, tokens: Mapping[str, str]
) -> TemplateContent | SessionContent:
    content = message.content
    led = {target: f"{counting.base}{PATH}{token}" for target, token in tokens.items()}
    if isinstance(content, TemplateContent):
        buttons = {f"button.{at}": tokens[url] for at, url in _suffixes(content, template, counting).items()}
        bodies = {name: _led(value, led) for name, value in content.values.items() if name in content.body}
        texts = bodies if counting.which == "all" else {}
        return replace(content, values={**content.values, **texts, **buttons})
    link = (content.link[0], led.get(content.link[1], content.link[1])) if content.link else None
    text = _led(content.text, led) if counting.which == "all" else content.text
    limit = CAPTION_LIMIT if content.media or content.buttons or link or content.location_label else TEXT_LIMIT
    fits = len(text.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    return replace(content, text=text if fits else content.text, link=link)


def _led(text: str, led: Mapping[str, str]) -> str:
    """A link that is the beginning of a longer one is not touched inside it."""

    def lead(found: re.Match[str]) -> str:
        whole = found.group(0)
        link = whole.rstrip(CLOSING)
        return led.get(link, link) + whole[len(link) :]

    return LINK.sub(lead, text)
