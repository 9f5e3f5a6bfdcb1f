"""Sets aside what stays as long as the program runs: modules, templates of figures, cached registries.

The one thing to know: now and then Python walks everything that is alive, looking for garbage, and with plotly and pandas
loaded that walk keeps a reader waiting for 0.15 to 0.25 s. What is alive after the start, and after each page's first run,
is walked no more; what a later run leaves behind is still found.
"""

from __future__ import annotations

import gc

_settled: set[str] = set()


def once(part: str) -> None:
    """Collect once, then set aside what is left; called again for the same part (the start, a page) it does nothing."""
    if part not in _settled:
        _settled.add(part)  # first, so that two readers of the same page do not both wait
        gc.collect()
        gc.freeze()
