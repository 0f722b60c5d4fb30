"""Postgres sessions whose process was stopped in the middle of a transaction: their locks would keep the others waiting."""

from __future__ import annotations

END_STOPPED = """
SELECT pg_terminate_backend(pid) AS ended
FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND application_name = %(ours)s
  AND state = 'active' AND wait_event = 'ClientRead' AND backend_type = 'client backend'
  AND state_change < now() - %(silent_for)s * interval '1 second'
"""
"""Ends those that wait in the middle of a statement for what their process has not sent (`silent_for`, in seconds; `ours`: the name of our sessions). Between two
statements the server does so by itself (`idle_in_transaction_session_timeout`); for this case Postgres 16 has no setting, and
from Postgres 17 on its `transaction_timeout` would also end what works. What they had written is undone, and a process
that goes on finds its connection closed."""
