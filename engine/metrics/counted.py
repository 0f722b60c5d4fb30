"""What this process counts. Labels are words of ours, keys of our senders and codes: never anything of a customer's."""

from __future__ import annotations

import re
from collections import Counter as Numbers
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

disable_created_metrics()
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
WORD = re.compile(r"[a-z][a-z_]{0,39}")

SENDS = Counter(
    "parcours_sends", "Messages that were posted, by what became of the post: accepted, failed, unknown, given_back.",
    ["sender", "result"], registry=REGISTRY,
)  # fmt: skip
FAILURES = Counter(
    "parcours_send_failures", "Posts that the provider refused, by our word for its reason.", ["sender", "reason"],
    registry=REGISTRY,
)  # fmt: skip
REFUSALS = Counter(
    "parcours_refusals", "Messages that we did not send, by reason.", ["sender", "reason"], registry=REGISTRY
)
WEBHOOK_SECONDS = Histogram(
    "parcours_webhook_seconds", "From the first byte of a webhook to its answer, which comes after the commit.", ["source"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10), registry=REGISTRY,
)  # fmt: skip
WEBHOOK_ANSWERS = Counter(
    "parcours_webhook_answers", "Answers to webhooks, by HTTP status.", ["source", "code"], registry=REGISTRY
)
DATABASE_ERRORS = Counter(
    "parcours_database_errors", "Statements and connections that the database refused, by kind.", ["kind"],
    registry=REGISTRY,
)  # fmt: skip


def count_sends(
    sender: str, *, accepted: int, failed: Iterable[str], unknown: int, given_back: int
) -> None:  # fmt: skip
    """Of one writing of results. `failed`: our code for each."""
    reasons = Numbers(map(word, failed))
    by_result = {"accepted": accepted, "failed": reasons.total(), "unknown": unknown, "given_back": given_back}
    for result, number in by_result.items():
        if number:
            SENDS.labels(sender, result).inc(number)
    for reason, number in reasons.items():
        FAILURES.labels(sender, reason).inc(number)


def count_refusals(sender: str, reasons: Iterable[str]) -> None:
    """Of one claim, after its commit."""
    for reason, number in Numbers(map(word, reasons)).items():
        REFUSALS.labels(sender, reason).inc(number)


def count_database_errors(engine: Engine) -> None:
    """From now on. Two writers of one new person are among them (IntegrityError) and do no harm."""

    @event.listens_for(engine, "handle_error")
    def count(context: ExceptionContext) -> None:  # pyright: ignore[reportUnusedFunction]
        problem = context.sqlalchemy_exception or context.original_exception
        DATABASE_ERRORS.labels(type(problem).__name__).inc()


def word(reason: str) -> str:
    """A reason as a label: what is no plain word could be anything."""
    bare = reason.partition(":")[0]
    return bare if WORD.fullmatch(bare) else "other"
