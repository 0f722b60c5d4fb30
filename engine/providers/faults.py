"""What a provider, or the way to it, says no with. Each class says what to do next."""

from __future__ import annotations

import datetime as dt
from typing import Literal


class ProviderError(Exception):
    """Something the provider or the way to it said no to. Each error says what to do next:

    `bytes_left`: the request may have arrived: the outcome is unknown unless the provider answered.
    `retry_after`: safe to try again, after this long; None means never by itself.
    `scope`: what it concerns: the `message`, the `person`, or the whole `sender`.
    `code` is stable and ours, `provider_code` the provider's own; the message is a sentence for a person.
    """

    code = "provider_error"
    scope: Literal["message", "person", "sender"] = "message"

    def __init__(
        self,
        sentence: str,
        *,
        provider_code: str = "",
        retry_after: dt.timedelta | None = None,
        bytes_left: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.provider_code = provider_code
        self.retry_after = retry_after
        self.bytes_left = bytes_left


class Unreachable(ProviderError):
    """No byte of the request left: trying again is safe."""

    code = "unreachable"
    scope = "sender"


class NoAnswer(ProviderError):
    """The request may have arrived and nothing is known of what became of it: `unknown`, never sent again blindly."""

    code = "no_answer"


class Throttled(ProviderError):
    """Too fast; nothing was kept. `retry_after` says when."""

    code = "throttled"
    scope = "sender"


class TooFastForPerson(Throttled):
    """Too many messages to one person; nothing was kept, and others are not concerned. Each further try waits four times
    as long (WhatsApp, pair rate)."""

    code = "pair_rate"
    scope = "message"


class TemplateHeld(ProviderError):
    """The channel paused the template; nothing was kept. It may leave once the template is approved again."""

    code = "template_paused"


class SpamLimited(ProviderError):
    """The channel limits this number because people complain of it; nothing was kept. Marketing pauses until the number is
    judged better or a person lifts the brake; this message may leave in hours."""

    code = "spam_limit"


class Misconfigured(ProviderError):
    """Credentials, project, app or number are wrong: nothing can leave until a person mends it."""

    code = "misconfigured"
    scope = "sender"


class Rejected(ProviderError):
    """The provider refused this message for good."""

    code = "rejected"


class PersonRejected(Rejected):
    """The provider refuses every message of this kind to this person: not on the channel, or they do not want it."""

    scope = "person"
