"""Workers that show that they live."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime


class WorkerSign(SQLModel, table=True):
    """The last sign of life of one worker: its sweep went through then. A worker that ends in order takes its row away."""

    __tablename__ = "worker_sign"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True)
    started_at: dt.datetime = Field(sa_type=UtcDateTime)
    seen_at: dt.datetime = Field(sa_type=UtcDateTime)
