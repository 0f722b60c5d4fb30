"""What must hold at every moment of every passage, whatever the journey: asked of each call of `advance` that a walk made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.journey.effects import CallHttp, Send
from tests.engine.generated.walking import Moment
from tests.engine.generated.watching_news import OF_TIME_AND_NEWS
from tests.engine.generated.watching_signs import OF_SIGNS
from tests.engine.generated.watching_way import OF_THE_WAY


def broken(moments: Sequence[Moment]) -> str | None:
    """The first thing that does not hold in these moments; None when all is well."""
    return next(every_broken(moments), None)


def every_broken(moments: Sequence[Moment]) -> Iterator[str]:
    seen: set[str] = set()
    for moment in moments:
        for watcher in (*OF_THE_WAY, *OF_TIME_AND_NEWS, *OF_SIGNS):
            if (problem := watcher(moment)) is not None:
                yield f"{watcher.__name__}: {problem} after {moment.event} on {moment.before}"
        for effect in moment.advanced.effects:
            if isinstance(effect, Send | CallHttp):
                name = effect.message_id if isinstance(effect, Send) else effect.call_id
                if f"{type(effect)} {name}" in seen:
                    yield f"a visit sends once: {name} again after {moment.event}"
                seen.add(f"{type(effect)} {name}")
