"""What stands around every picture: title, subtitle, key, source line, and the margins that make room for them.

The one thing to know: `compose` is the last step of every figure. It fixes all margins in pixels and places every text
by pixels from the edge of the plot, so nothing moves or is clipped when a page stretches the picture.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

import plotly.graph_objects as go

from tracker.figures.style import LIGHT, Caption, Size, Theme, bold, label, template
from tracker.figures.text import FONT, balanced, cut, lines_of, width, wrap

LINE = 1.3  # plotly sets the lines of a text 1.3 font sizes apart


@dataclass(frozen=True)
class KeyItem:
    """One entry of a key: a swatch as pixel shapes around (0, 0) and its words."""

    words: str
    swatch: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Room:
    """What a figure asks for around its plot, in pixels: labels left, line ends right, axis words above and below."""

    left: float = 0
    right: float = 0
    above: float = 0
    below: float = 0


@dataclass
class Drawing:
    """A figure in the making, as plain data: plotly checks it once, at the end, which is ten times faster."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    x: dict[str, Any] = field(default_factory=dict)
    y: dict[str, Any] = field(default_factory=dict)
    layout: dict[str, Any] = field(default_factory=dict)

    def bars(self, **trace: Any) -> None:
        self.traces.append({"type": "bar", **trace})

    def scatter(self, **trace: Any) -> None:
        self.traces.append({"type": "scatter", **trace})

    def text(self, **annotation: Any) -> None:
        self.texts.append(annotation)

    def shape(self, **shape: Any) -> None:
        self.shapes.append(shape)


# Whether plotly looks at every property it is given: most of the time a figure takes. Tests of figures turn it on.
CHECKED = False


def compose(
    fig: Drawing,
    caption: Caption,
    size: Size,
    theme: Theme,
    room: Room,
    plot_height: float,
    key: list[KeyItem] | None = None,
    alt: str = "",
) -> go.Figure:
    """Set the caption and key around the plot and fix every margin. The last step of every figure.

    plot_height is used where the size has no height of its own. Caption and alternative text are also kept in
    `layout.meta`, for whoever turns the figure into a file.
    """
    head, head_height = _head(caption, size, theme)
    chips, words, key_height = _key(key or [], size, theme, head_height)
    foot, foot_height = _foot(caption, size, theme)
    gap = size.base
    top = size.pad + head_height + key_height + gap + room.above
    bottom = room.below + gap + foot_height + size.pad
    left, right = size.pad + room.left, size.pad + room.right
    for a in (*head, *words, *foot):
        a["xshift"] = a.get("xshift", 0) - room.left
    for a in (*head, *words):
        a["yshift"] = top - size.pad + a["yshift"]
    for a in foot:
        a["yshift"] = -(room.below + gap) + a["yshift"]
    for chip in chips:
        move(chip, -room.left, top - size.pad)
    layout = {
        **fig.layout,
        "template": template(theme.name),
        "width": size.width,
        "height": size.height or round(top + plot_height + bottom),
        "autosize": True,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "font": {"family": FONT, "size": size.base, "color": theme.ink},
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "meta": {"alt": alt, "caption": asdict(caption), "size": size.name, "theme": theme.name},
        "xaxis": fig.x,
        "yaxis": fig.y,
        "annotations": [*fig.texts, *head, *words, *foot],
        **({"shapes": [*fig.shapes, *chips]} if fig.shapes or chips else {}),
    }
    return go.Figure(data=fig.traces, layout=layout, _validate=CHECKED)


def room_for_plot(caption: Caption, size: Size, room: Room, key: list[KeyItem] | None = None) -> float:
    """The height left for the plot in a size of fixed height; the caller's own wish where the size has none."""
    if size.height is None:
        raise ValueError("this size has no height of its own")
    taken = _head(caption, size, LIGHT)[1] + _key(key or [], size, LIGHT, 0)[2] + _foot(caption, size, LIGHT)[1]
    return size.height - taken - 2 * size.pad - 2 * size.base - room.above - room.below


def _head(caption: Caption, size: Size, theme: Theme) -> tuple[list[dict[str, Any]], float]:
    title = balanced(caption.title, size.title, size.measure, bold=True)
    subtitle = wrap(caption.subtitle, size.base, size.measure)
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}
    title_height = len(title) * size.title * LINE
    texts = []
    if title:
        texts.append(bold(label(lines_of(title), size.title, theme.ink, **place, yshift=0)))
    if subtitle:
        texts.append(label(lines_of(subtitle), size.base, theme.soft, **place, yshift=-title_height - size.base * 0.25))
    return texts, title_height + (len(subtitle) * LINE + 0.25) * size.base * bool(subtitle)


def _foot(caption: Caption, size: Size, theme: Theme) -> tuple[list[dict[str, Any]], float]:
    lines = [line for part in caption.foot() for line in wrap(part, size.small, size.measure)]
    if not lines:
        return [], 0
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    return [label(lines_of(lines), size.small, theme.soft, **place, yshift=0)], len(lines) * size.small * LINE


def _key(
    items: list[KeyItem], size: Size, theme: Theme, start: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Swatches and words in rows under the subtitle, wrapped at the measure."""
    if not items:
        return [], [], 0
    font, chip = size.base * 0.95, size.base * 1.25
    line = font * 1.75
    shapes: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    x, y = 0.0, start + size.base * 0.5 + line / 2
    for item in items:
        words = cut(item.words, font, size.measure - chip * 1.4)
        takes = chip * 1.4 + width(words, font)
        if x and x + takes > size.measure:
            x, y = 0.0, y + line
        for part in item.swatch:
            shape = {**part, "xref": "paper", "yref": "paper", "xanchor": 0, "yanchor": 1}
            shapes.append(move(shape, x + chip / 2, -y))
        texts.append(
            label(
                lines_of([words]), font, theme.ink, xref="paper", yref="paper", x=0, y=1, xanchor="left",
                yanchor="middle", xshift=x + chip * 1.4, yshift=-y,
            )
        )  # fmt: skip
        x += takes + font * 1.5
    return shapes, texts, y + line / 2 - start


_PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def move(shape: dict[str, Any], dx: float, dy: float) -> dict[str, Any]:
    """Move a shape given in pixels; up is positive."""
    if "path" in shape:
        shape["path"] = _PAIR.sub(lambda m: f"{float(m.group(1)) + dx:.2f},{float(m.group(2)) + dy:.2f}", shape["path"])
    else:
        for side, by in (("x0", dx), ("x1", dx), ("y0", dy), ("y1", dy)):
            shape[side] = round(shape[side] + by, 2)
    return shape
