"""One card of a read-only map as an SVG picture: 240 × 84 like on the canvas. Pure; every text is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from designer.kinds import KINDS
from designer.map_icons import UNKNOWN

WIDTH, HEIGHT = 240, 84
SHARPNESS = 3
TITLE_LETTERS, LINE_LETTERS, TROUBLE_LETTERS = 22, 30, 26
FONT = "'Source Sans 3','Source Sans Pro','Segoe UI',Roboto,Helvetica,Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a page."""

    page: str
    card: str
    border: str
    text: str
    soft: str
    accent: str
    warning: str
    arrow: str


LIGHT = Palette("#ffffff", "#ffffff", "#d3dcd8", "#1b2421", "#5b6662", "#0b7a5c", "#b45309", "#8fa09a")
DARK = Palette("#121816", "#1d2624", "#3a4744", "#e8eeeb", "#a9b5b0", "#3fc79c", "#f0b061", "#6d7d78")


def palette(dark: bool) -> Palette:
    return DARK if dark else LIGHT


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. `left`: how many passed; `right`: who is here now; `trouble`: what is held back or lost."""

    kind: str
    title: str
    line: str = ""
    left: str = ""
    right: str = ""
    trouble: str = ""
    selected: bool = False
    faded: bool = False


def picture(card: Card, *, dark: bool) -> str:
    """The card as a data address of an SVG."""
    return "data:image/svg+xml;charset=utf-8," + quote(draw(card, dark=dark), safe="")


def draw(card: Card, *, dark: bool) -> str:
    """The card as SVG."""
    colours, sign = palette(dark), KINDS[card.kind].sign if card.kind in KINDS else UNKNOWN
    tile = sign.dark if dark else sign.light
    edge = f'stroke="{colours.accent}" stroke-width="2.5"' if card.selected else f'stroke="{colours.border}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * SHARPNESS}" height="{HEIGHT * SHARPNESS}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}"{_fade(card)}>',
        f'<rect x="2" y="2" width="{WIDTH - 4}" height="{HEIGHT - 4}" rx="11" fill="{colours.card}" {edge}/>',
        f'<rect x="12" y="12" width="28" height="28" rx="8" fill="{tile}" fill-opacity=".14"/>',
        f'<path d="{sign.path}" transform="translate(17 17) scale(.75)" fill="none" stroke="{tile}" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>',
        _text(48, 25, cut(card.title, TITLE_LETTERS), 14, colours.text, weight="600"),
        _text(48, 41, cut(card.line, LINE_LETTERS), 11.5, colours.soft),
        f'<path d="M12 52h{WIDTH - 24}" stroke="{colours.border}" stroke-opacity=".7"/>',
        *_foot(card, colours),
        "</svg>",
    ]
    return "".join(parts)


def cut(text: str, letters: int) -> str:
    """One line of at most so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[: letters - 1].rstrip()}…"


def _foot(card: Card, colours: Palette) -> list[str]:
    foot = [_text(14, 70, card.left, 13, colours.text, weight="600")]
    if card.right:
        foot.append(_text(WIDTH - 14, 70, card.right, 13, colours.accent, weight="600", anchor="end"))
    if card.trouble:
        foot.append(
            _text(WIDTH / 2, 70, cut(card.trouble, TROUBLE_LETTERS), 12, colours.warning, weight="600", anchor="middle")
        )
    return foot


def _text(
    x: float, y: float, text: str, size: float, colour: str, *, weight: str = "400", anchor: str = "start"
) -> str:
    if not text:
        return ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _fade(card: Card) -> str:
    return ' opacity=".38"' if card.faded else ""
