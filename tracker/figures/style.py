"""The house style: two themes, five sizes, and what stands around every picture.

The one thing to know: a figure carries its own colours and its own caption. Nothing is left to plotly's default
template (importing Streamlit replaces it); title, subtitle, key and source are drawn inside the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import plotly.graph_objects as go

from tracker.errors import TrackerError
from tracker.figures.text import FONT
from tracker.vocabulary import Derived, Status, Tier

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
GRADES = ("#8c1d0e", "#a82a17", "#c1481c", "#d46b26", "#e38f31", "#f0b03a")  # coverage reasons, largest first


@dataclass(frozen=True)
class Fill:
    """How a status looks: the fill, the ink of the mark on it, and an edge where the fill is close to the paper."""

    colour: str
    mark: str
    edge: str = ""


@dataclass(frozen=True)
class Theme:
    """One set of colours. `soft` is for subtitle, source and axis words; `ghost` for outlines and hatching."""

    name: str
    paper: str
    ink: str
    soft: str
    grid: str
    ghost: str
    accent: str
    fills: dict[str, Fill]
    coverage: tuple[str, ...]
    billing: tuple[str, ...]

    def fill(self, status: str) -> Fill:
        """The look of a status; whatever is not a status of its own (`not_checked`) is paper."""
        return self.fills.get(status, Fill(self.paper, self.ink))


_DARK_INK = "#080b0f"
LIGHT = Theme(
    name="light",
    paper="#fcfcfa",
    ink="#1d2530",
    soft="#515c69",
    grid="#e4e7eb",
    ghost="#b4bbc4",
    accent="#0b5f8a",
    fills={
        Status.COVERED: Fill("#0b5f8a", "#ffffff"),
        Status.CONDITIONS: Fill("#92cdf0", _DARK_INK),
        Status.BUNDLED: Fill("#f0b03a", _DARK_INK),
        Status.NOT_COVERED: Fill("#a82a17", "#ffffff"),
        Status.SILENT: Fill("#7d7a74", _DARK_INK),
    },
    coverage=GRADES,
    billing=("#575d66", "#6d737c", "#848a92", "#9ba0a7", "#b3b7bd", "#c9ccd0"),
)
DARK = Theme(
    name="dark",
    paper="#14181d",
    ink="#eef1f4",
    soft="#aab3be",
    grid="#29313b",
    ghost="#5d6874",
    accent="#5fb4e6",
    fills={
        Status.COVERED: Fill("#5fb4e6", _DARK_INK),
        Status.CONDITIONS: Fill("#235f8c", "#ffffff", "#92cdf0"),
        Status.BUNDLED: Fill("#f5cf6b", _DARK_INK),
        Status.NOT_COVERED: Fill("#cf3f2b", "#ffffff"),
        Status.SILENT: Fill("#8d8a84", _DARK_INK),
    },
    coverage=("#cf3f2b", "#d9573a", "#e17145", "#e98c4f", "#efab5c", "#f5cf6b"),
    billing=("#a3a9b1", "#92989f", "#81878f", "#70767e", "#60666d", "#52575e"),
)
PRINT = replace(LIGHT, name="print", paper="#ffffff")  # for files: a page on screen is off-white, paper is white
THEMES = {t.name: t for t in (LIGHT, DARK, PRINT)}

STATUS_ORDER: tuple[str, ...] = (
    Status.COVERED,
    Status.CONDITIONS,
    Status.BUNDLED,
    Status.NOT_COVERED,
    Derived.CONFLICTING,
    Status.SILENT,
    Derived.ANNOUNCED,
    Derived.NOT_CHECKED,
)


SEVERAL: dict[str, str] = {  # after a number of payers
    Status.COVERED: "cover",
    Status.CONDITIONS: "cover, with conditions",
    Status.BUNDLED: "pay only as part of another service",
    Status.NOT_COVERED: "do not cover",
    Status.SILENT: "say nothing",
    Derived.CONFLICTING: "with sources that disagree",
    Derived.ANNOUNCED: "announced, not in force",
    Derived.NOT_CHECKED: "not looked at",
}


def status_words(status: str) -> str:
    """What a status is called on a picture: a payer `covers`, `says nothing`; `nobody has looked`."""
    for kind in (Status, Derived):
        if status in set(kind):
            return kind(status).words
    return status.replace("_", " ")


@dataclass(frozen=True)
class Size:
    """A place where pictures are shown. Texts wrap at `measure`, so a page may stretch the picture beyond its width.

    height None: as tall as the content needs. base, title, small: font sizes in pixels. pad: the white edge.
    scale: pixels per pixel in a PNG, so that a letter page comes out at 300 dots per inch. row: the lowest row of a
    matrix that can be read there; more rows go to a further page.
    """

    name: str
    width: int
    height: int | None
    measure: int
    base: float
    title: float
    small: float
    pad: int
    scale: float
    row: float = 28

    @property
    def narrow(self) -> bool:
        return self.width < 500


SCREEN = Size("screen", 960, None, 700, 13, 20, 11.5, 6, 2)
HALF = Size("half", 500, None, 446, 12.5, 17, 11, 6, 2)
NARROW = Size("narrow", 390, None, 344, 12, 17, 10.5, 4, 3)
SLIDE = Size("slide", 1280, 720, 1200, 17, 31, 14, 40, 2, 23)
LETTER = Size("letter", 816, 1056, 704, 14, 25, 12, 56, 3.125, 16)
SQUARE = Size("square", 1080, 1080, 984, 21, 40, 17, 48, 2, 28)
BRIEF = Size("brief", 700, None, 692, 13, 19, 11, 4, 3)  # a letter page's text width: its small words print at 8 points
SIZES = {s.name: s for s in (SCREEN, HALF, NARROW, SLIDE, LETTER, SQUARE, BRIEF)}


@dataclass(frozen=True)
class Caption:
    """What a reader must know without the page around the picture.

    title: the finding as a sentence with its number. subtitle: what, where, when, filters. n: counted things with their
    noun (`412 payers`). tier: what the number may be called. snapshot: the store revision it was drawn from. among: who
    stands behind a number that is not the one the tier is named after (a mix of reasons, what became of appeals).
    Below T2 nothing may be called a rate: such a caption is refused.
    """

    title: str
    subtitle: str = ""
    source: str = ""
    n: str = ""
    tier: Tier | None = None
    snapshot: str = ""
    licence: str = ""
    note: str = ""
    among: str = ""

    def __post_init__(self) -> None:
        said = f"{self.title} {self.subtitle}"
        if self.tier in (Tier.T0, Tier.T1) and re.search(r"(?<!medicare )\brates?\b", said, re.IGNORECASE):
            raise TrackerError(
                f"This picture shows {self.tier.words} (tier {self.tier}), which may not be called a rate.",
                "Say “share of reports” or give complete remittance files.",
            )

    @property
    def tier_words(self) -> str:
        """`T2: denial rate among reporting practices`; '' where nothing is measured."""
        return f"{self.tier}: {self.among or self.tier.words}" if self.tier else ""

    def foot(self) -> list[str]:
        """The lines under the picture, each to be wrapped on its own."""
        facts = [
            f"n = {self.n}" if self.n else "",
            self.tier_words,
            f"snapshot {self.snapshot}" if self.snapshot else "",
            self.licence,
        ]
        return [
            line
            for line in (
                self.note,
                f"Source: {self.source}" if self.source else "",
                " · ".join(fact for fact in facts if fact),
            )
            if line
        ]

    def adding(self, note: str) -> Caption:
        """The same caption with one more note."""
        return replace(self, note=f"{self.note} {note}".strip())


@cache
def template(theme: str) -> go.layout.Template:
    """The plotly template of a theme, complete: nothing is inherited from plotly's own."""
    t = THEMES[theme]
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": t.grid,
        "linecolor": t.ghost,
        "tickcolor": t.ghost,
        "tickfont": {"color": t.soft},
        "title": {"font": {"color": t.soft}},
        "fixedrange": True,
        "automargin": False,
        "ticklabelstandoff": 4,
        "tickangle": 0,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "color": t.ink},
            "paper_bgcolor": t.paper,
            "plot_bgcolor": t.paper,
            "colorway": [t.accent, *t.coverage],
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": t.paper,
                "bordercolor": t.ghost,
                "font": {"family": FONT, "color": t.ink, "size": 13},
                "align": "left",
                "namelength": -1,
            },
            "xaxis": axis,
            "yaxis": axis,
            "bargap": 0.3,
        }
    )


def label(text: str, size: float, colour: str, **place: Any) -> dict[str, Any]:
    """An annotation without arrow, box or surprise. `place` gives x, y, xref, yref, anchors and shifts."""
    return {
        "text": text,
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
        "font": {"family": FONT, "size": size, "color": colour},
        **place,
    }


def bold(annotation: dict[str, Any]) -> dict[str, Any]:
    return {**annotation, "font": {**annotation["font"], "weight": 700}}


def faint(colour: str, alpha: float = 0.16) -> str:
    """A `#rrggbb` colour as a wash over the paper."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{alpha})"


def luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
