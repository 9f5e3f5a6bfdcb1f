"""Pictures of counted lines that several pages share: the trend by month and the reasons.

The one thing to know: each is told twice, from the rows for this screen and, when it is taken away, from rows that
`services.release` checked against everything that has left before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from tracker.figures import reasons, trend
from tracker.figures.axes import Event
from tracker.measures import disclosure
from tracker.services import release
from tracker.services.answers import denials
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, show
from tracker.ui.take import Drawing
from tracker.vocabulary import DenialClass

NOTE = "Coverage denials are the payer's choice; billing denials are ours to mend and are never counted as gaps."


def by_month(
    months: pd.DataFrame,
    chosen: Filters,
    kind: str,
    name: str,
    *,
    what: str = "coverage_denied",
    subtitle: str = "",
    events: Sequence[Event] = (),
    half: bool = False,
    clocks: tuple[date, int | None] | None = None,
) -> None:
    """The share denied by month (`months`: of `denials.trend` with the same filters), with what happened meanwhile.

    clocks: the day in the world and the revision `months` are as of, where these are not the page's own."""
    on, at = clocks or (data.day(), data.at())
    around = captions.caption("", subtitle or denials.KINDS[kind].words, captions.LINES, "", denials.KINDS[kind], at=at)
    who = captions.who(chosen, kind, at)

    def tell(rows: pd.DataFrame) -> Drawing:
        caption = replace(around, title=trend.finding(rows, denials.WHAT[what]), n=captions.adjudicated(rows, who))
        return Drawing(rows, caption, show.months_table(rows), {"events": tuple(events)})

    by = partial(denials.trend, on=on)
    again = partial(release.shares, access.who(), by, chosen, kind, what, at)
    show.lines(trend, tell(show.hide(months)), name, lambda: tell(again()), half=half)


def by_reason(
    chosen: Filters, kind: str, name: str, subtitle: str = "", *, half: bool = False,
    clocks: tuple[date, int | None] | None = None,
) -> None:  # fmt: skip
    """Denied lines by category of the first reason, coverage apart from billing."""
    _, at = clocks or (data.day(), data.at())
    tier = denials.KINDS[kind]
    subtitle = captions.joined(subtitle or tier.among, "by first denial reason")
    around = captions.caption("", subtitle, captions.LINES, "", tier, NOTE, at, among=f"reasons {tier.among}")
    who = captions.who(chosen, kind, at)

    def tell(mix: pd.DataFrame) -> Drawing:
        behind = pd.DataFrame(
            {
                "Reason": mix["words"],
                "Whose doing": [DenialClass(c).words for c in mix["denial_class"]],
                "Lines": [disclosure.shown(n) for n in mix["lines"]],
            }
        )
        return Drawing(mix, replace(around, title=reasons.finding(mix), n=captions.denied(mix, who)), behind)

    again = partial(release.counts, access.who(), denials.reasons, chosen, kind, at)
    mix = show.hide(data.ask(denials.reasons, chosen, kind, at))
    show.lines(reasons, tell(mix), name, lambda: tell(again()), half=half)
