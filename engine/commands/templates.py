"""`parcours templates`: what the provider says of our templates, and bringing new ones to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from engine.checker.template_doubts import doubts
from engine.clock import system_clock
from engine.commands.file_problems import file_lines, verdict
from engine.commands.opening import opened_database
from engine.commands.words import say
from engine.ids import new_id
from engine.journey.files import BadFile
from engine.journey.yaml_reading import Source
from engine.providers.abilities import SubmitsTemplates
from engine.providers.base import Misconfigured, Provider, ProviderError
from engine.providers.drafts import TemplateDraft
from engine.providers.registry import open_provider
from engine.runner.background import BackgroundDatabase
from engine.runner.template_sync import sync_templates
from engine.settings import load_settings
from engine.templates.files import read_templates
from engine.templates.pushing import Pushed, PushesTemplates, push
from engine.templates.rules import Placed, check_templates
from storage import templates
from storage.database import reading
from storage.tables import MessageTemplate

ACTS = {
    "created": ("envoyé en relecture", "submitted for review"),
    "changed": ("modifié, envoyé en relecture", "changed, submitted for review"),
    "unchanged": ("déjà là, inchangé", "there already, unchanged"),
    "in_review": ("en relecture : attendez la réponse, puis recommencez", "under review: wait for the answer, then push again"),
    "disabled": ("désactivé par WhatsApp : donnez-lui un autre nom", "disabled by WhatsApp: give it another name"),
    "refused": ("refusé", "refused"),
    "unknown": ("sans réponse : recommencez, rien ne sera fait deux fois", "no answer: push again, nothing is done twice"),
    "not_tried": ("pas essayé", "not tried"),
}  # fmt: skip


DOUBTS = {
    "variables": ("à vérifier : {count} variables pour {length} caractères ; au-delà d'une pour 40, WhatsApp refuse souvent.",
                  "to check: {count} placeholders in {length} characters; above one for 40 WhatsApp often refuses."),
    "emoji": ("à vérifier : {count} emojis ; au-delà de 10, WhatsApp refuse souvent un texte marketing.",
              "to check: {count} emoji; above 10 WhatsApp often refuses a marketing text."),
    "header": ("à vérifier : « {shown} » dans l'en-tête, que WhatsApp refuse souvent.",
               "to check: “{shown}” in the header, which WhatsApp often refuses."),
    "lines": ("à vérifier : plusieurs lignes vides à la suite, que WhatsApp refuse souvent.",
              "to check: several blank lines in a row, which WhatsApp often refuses."),
}  # fmt: skip


def list_known() -> int:
    """One line a template, as the provider told last. 0, also when there is none."""
    with opened_database() as engine, reading(engine) as connection:
        known = templates.list_templates(connection)
    print("\n".join(_line(template) for template in known) or say("Aucun modèle.", "No template."))
    return 0


def _line(template: MessageTemplate) -> str:
    more = ", ".join(word for word in (template.reason, template.quality) if word)
    shown = f"{template.name}  {template.language}  {template.category}  {template.status}"
    return f"{shown}{f' ({more})' if more else ''}  {template.synced_at:%Y-%m-%d %H:%M}Z"


def push_file(file: Path) -> int:
    """Check a file and submit what is new or changed. 0 when all are with the provider, 1 when one is not, 2 when the file cannot
    be read."""
    try:
        drafts, source = read_templates(file)
    except BadFile as bad:
        print("\n".join(file_lines([bad])), file=sys.stderr)
        return verdict([bad])
    if found := check_templates(drafts):
        print("\n".join(_fault(file, drafts, source, one) for one in found), file=sys.stderr)
        return 1
    for line in _doubts(file, drafts):
        print(line, file=sys.stderr)
    pushed, known = asyncio.run(_push(drafts))
    print("\n".join(_outcome(one, known) for one in pushed))
    return 0 if all(one.is_done for one in pushed) else 1


def _doubts(file: Path, drafts: Sequence[TemplateDraft]) -> Iterator[str]:
    """What WhatsApp may refuse, though nobody knows its limit: said, and submitted all the same."""
    for draft in drafts:
        header = draft.header.text if draft.header is not None and draft.header.kind == "text" else ""
        for doubt in doubts(header=header, body=draft.body, category=draft.category):
            french, english = DOUBTS[doubt.kind]
            facts = {"count": doubt.count, "length": doubt.length, "shown": doubt.shown}
            yield f"{file}: {draft.title}: {say(french, english).format(**facts)}"


def _fault(file: Path, drafts: Sequence[TemplateDraft], source: Source, found: Placed) -> str:
    line = source.line_of(("templates", found.template, *found.fault.place))
    where = say(f"ligne {line} : ", f"line {line}: ") if line else ""
    sentence = say(found.fault.french, found.fault.english)
    return f"{file}: {where}{drafts[found.template].title}, {found.fault.field}: {sentence}"


async def _push(drafts: Sequence[TemplateDraft]) -> tuple[list[Pushed], dict[tuple[str, str], MessageTemplate]]:
    """Push, and read the list anew: what the provider says now is what we show and keep."""
    settings = load_settings()
    provider = open_provider(settings, system_clock)
    with opened_database() as engine:
        database = BackgroundDatabase(engine)
        try:
            if not isinstance(provider, SubmitsTemplates):
                raise Misconfigured(f"{settings.provider} takes no templates; write them in its own console.")
            pushed = await push(cast("PushesTemplates", provider), drafts)
            await _read_anew(provider, database)
        finally:
            await provider.close()
            database.close()
        with reading(engine) as connection:
            known = templates.list_templates(connection)
    return pushed, {(template.name, template.language): template for template in known}


async def _read_anew(provider: Provider, database: BackgroundDatabase) -> None:
    """What was done is told all the same where the list cannot be had now."""
    try:
        await sync_templates(provider, database, clock=system_clock, new_id=new_id)
    except ProviderError as problem:
        print(say(f"Les modèles n'ont pas pu être relus : {problem}", f"Templates could not be read anew: {problem}"),
              file=sys.stderr)  # fmt: skip


def _outcome(pushed: Pushed, known: dict[tuple[str, str], MessageTemplate]) -> str:
    listed = known.get((pushed.draft.name, pushed.draft.language))
    told = [word for word in (listed.status, listed.reason) if word] if listed else []
    status = f" [{', '.join(told)}]" if told else ""
    detail = f". {pushed.detail}" if pushed.detail else ""
    return f"{pushed.draft.title}: {say(*ACTS[pushed.act])}{status}{detail}"
