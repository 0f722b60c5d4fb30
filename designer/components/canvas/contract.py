"""What a page gives the canvas and what the canvas gives back.

The same shapes stand in ``frontend/src/canvas/contract.ts``. Positions are canvas pixels, the left top corner
of a card; a card is 240 × 84. Ids are ``trigger:<id>``, ``step:<id>``, ``note:<id>``; the browser makes the
id of a new card, so that it never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal["trigger", "step", "note"]
Level = Literal["error", "warning", "ok"]
CommandName = Literal["edit", "next_problem", "save", "help", "trial", "coverage"]


class Badge(TypedDict):
    """The worst problem of a step, or its proof, in a few words."""

    level: Level
    text: str


class Counts(TypedDict):
    """Numbers in the reader's format: how many passed (``left``), how many are here now (``right``)."""

    left: str
    right: str


class Port(TypedDict):
    """A way out of a card. ``label`` is its condition in words; ``target`` None leads nowhere yet."""

    id: str
    label: str
    target: str | None


class CanvasNode(TypedDict):
    """One card. ``definition`` and ``segment`` (of a start that names one), if given, travel with a copied card and come
    back in a ``paste``. ``texts`` are words that a search finds besides those of the definition, such as a template's."""

    id: str
    kind: Kind
    type: str
    icon: str
    title: str
    line: str
    x: int
    y: int
    badge: Badge | None
    counts: Counts | None
    ports: list[Port]
    description: str
    definition: NotRequired[Any]
    segment: NotRequired[Any]
    texts: NotRequired[list[str]]


class PalettePort(TypedDict):
    """A way out that a new card has from the start."""

    id: str
    label: str


class PaletteItem(TypedDict):
    """A type to add. Without ``ports`` a new card has one way out (``exit`` and notes have none)."""

    type: str
    title: str
    hint: str
    icon: str
    ports: NotRequired[list[PalettePort]]


class PaletteGroup(TypedDict):
    """Types under one heading, all of one kind."""

    group: str
    kind: Kind
    items: list[PaletteItem]


class Focus(TypedDict):
    """A card to show and select, once for each new ``nonce``."""

    id: str
    nonce: int


class Walked(TypedDict):
    """The way of the test phone: cards by id, arrows as ``card|port``."""

    cards: list[str]
    arrows: list[str]


class Coverage(TypedDict):
    """What no story tries: cards by id, ways out as ``card|port``; ``words`` is the count, `9 étapes sur 12 essayées`."""

    words: str
    cards: list[str]
    arrows: list[str]


class CanvasSnapshot(TypedDict):
    """The whole drawing.

    ``journey`` tells copied cards of this journey from those of another. ``ack`` is what has been applied, by
    client: persist it with the draft, so that a reload of the server does not apply an edit twice.
    ``selected`` counts only when ``select_nonce`` changes. ``highlight`` is a path: its cards are lit, and
    the arrows between neighbours in it; ``walked`` lights cards and arrows by name. ``coverage``, where it is shown,
    marks what no story tries. ``words`` comes from ``CANVAS_WORDS``.
    """

    height: int
    language: str
    read_only: bool
    words: dict[str, str]
    revision: int
    journey: NotRequired[str]
    can_undo: bool
    can_redo: bool
    ack: dict[str, int]
    focus: Focus | None
    selected: list[str]
    select_nonce: int
    palette: list[PaletteGroup]
    nodes: list[CanvasNode]
    highlight: list[str]
    walked: NotRequired[Walked | None]
    coverage: NotRequired[Coverage | None]


class Origin(TypedDict):
    """The way out that a new card is attached to."""

    node: str
    port: str


Add = TypedDict(
    "Add",
    {
        "seq": int,
        "op": Literal["add"],
        "id": str,
        "type": str,
        "x": int,
        "y": int,
        "from": Origin | None,
        "positions": dict[str, list[int]],
    },
)
"""A new card. With ``from``: that way out leads to it, and its first way out to where ``from`` led before.
``positions``: cards that made room, part of the same edit (one undo)."""


class Connect(TypedDict):
    """A way out leads to ``target`` from now on, whatever it led to before."""

    seq: int
    op: Literal["connect"]
    node: str
    port: str
    target: str


class Disconnect(TypedDict):
    """A way out leads nowhere."""

    seq: int
    op: Literal["disconnect"]
    node: str
    port: str


class Move(TypedDict):
    """New positions ``{id: [x, y]}``, dragged by hand (``move``) or laid out (``tidy``)."""

    seq: int
    op: Literal["move", "tidy"]
    positions: dict[str, list[int]]


class Delete(TypedDict):
    """Cards are gone; ways out that led to them lead nowhere."""

    seq: int
    op: Literal["delete"]
    ids: list[str]


class Duplicate(TypedDict):
    """Copies beside the originals. Arrows between copied cards are copied; the others lead nowhere."""

    seq: int
    op: Literal["duplicate"]
    ids: list[str]
    new_ids: dict[str, str]
    offset: list[int]


class Paste(TypedDict):
    """As ``Duplicate``, of cards copied earlier from the journey ``source``: this one, or another.

    ``nodes`` are the cards as the page sent them then, kept in the browser meanwhile: check them.
    """

    seq: int
    op: Literal["paste"]
    source: str
    nodes: list[CanvasNode]
    new_ids: dict[str, str]
    offset: list[int]


class Recall(TypedDict):
    """Undo or redo. The canvas waits for the answer."""

    seq: int
    op: Literal["undo", "redo"]


Operation = Add | Connect | Disconnect | Move | Delete | Duplicate | Paste | Recall


class Command(TypedDict):
    """A key that the page answers. ``nonce`` is new each time: act only when it changed."""

    nonce: str
    name: CommandName


@dataclass(frozen=True)
class Outbox:
    """Edits of one mounted canvas, in order of ``seq``; some may have been applied already."""

    client: str = ""
    items: list[Operation] = field(default_factory=list[Operation])


@dataclass(frozen=True)
class CanvasEvents:
    """All that the canvas says: edits, the ids of the selected cards, the last command."""

    operations: Outbox = Outbox()
    selection: list[str] = field(default_factory=list[str])
    command: Command | None = None
