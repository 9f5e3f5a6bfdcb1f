"""Write docs/spec.md from the tables that the tests run on.

python scripts/write_spec.py [--to FILE]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import _environment

_environment.enter()

from tests.spec.document import document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = _environment.ROOT / "docs" / "spec.md"
    parser.add_argument("--to", type=Path, default=default, help="where to write (default: docs/spec.md)")
    target = parser.parse_args().to
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(document(), encoding="utf-8")
    print(f"written: {target}")


if __name__ == "__main__":
    main()
