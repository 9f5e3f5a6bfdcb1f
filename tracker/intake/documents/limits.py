"""How much of a file is read before the reader stops and says so. A hostile file must cost neither time nor memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.errors import Rejected

Progress = Callable[[int, int], None]
"""Called with (done, of): pages of a PDF, sheets of a workbook, members of an archive."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything a single scan may use up. `deadline` is a monotonic time."""

    file_bytes: int = 300_000_000
    pages: int = 6_000
    rows: int = 1_500_000
    cells: int = 12_000_000
    unpacked_bytes: int = 400_000_000
    members: int = 400
    depth: int = 2
    characters: int = 60_000_000
    deadline: float = field(default_factory=lambda: time.monotonic() + 180.0)

    @property
    def over(self) -> bool:
        return time.monotonic() > self.deadline


def refuse_large(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise Rejected(
            f"The file has {size / 1e6:,.0f} MB, more than the {limits.file_bytes / 1e6:,.0f} MB that are read.",
            "Split it, or save only the pages that matter.",
        )
