"""Signs of symbol fonts as the signs they show: a bullet, a tick, a cross, a box.

The one thing to know: such fonts keep their signs in the private area of Unicode (F000-F0FF), where a reader sees a tick
and a program sees nothing; each is one character, so positions stay.
"""

from __future__ import annotations

SHOWN = {
    0xF0FC: "✓",
    0xF0FE: "✓",
    0xF052: "✓",
    0xF050: "✓",
    0xF0FB: "✗",
    0xF0FD: "✗",
    0xF0B7: "•",
    0xF0A7: "•",
    0xF0D8: "•",
    0xF076: "•",
    0xF0A8: "□",
    0xF06F: "□",
}


def shown(text: str) -> str:
    """The text with the signs a reader sees."""
    return text.translate(SHOWN)
