"""Bugs sown on purpose in workers that share one database: the random kills and pauses must find every one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate.exceptions import ProcrastinateException
from sqlalchemy import update

from engine.runner import sender
from engine.runner.lease import Hold
from engine.runner.postgres_queue import PostgresQueue
from storage import unknown_sends


def what_was_being_sent_is_queued_again() -> None:
    """The new owner of a lane sends what the old one was sending, although it may have left."""

    def orphan(connection: Any, sender_id: str, epoch: int) -> int:
        left = (unknown_sends.MESSAGES.c.sender_id == sender_id, unknown_sends.MESSAGES.c.lane_epoch < epoch)
        statement = update(unknown_sends.MESSAGES).where(*left, unknown_sends.MESSAGES.c.status == "sending")
        return connection.execute(statement.values(status="queued")).rowcount

    unknown_sends.orphan = orphan


def jobs_left_behind_are_retried() -> None:
    """The dead worker's job goes back into the queue, behind its own lock."""

    async def rescue(self: PostgresQueue) -> None:
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._signs.dead_after.total_seconds()):
            try:
                await manager.retry_job(job)
            except ProcrastinateException:
                continue

    PostgresQueue._rescue = rescue


def nobody_rescues() -> None:
    """Jobs of the dead stay theirs, and so do their locks."""

    async def rescue(_self: PostgresQueue) -> None:
        return

    PostgresQueue._rescue = rescue


def a_late_riser_posts_what_it_had_claimed() -> None:
    """A worker that was stopped does not look at the time before it posts."""
    Hold.lasts = lambda _self: True
    sender.DEADLINE = 1e9


SOWN: dict[str, tuple[Callable[[], None], str]] = {
    it.__name__: (it, shows)
    for it, shows in (
        (what_was_being_sent_is_queued_again, "doubles"),
        (jobs_left_behind_are_retried, "unanswered"),
        (nobody_rescues, "unanswered"),
        (a_late_riser_posts_what_it_had_claimed, "doubles"),
    )
}
"""Each bug by its name, with the figure in which it must show."""
