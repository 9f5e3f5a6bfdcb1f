"""The everyday name of a colour, as a legend would call it."""

from __future__ import annotations

import colorsys
import re

NAMES = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "grey")


def colour_name(rgb: str) -> str:
    """`92D050` is green; white and what is nearly white have no name."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return ""
    red, green, blue = (int(rgb[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.97:
        return ""
    if strength < 0.18 or light < 0.08:
        return "grey"
    degrees = hue * 360
    for limit, name in (
        (16, "red"),
        (45, "orange"),
        (68, "yellow"),
        (170, "green"),
        (258, "blue"),
        (300, "purple"),
        (338, "pink"),
    ):
        if degrees < limit:
            return name
    return "red"
