"""Denials: trend by month, reasons split in coverage and billing, by payer, by state. Says what its numbers may be called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from tracker.figures import appeals, funnel, intervals
from tracker.figures.axes import Event
from tracker.measures import definitions, disclosure
from tracker.measures.appeals import Appeals
from tracker.measures.numbers import Basis, Proportion
from tracker.services import release, submit
from tracker.services.answers import appealed, denials, people_behind
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, filters, frame, lines_view, show, take
from tracker.ui.take import Drawing
from tracker.vocabulary import DenialClass, Tier

KINDS = {"complete": "Complete remittances", "reports": "Reports"}
MEASURES = {"coverage_denied": "coverage_denial", "denied": "initial_denial"}
WHAT = {"coverage_denied": "Coverage denials", "denied": "All denials"}


def page() -> None:
    head = st.container()
    chosen, kind, what = _controls()
    tier = denials.KINDS[kind]
    months = data.ask(denials.trend, chosen, kind, what, data.at(), on=data.day())
    who = data.ask(people_behind.summary, denials.of_kind(chosen, kind), data.at())
    with head:
        frame.title("Denials", _answer(months, kind, what, who))
    if months.empty:
        _nothing()
        return
    subtitle = captions.joined(filters.words(chosen), tier.words)
    among = captions.joined(filters.words(chosen), tier.among)  # of counts that are no denial rate
    events = tuple(Event(c["sent_on"][:7], f"Campaign: {c['name']}"[:40]) for c in data.ask(people_behind.campaigns))
    lines_view.by_month(months, chosen, kind, "trend", what=what, subtitle=subtitle, events=events)
    _who(chosen, kind)
    _payers(chosen, kind, what, subtitle)
    _funnel(chosen, kind, what, subtitle)
    lines_view.by_reason(chosen, kind, "reasons", among)
    st.subheader("By state", anchor=False)
    _states(chosen, kind, what)
    st.subheader("By reason code", anchor=False)
    _codes(chosen, kind)
    _look(chosen, kind)
    _appeals(chosen, kind, among)


def _controls() -> tuple[Filters, str, str]:
    chosen = filters.row("state", "business", "parent", "code", "months")
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        kind = st.segmented_control(
            "Stands on", list(KINDS), format_func=KINDS.__getitem__, default=data.ask(denials.best_kind, Filters()),
            required=True, key="kind", bind="query-params",
            help="Complete remittances hold paid lines too and give a denial rate (T2). Reports are what people chose to "
            "send: a share of reports (T1). The two are never added.",
        )  # fmt: skip
    with middle:
        what = st.segmented_control(
            "Count", list(WHAT), format_func=WHAT.__getitem__, default="coverage_denied", required=True, key="what",
            bind="query-params",
        )  # fmt: skip
    with right:
        show.small_numbers_switch()
    return chosen, kind or "complete", what or "coverage_denied"


def _answer(months: pd.DataFrame, kind: str, what: str, who: dict[str, int]) -> str:
    if months.empty:
        return "No adjudicated line matches these filters yet."
    closed = months[~months["open"]]
    counted = closed if len(closed) else months
    basis = Basis(
        denials.KINDS[kind], who["practices"], who["payers"], str(counted["month"].min()), str(counted["month"].max())
    )
    share = Proportion(int(counted["numerator"].sum()), int(counted["denominator"].sum()), basis)
    name = definitions.name_for(MEASURES[what], basis.tier)
    return f"{name[:1].upper()}{name[1:]}: {share.say()}."


def _nothing() -> None:
    st.markdown(
        "**Nothing to count yet.** Months, reasons and payers will stand here as soon as a file is accepted. Next: send a "
        "remittance on *Submit*, remove a filter, or open the demonstration from the sidebar."
    )


def _payers(chosen: Filters, kind: str, what: str, subtitle: str) -> None:
    around = captions.caption(
        "", captions.joined(subtitle, "the 20 payers with most lines, by name"), captions.LINES, "", denials.KINDS[kind]
    )

    whose = captions.who(chosen, kind)

    def tell(every: pd.DataFrame) -> Drawing:
        # The line to compare with is that of the payers shown: a total of all would give hidden ones back.
        lines = every["denominator"].sum()
        overall = every["numerator"].sum() / lines if lines else None
        rows = every.head(20).sort_values("payer", key=lambda s: s.str.casefold(), ignore_index=True)
        title = intervals.finding(rows, overall, denials.WHAT[what])
        caption = replace(around, title=title, n=captions.adjudicated(every, whose))
        return Drawing(rows, caption, show.shares_table(every, "payer", "Payer"), {"overall": overall})

    every = data.ask(denials.by_payer, chosen, kind, what, data.at())
    again = partial(release.shares, access.who(), denials.by_payer, chosen, kind, what, data.at())
    show.lines(intervals, tell(show.hide(every)), "payers", lambda: tell(again()))


def _states(chosen: Filters, kind: str, what: str) -> None:
    def words(rows: pd.DataFrame) -> pd.DataFrame:
        return show.shares_table(rows, "state", "State")

    states = show.hide(data.ask(denials.by_state, chosen, kind, what, data.at()))
    again = partial(release.shares, access.who(), denials.by_state, chosen, kind, what, data.at())
    show.table(words(states), "denials-by-state", height=360, again=lambda: words(again()))


def _who(chosen: Filters, kind: str) -> None:
    """Who is talking, and the months in which the number may move because the reporting did."""
    of_kind = denials.of_kind(chosen, kind)
    talk = data.ask(people_behind.talking, of_kind, data.at(), data.day())
    if talk.dominated:
        st.warning(talk.warning())
    odd = data.ask(people_behind.unusual_months, of_kind, data.day(), data.at())
    more = (
        f" Practices sent unusually many or few lines each in {', '.join(odd[-6:])}: a change there may be theirs."
        if odd
        else ""
    )
    st.caption(f"Who is talking: {talk.say()}.{more}")


def _funnel(chosen: Filters, kind: str, what: str, subtitle: str) -> None:
    """Payers against what chance would do. Only for complete remittances: reports have no denominator to speak of."""
    if denials.KINDS[kind] is not Tier.T2:
        return
    found = data.ask(denials.funnel, chosen, kind, what, data.at())
    if found is None:
        return
    around = captions.caption("", subtitle, captions.LINES, "", denials.KINDS[kind])
    who, at, whose = access.who(), data.at(), captions.who(chosen, kind)

    def tell(found: tuple[pd.DataFrame, pd.DataFrame, float, float]) -> Drawing:
        rows, curve, pooled, phi = found
        shown = rows[rows["numerator"].notna()]
        left_out = len(rows) - len(shown)
        notes = [around.note, f"Limits widened for over-dispersion (phi {phi:.1f})." if phi > 1 else ""]
        notes.append(f"{left_out} payers left out: hidden (small number)." if left_out else "")
        caption = replace(
            around,
            title=funnel.finding(shown),
            n=captions.adjudicated(shown, whose),
            note=" ".join(n for n in notes if n),
        )
        return Drawing(shown, caption, options={"curve": curve, "pooled": pooled})

    def again() -> Drawing:
        released = release.funnel(who, chosen, kind, what, at)
        return tell(released) if released else Drawing(rows.head(0), around)

    rows, *rest = found
    show.lines(funnel, tell((show.hide(rows), *rest)), "funnel", again)


def _codes(chosen: Filters, kind: str) -> None:
    def words(rows: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "Reason": rows["reason"].replace("", "none given"),
                "What it says, in our words": rows["label"].fillna("not on file"),
                "Whose doing": [DenialClass(c).words if c else "" for c in rows["denial_class"]],
                "Denied lines": [disclosure.shown(n) for n in rows["lines"]],
            }
        )

    rows = show.hide(data.ask(denials.reason_codes, chosen, kind, data.at()))
    again = partial(release.counts, access.who(), denials.reason_codes, chosen, kind, data.at())
    show.table(words(rows), "denials-by-code", again=lambda: words(again()))


def _look(chosen: Filters, kind: str) -> None:
    """Where to look next: reasons that a payer gives more often than the others do. A hint, so nothing to take away."""
    rows = data.ask(denials.worth_a_look, chosen, kind, data.at())
    if rows.empty:
        return
    with st.expander(f"Worth a look ({len(rows)})", key="look", on_change="rerun") as place:
        if not place.open:
            return
        st.caption(
            "Payers that give a reason more often than the other payers do, by the reporting odds ratio. A hint where to "
            "look, never a finding: reports are what people chose to send."
        )
        words = pd.DataFrame(
            {
                "Payer": rows["payer"],
                "Reason": rows["words"],
                "Denied lines": [f"{n:,}" for n in rows["lines"]],
                "Odds ratio": [
                    f"{r:,.1f} (95% CI {a:,.1f}-{b:,.1f})"
                    for r, a, b in zip(rows["ratio"], rows["low"], rows["high"], strict=True)
                ],
            }
        )
        show.table(words, "worth-a-look", height=320, download=False)


def _left_out(found: Appeals) -> str:
    """What the figures do not tell: payments without an appeal, appeals without months."""
    paid, untimed = found.paid_later, found.untimed
    words = ""
    if paid:
        words += (
            f" {submit.counted(paid, 'denied line')} {'was' if paid == 1 else 'were'} paid in a later remittance without an "
            "appeal won that we know of: a payment shows that a denial did not stand, not that an appeal was won."
        )
    if untimed:
        words += f" {submit.counted(untimed, 'appeal')} without months {'is' if untimed == 1 else 'are'} left out of the time."
    return words


def _appeals(chosen: Filters, kind: str, subtitle: str) -> None:
    """What became of the denials. Counted only when opened: most readers come for the denials themselves."""
    with st.expander("What became of them: appeals", key="appeals", on_change="rerun") as place:
        if not place.open:
            return
        found = data.ask(appealed.outcome, chosen, kind, data.at(), data.day())
        if found is None:
            st.markdown(
                "**No appeal is recorded under these filters.** Members record them in *My reports* or in their tables, and a "
                "remittance that pays a denied line later is recognised."
            )
            return
        if data.ask(appealed.may_be_told, chosen, kind, data.at()) or take.locked():
            st.markdown(
                f"Of {submit.counted(found.overturned_decided.denominator, 'decided appeal')}, "
                f"**{found.overturned_decided.share_words()}** were overturned; of {found.overturned_all.denominator:,} "
                f"denied lines **{found.overturned_all.share_words()}** were paid in the end, and "
                f"{found.appealed.share_words()} were appealed. Months from appeal to decision: "
                f"{found.to_decision.say()}.{_left_out(found)}"
            )
        else:
            st.markdown(
                "Too few appeals are recorded under these filters to tell how they ended: small numbers are hidden."
            )
        rows = show.hide(data.ask(appealed.steps, chosen, kind, data.at()))
        tier, whose = denials.KINDS[kind], captions.who(chosen, kind)
        caption = captions.caption(
            appeals.finding(rows), subtitle, captions.LINES, captions.denied(rows, whose), tier,
            note="Open appeals are drawn as open and count in no overturn figure of decided ones. A line that a later remittance paid "
            "counts among all denials, never among appeals won.", among=f"appeals {tier.among}",
        )  # fmt: skip
        again = partial(release.appeal_steps, access.who(), chosen, kind, data.at())

        def tell(steps: pd.DataFrame) -> Drawing:
            behind = pd.DataFrame(
                {
                    "What became of it": [appeals.WORDS[s] for s in steps["step"]],
                    "Lines": [disclosure.shown(n) for n in steps["lines"]],
                }
            )
            return Drawing(
                steps, replace(caption, title=appeals.finding(steps), n=captions.denied(steps, whose)), behind
            )

        show.lines(appeals, tell(rows), "appeals", lambda: tell(again()))
