"""Newspaper columns: the white strip that parts them, and the order in which they are read.

The one thing to know: a table is no newspaper; its columns are told by the shortness of their lines.
"""

from __future__ import annotations

from tracker.intake.documents.readers.page_words import Line, Segment


def gutter(lines: list[Line], left: float, right: float) -> float | None:
    """The x of a white strip that parts the page into columns of prose, if there is one."""
    if len(lines) < 8:
        return None
    width = right - left
    step = 2.0
    covered = [0] * (int(width / step) + 2)
    for line in lines:
        for s in line.segments:
            for n in range(max(0, int((s.x0 - left) / step)), min(len(covered) - 1, int((s.x1 - left) / step)) + 1):
                covered[n] += 1
    allowed = 0.08 * len(lines)
    best: tuple[int, float] | None = None
    run = 0
    for n in range(int(len(covered) * 0.2), int(len(covered) * 0.8)):
        run = run + 1 if covered[n] <= allowed else 0
        if run >= 4 and (best is None or run > best[0]):
            best = (run, left + (n - run / 2) * step)
    if best is None:
        return None
    x = best[1]
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for line in lines:
        if any(s.x0 < x < s.x1 for s in line.segments):
            continue
        for s in line.segments:
            sides[s.x0 > x].append(s)
    for side, low, high in ((sides[0], left, x), (sides[1], x, right)):
        if len(side) < 6:
            return None
        long = [s for s in side if s.x1 - s.x0 > 0.6 * (high - low) and len(s.words) >= 3]
        if len(long) < 0.45 * len(side):
            return None
    return x


def regions(lines: list[Line], left: float, right: float, depth: int = 0) -> list[list[Line]]:
    """Lines in reading order: what spans the page cuts it into bands, each band is read column by column."""
    x = gutter(lines, left, right) if depth < 3 else None
    if x is None:
        return [lines] if lines else []
    out: list[list[Line]] = []
    band: list[Line] = []

    def close() -> None:
        sides: tuple[list[Line], list[Line]] = ([], [])
        for line in band:
            for side in (0, 1):
                part = [s for s in line.segments if (s.x0 > x) == bool(side)]
                if part:
                    sides[side].append(Line(line.y, max(w.size for s in part for w in s.words), part))
        out.extend(regions(sides[0], left, x, depth + 1))
        out.extend(regions(sides[1], x, right, depth + 1))
        band.clear()

    for line in lines:
        if any(s.x0 < x - 2 and s.x1 > x + 2 for s in line.segments):
            close()
            if out and out[-1] and out[-1][-1] is not None and getattr(out[-1], "wide", False):
                out[-1].append(line)
            else:
                out.append([line])
        else:
            band.append(line)
    close()
    return out
