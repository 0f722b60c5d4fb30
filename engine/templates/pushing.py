"""Bringing templates of a file to the provider. It may be done again at any time: what is there already is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from engine.providers.abilities import SubmitsTemplates
from engine.providers.base import NoAnswer, Provider, ProviderError, ProviderTemplate, Rejected
from engine.providers.drafts import TemplateDraft, is_same

Act: TypeAlias = Literal["created", "changed", "unchanged", "in_review", "disabled", "refused", "unknown", "not_tried"]
MAY_CHANGE = frozenset({"DRAFT", "APPROVED", "REJECTED", "PAUSED"})
DONE = frozenset({"created", "changed", "unchanged"})


class PushesTemplates(Provider, SubmitsTemplates, Protocol):
    """A provider through which templates are read and written."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one template of the file; `detail` is the provider's reason, where there is one."""

    draft: TemplateDraft
    act: Act
    detail: str = ""

    @property
    def is_done(self) -> bool:
        return self.act in DONE


async def push(provider: PushesTemplates, drafts: Sequence[TemplateDraft]) -> list[Pushed]:
    """One after another. What concerns the whole account (too fast, a wrong key) ends it: the rest was not tried. Raises a
    ProviderError when the list cannot be read beforehand."""
    listed = _by_identity(await provider.list_templates())
    done: list[Pushed] = []
    for place, draft in enumerate(drafts):
        try:
            done.append(await _push(provider, draft, listed.get((draft.name, draft.language))))
        except ProviderError as problem:
            return [*done, *_given_up(drafts[place:], problem)]
    return done


def _given_up(left: Sequence[TemplateDraft], problem: ProviderError) -> Iterator[Pushed]:
    yield Pushed(left[0], "not_tried", str(problem))
    yield from (Pushed(draft, "not_tried") for draft in left[1:])


async def _push(provider: PushesTemplates, draft: TemplateDraft, listed: ProviderTemplate | None) -> Pushed:
    if listed is not None and listed.status != "DRAFT" and is_same(draft, listed):
        return Pushed(draft, "unchanged")
    if listed is not None and listed.status not in MAY_CHANGE:
        return Pushed(draft, "disabled" if listed.status == "DISABLED" else "in_review")
    try:
        if listed is None:
            await provider.create_template(draft)
        else:
            await provider.change_template(draft, listed)
    except Rejected as problem:
        return Pushed(draft, "refused", str(problem))
    except NoAnswer as problem:
        return await _look_again(provider, draft, listed, problem)
    return Pushed(draft, "created" if listed is None else "changed")


async def _look_again(
    provider: PushesTemplates, draft: TemplateDraft, before: ProviderTemplate | None, problem: NoAnswer
) -> Pushed:
    """The answer was lost: the list tells whether it arrived. Name and language are its identity, so it is there once at most."""
    now = _by_identity(await provider.list_templates()).get((draft.name, draft.language))
    if now is None or now == before or not is_same(draft, now):
        return Pushed(draft, "unknown", str(problem))
    return Pushed(draft, "created" if before is None else "changed")


def _by_identity(templates: Sequence[ProviderTemplate]) -> dict[tuple[str, str], ProviderTemplate]:
    return {(template.name, template.language): template for template in templates}
