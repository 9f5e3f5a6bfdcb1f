"""Write what changed in the ledger as Markdown and as an Atom feed.

    python scripts/write_digest.py --since 2026-11-16 --markdown FILE        changes after the end of that day
    python scripts/write_digest.py --since 2026-11-16 --until 2026-11-22 --atom FILE
    python scripts/write_digest.py                                           the last seven days, to the screen

The same days give the same text at any time: each state of the ledger is taken as it was known on its day.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import Rejected, TrackerError
from tracker.exports import digest
from tracker.services import publish
from tracker.services.answers import news


def main() -> int:
    today = datetime.now(UTC).date()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--since", type=date.fromisoformat, default=today - timedelta(days=7), metavar="YYYY-MM-DD")
    parser.add_argument("--until", type=date.fromisoformat, default=today, metavar="YYYY-MM-DD")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    parser.add_argument("--atom", type=Path, metavar="FILE")
    options = parser.parse_args()
    try:
        if options.since > options.until:
            raise Rejected("--since is later than --until.", "Exchange the two.")
        items = news.between(options.since, options.until)
        note = publish.notice()
        text = digest.markdown(items, options.since, options.until, publish.snapshot(), note)
        if options.markdown:
            publish.write(options.markdown, text.encode())
        if options.atom:
            publish.write(options.atom, digest.atom(items, options.until, note=note))
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(text if not options.markdown and not options.atom else digest.headline(items, options.since, options.until))
    return 0


if __name__ == "__main__":
    sys.exit(main())
