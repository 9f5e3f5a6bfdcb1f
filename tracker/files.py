"""Files that come to their place whole. The one thing to know: who comes second leaves what stands there alone."""

from __future__ import annotations

import os
from pathlib import Path


def move_in(fresh: Path, path: Path) -> None:
    """The file at its place, unless somebody else made one there meanwhile; theirs is then as good as ours. The caller
    takes `fresh` away, which is left behind where the file system has links."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            fresh.rename(path)
