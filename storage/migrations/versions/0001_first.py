"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage import queue_schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The types as they were at this revision: a migration never follows what the application's types become.
TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = (
    "audit_entry",
    "contact",
    "segment",
    "house_setting",
    "inbound_event",
    "journey",
    "media_file",
    "message_template",
    "person",
    "portfolio",
    "portfolio_reach",
    "media_piece",
    "sender",
    "shard",
    "worker_sign",
    "address",
    "consent",
    "contact_fact",
    "journey_version",
    "approved_template",
    "start_run",
    "story",
    "draft_edit",
    "enrollment",
    "service_window",
    "message",
    "counted_link",
    "http_call",
    "step_event",
)


def only(condition: str) -> dict[str, Any]:
    """An index on the rows for which this holds."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", TEXT),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])


def create_contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("external_id", TEXT),
        sa.Column("name", TEXT),
        sa.Column("language", TEXT),
        sa.Column("timezone", TEXT),
        sa.Column("country", TEXT),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("indexed_revision", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("external_id", name="uq_contact_external_id"),
    )
    op.create_index("contact_unindexed", "contact", ["id"], **only("revision <> indexed_revision"))


def create_segment() -> None:
    op.create_table(
        "segment",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_segment"),
    )


def create_contact_fact() -> None:
    op.create_table(
        "contact_fact",
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("head", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("number", sa.Float()),
        sa.Column("instant", sa.BigInteger()),
        sa.Column("truth", sa.Boolean()),
        sa.Column("day", sa.Integer()),
        sa.PrimaryKeyConstraint("contact_id", "name", "place", name="pk_contact_fact"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_contact_fact_contact_id"),
    )
    op.create_index("contact_fact_day", "contact_fact", ["name", "day", "contact_id"])


def create_start_run() -> None:
    op.create_table(
        "start_run",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("trigger_id", TEXT, nullable=False),
        sa.Column("occurrence", TEXT, nullable=False),
        sa.Column("planned_for", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("cursor", TEXT, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("found", "entered", "refused", "missed", "unreadable")
        ),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_start_run"),
        sa.UniqueConstraint(
            "journey_id", "trigger_id", "occurrence", name="uq_start_run_journey_id_trigger_id_occurrence"
        ),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_start_run_journey_id"),
    )
    op.create_index("start_run_due", "start_run", ["due_at"], **only("status IN ('planned', 'running')"))


def create_house_setting() -> None:
    op.create_table(
        "house_setting",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", TEXT),
        sa.PrimaryKeyConstraint("name", name="pk_house_setting"),
    )


def create_inbound_event() -> None:
    op.create_table(
        "inbound_event",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("dedupe_key", TEXT, nullable=False),
        sa.Column("heard_from", TEXT),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("kind", TEXT),
        sa.Column("raw", TEXT),
        sa.Column("body", JSON),
        sa.Column("shard", sa.Integer()),
        sa.Column("contact_id", TEXT),
        sa.Column("sender_id", TEXT),
        sa.Column("address_id", TEXT),
        sa.Column("occurred_at", MOMENT),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("handled_at", MOMENT),
        sa.Column("retry_at", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", JSON),
        sa.Column("reason", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_event"),
        sa.UniqueConstraint("source", "dedupe_key", name="uq_inbound_event_source_dedupe_key"),
    )
    op.create_index("inbound_aside", "inbound_event", ["id"], **only("status = 'aside'"))
    op.create_index("inbound_fresh", "inbound_event", ["received_at"], **only("status = 'new' AND retry_at IS NULL"))
    op.create_index("inbound_held", "inbound_event", ["reason"], **only("status = 'held'"))
    op.create_index("inbound_new", "inbound_event", ["id"], **only("status = 'new'"))
    op.create_index("inbound_of_contact", "inbound_event", ["contact_id", "id"])
    op.create_index("inbound_routed", "inbound_event", ["shard", "id"], **only("status = 'routed'"))
    unheard = only("heard_from IS NOT NULL AND status IN ('new', 'routed')")
    op.create_index("inbound_unheard", "inbound_event", ["heard_from"], **unheard)


def create_journey() -> None:
    op.create_table(
        "journey",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("live_version_id", TEXT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state_changed_at", MOMENT, nullable=False),
        sa.Column("state_changed_by", TEXT),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("names", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journey"),
        sa.UniqueConstraint("key", name="uq_journey_key"),
    )


def create_message_template() -> None:
    op.create_table(
        "message_template",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("components", JSON, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("quality", TEXT),
        sa.Column("synced_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_message_template"),
        sa.UniqueConstraint("name", "language", name="uq_message_template_name_language"),
    )


def create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )


def create_portfolio() -> None:
    op.create_table(
        "portfolio",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("told_limit", sa.Integer()),
        sa.Column("told_at", MOMENT),
        sa.Column("overrides", JSON, nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("counted_at", MOMENT),
        sa.Column("promised_until", MOMENT),
        sa.PrimaryKeyConstraint("key", name="pk_portfolio"),
    )


def create_portfolio_reach() -> None:
    op.create_table(
        "portfolio_reach",
        sa.Column("portfolio", TEXT, nullable=False),
        sa.Column("address_id", TEXT, nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("portfolio", "address_id", name="pk_portfolio_reach"),
    )
    op.create_index("portfolio_reach_latest", "portfolio_reach", ["portfolio", "reached_at"])


def create_sender() -> None:
    op.create_table(
        "sender",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("display_name", TEXT, nullable=False),
        sa.Column("portfolio", TEXT, nullable=False),
        sa.Column("rate_per_second", sa.Integer(), nullable=False),
        sa.Column("quality", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("restricted_until", MOMENT),
        sa.Column("told_at", MOMENT),
        sa.Column("overrides", JSON, nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("slot_at", MOMENT),
        sa.Column("held_as", TEXT, nullable=False),
        sa.Column("blocked_until", MOMENT),
        sa.Column("blocked_reason", TEXT),
        sa.Column("blocked_detail", TEXT),
        sa.Column("lane_epoch", sa.Integer(), nullable=False),
        sa.Column("lane_owner", TEXT),
        sa.Column("lane_until", MOMENT),
        sa.Column("lane_free_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sender"),
        sa.UniqueConstraint("key", name="uq_sender_key"),
    )


def create_shard() -> None:
    op.create_table(
        "shard",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_shard"),
    )


def create_worker_sign() -> None:
    op.create_table(
        "worker_sign",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker_sign"),
    )


def create_address() -> None:
    op.create_table(
        "address",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_address_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint("channel", "value", name="uq_address_channel_value"),
    )
    op.create_index("ix_address_contact_id", "address", ["contact_id"])


def create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("proof", JSON, nullable=False),
        sa.Column("stated_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("dedupe_key", TEXT),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_consent_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.UniqueConstraint("dedupe_key", name="uq_consent_dedupe_key"),
    )
    op.create_index("consent_of_contact", "consent", ["contact_id", "id"])


def create_journey_version() -> None:
    op.create_table(
        "journey_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", TEXT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("published_by", TEXT),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_journey_version_journey_id"),
        sa.PrimaryKeyConstraint("id", name="pk_journey_version"),
        sa.UniqueConstraint("journey_id", "number", name="uq_journey_version_journey_id_number"),
    )
    op.create_index("ix_journey_version_journey_id", "journey_version", ["journey_id"])
    op.create_index("one_draft_a_journey", "journey_version", ["journey_id"], unique=True, **only("status = 'draft'"))


def create_approved_template() -> None:
    op.create_table(
        "approved_template",
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("components", JSON, nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.Column("approved_by", TEXT),
        sa.ForeignKeyConstraint(["version_id"], ["journey_version.id"], name="fk_approved_template_version_id"),
        sa.PrimaryKeyConstraint("version_id", "name", "language", name="pk_approved_template"),
    )


def create_story() -> None:
    op.create_table(
        "story",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("journey_id", "name", name="uq_story_journey_id_name"),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_story_journey_id_journey"),
    )


def create_draft_edit() -> None:
    op.create_table(
        "draft_edit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", TEXT),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("client_seq", sa.Integer(), nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("undoes", BIG_ID),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["journey_version.id"], name="fk_draft_edit_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_edit"),
        sa.UniqueConstraint("version_id", "revision", name="uq_draft_edit_version_id_revision"),
    )
    op.create_index("ix_draft_edit_version_id", "draft_edit", ["version_id"])
    op.create_index(
        "one_edit_a_client_step",
        "draft_edit",
        ["version_id", "client", "client_seq"],
        unique=True,
        **only("client <> ''"),
    )


def create_enrollment() -> None:
    op.create_table(
        "enrollment",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("sender_id", TEXT, nullable=False),
        sa.Column("address_id", TEXT),
        sa.Column("entry_key", TEXT, nullable=False),
        sa.Column("trigger_id", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("step_id", TEXT),
        sa.Column("waiting", TEXT),
        sa.Column("wake_at", MOMENT),
        sa.Column("state", JSON, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("exited_at", MOMENT),
        sa.Column("exit_reason", TEXT),
        sa.Column("problem", TEXT),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_enrollment_address_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_enrollment_contact_id"),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_enrollment_journey_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["sender.id"], name="fk_enrollment_sender_id"),
        sa.ForeignKeyConstraint(["version_id"], ["journey_version.id"], name="fk_enrollment_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrollment"),
    )
    op.create_index("enrollment_at_step", "enrollment", ["journey_id", "status", "step_id"])
    op.create_index(
        "enrollment_due",
        "enrollment",
        ["shard", "wake_at"],
        **only("status = 'active' AND wake_at IS NOT NULL"),
    )
    op.create_index("enrollment_of_contact", "enrollment", ["contact_id", "status"])
    op.create_index(
        "one_active_passage",
        "enrollment",
        ["journey_id", "contact_id", "entry_key"],
        unique=True,
        **only("status = 'active'"),
    )


def create_service_window() -> None:
    op.create_table(
        "service_window",
        sa.Column("sender_id", TEXT, nullable=False),
        sa.Column("address_id", TEXT, nullable=False),
        sa.Column("last_inbound_at", MOMENT),
        sa.Column("last_outbound_at", MOMENT),
        sa.Column("last_outbound_purpose", TEXT),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_service_window_address_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["sender.id"], name="fk_service_window_sender_id"),
        sa.PrimaryKeyConstraint("sender_id", "address_id", name="pk_service_window"),
    )


def create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("sender_id", TEXT, nullable=False),
        sa.Column("address_id", TEXT, nullable=False),
        sa.Column("enrollment_id", TEXT),
        sa.Column("journey_id", TEXT),
        sa.Column("version_id", TEXT),
        sa.Column("step_id", TEXT),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("detail", TEXT),
        sa.Column("provider_message_id", TEXT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lane_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("hold_until", MOMENT, nullable=False),
        sa.Column("hold_reason", TEXT),
        sa.Column("answers_at", MOMENT),
        sa.Column("sending_at", MOMENT),
        sa.Column("accepted_at", MOMENT),
        sa.Column("delivered_at", MOMENT),
        sa.Column("read_at", MOMENT),
        sa.Column("failed_at", MOMENT),
        sa.Column("looked_up_at", MOMENT),
        sa.Column("went_by", TEXT),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_message_address_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_message_contact_id"),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name="fk_message_enrollment_id"),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_message_journey_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["sender.id"], name="fk_message_sender_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_enrollment_id", "message", ["enrollment_id"])
    op.create_index("ix_message_provider_message_id", "message", ["provider_message_id"])
    op.create_index("message_elsewhere", "message", ["journey_id", "step_id"], **only("went_by IS NOT NULL"))
    op.create_index("message_fallback", "message", ["journey_id", "step_id"], **only("kind = 'fallback'"))
    marketing = only("purpose = 'marketing' AND sending_at IS NOT NULL")
    op.create_index("message_marketing", "message", ["contact_id", "sending_at"], **marketing)
    op.create_index("message_of_contact", "message", ["contact_id", "created_at"])
    op.create_index("message_made", "message", ["created_at"])
    op.create_index("message_of_journey", "message", ["journey_id", "version_id", "step_id", "status"])
    op.create_index("message_open", "message", ["sender_id", "status"], **only("status IN ('sending', 'unknown')"))
    op.create_index("message_queued", "message", ["sender_id", "hold_until", "id"], **only("status = 'queued'"))


def create_http_call() -> None:
    op.create_table(
        "http_call",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("enrollment_id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("step_id", TEXT, nullable=False),
        sa.Column("request", JSON, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("http_status", sa.Integer()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("hold_until", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_http_call_contact_id"),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name="fk_http_call_enrollment_id"),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], name="fk_http_call_journey_id"),
        sa.PrimaryKeyConstraint("id", name="pk_http_call"),
    )
    op.create_index("http_call_of_enrollment", "http_call", ["enrollment_id"])
    op.create_index("http_call_open", "http_call", ["status", "hold_until"], **only("status IN ('queued', 'calling')"))


def create_counted_link() -> None:
    op.create_table(
        "counted_link",
        sa.Column("token", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT),
        sa.Column("version_id", TEXT),
        sa.Column("step_id", TEXT),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("clicked_at", MOMENT),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_counted_link_message_id"),
        sa.PrimaryKeyConstraint("token", name="pk_counted_link"),
        sa.UniqueConstraint("message_id", "target", name="uq_counted_link_message_id_target"),
    )
    op.create_index(
        "counted_link_clicked",
        "counted_link",
        ["journey_id", "version_id", "step_id"],
        **only("clicked_at IS NOT NULL"),
    )


def create_media_file() -> None:
    op.create_table(
        "media_file",
        sa.Column("token", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_media_file"),
        sa.UniqueConstraint("sha256", name="uq_media_file_sha256"),
    )


def create_media_piece() -> None:
    op.create_table(
        "media_piece",
        sa.Column("token", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["media_file.token"], name="fk_media_piece_token"),
        sa.PrimaryKeyConstraint("token", "number", name="pk_media_piece"),
    )


def create_step_event() -> None:
    op.create_table(
        "step_event",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("enrollment_id", TEXT, nullable=False),
        sa.Column("journey_id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("step_id", TEXT, nullable=False),
        sa.Column("port", TEXT),
        sa.Column("why", TEXT),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name="fk_step_event_enrollment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_step_event"),
    )
    op.create_index("ix_step_event_enrollment_id", "step_event", ["enrollment_id"])
    op.create_index("step_event_of_version", "step_event", ["journey_id", "version_id", "step_id", "port"])


def upgrade() -> None:
    create_audit_entry()
    create_contact()
    create_segment()
    create_house_setting()
    create_inbound_event()
    create_journey()
    create_media_file()
    create_message_template()
    create_person()
    create_portfolio()
    create_portfolio_reach()
    create_media_piece()
    create_sender()
    create_shard()
    create_worker_sign()
    create_address()
    create_consent()
    create_contact_fact()
    create_journey_version()
    create_approved_template()
    create_start_run()
    create_story()
    create_draft_edit()
    create_enrollment()
    create_service_window()
    create_message()
    create_counted_link()
    create_http_call()
    create_step_event()
    queue_schema.create(op.get_bind())


def downgrade() -> None:
    queue_schema.drop(op.get_bind())
    for name in reversed(TABLES):
        op.drop_table(name)
