"""Sources & methods: how every number is made, what it may be called, where every fact comes from, what is never kept."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.measures import definitions
from tracker.services.answers import signals
from tracker.ui import corrections_view, data, frame, ledger_view, show
from tracker.vocabulary import ReasonCategory, Tier


def page() -> None:
    frame.title(
        "Sources & methods",
        "Two ledgers, joined: what payers say, each decision with its source, and what members meet, with no patient data kept.",
    )
    measures, tiers, reasons, codes, sources, corrections, privacy = st.tabs(
        [
            "Measures",
            "What numbers are called",
            "Reasons",
            "Codes and Medicare prices",
            "Sources",
            "Corrections",
            "Privacy",
        ]
    )
    with measures:
        _measures()
    with tiers:
        _tiers()
    with reasons:
        _reasons()
    with codes:
        _codes()
    with sources:
        _sources()
    with corrections:
        corrections_view.log()
    with privacy:
        _privacy()


def _measures() -> None:
    every = definitions.definitions().values()
    unchecked = sum(one.checker == definitions.NOT_YET for one in every)
    if unchecked:
        st.caption(
            f"No second person has checked {unchecked} of {len(every)} definitions yet: each stands on its author's word alone "
            "until a colleague signs it."
        )
    overdue = [p for p in definitions.problems(data.today()) if "no second person" not in p]
    if overdue:
        st.caption(
            "To see to: " + "; ".join(overdue[:3]) + (f"; and {len(overdue) - 3} more" if len(overdue) > 3 else "")
        )
    for one in every:
        names = ", ".join(f"{words} ({tier})" for tier, words in one.names.items())
        with st.expander(names[:1].upper() + names[1:]):
            for heading, words in (
                ("Question", one.question), ("Numerator", one.numerator), ("Denominator", one.denominator),
                ("Why it matters", one.why), ("Limits", one.limits), ("Source", one.source),
                ("Kept by", f"author {one.author}, {_checked(one)}, next review {one.next_review}"),
            ):  # fmt: skip
                st.markdown(f"**{heading}.** {words}")


def _checked(one: definitions.Definition) -> str:
    return "not yet checked by a second person" if one.checker == definitions.NOT_YET else f"checked by {one.checker}"


def _tiers() -> None:
    st.markdown("The word *rate* is reserved for T2 and T3. They stand side by side and are never added together.")
    stands = {
        Tier.T0: "counts of reports people chose to send",
        Tier.T1: "reports with an outcome; self-selected, so never a rate",
        Tier.T2: "denied lines of adjudicated lines in complete remittance files, paid ones included",
        Tier.T3: "public denominators, for example Medicare's yearly procedure summary",
    }
    rows = [{"Tier": str(t), "May be called": t.words, "Stands on": s} for t, s in stands.items()]
    show.table(pd.DataFrame(rows), "tiers", download=False)
    st.markdown(
        "A line is **denied** when it is adjudicated, paid 0 and carries a denial reason; contractual write-offs (CO-45), cost "
        "share (PR-1, 2, 3), a prior payer's share (23), sequestration (253), exact duplicates (18) and informational remarks "
        "are none. Lines are counted once, at their first adjudication; only primary adjudications enter a share. Every share "
        "has a Wilson 95% interval. Cells of 1 to 10 lines, of fewer than 3 practices, or mostly of one practice are hidden in "
        "whatever leaves the program."
    )
    st.markdown(
        "**Files that are subtracted.** Every picture and table of lines is counted anew when it is taken away. An attacker "
        "who holds it together with every file that left before is played with linear programming, and more numbers are "
        "hidden until at least ten values remain possible for each hidden one; then it is written into the export log. "
        "What this cannot do: it does not know what a reader knows from elsewhere (a practice knows its own lines); files of "
        "older snapshots are compared as if the store had not changed since, and that a number grew between two snapshots is "
        "not hidden; rows of the gap table are compared with earlier files of the same payer, and with themselves as of other "
        "days; what is read on the screen or copied from it is not logged."
    )


def _reasons() -> None:
    rows = [
        {
            "Kind": r.kind,
            "Code": r.code,
            "In our words": r.label,
            "Category": r.category.words,
            "Whose doing": r.denial_class.words if r.denial_class else "no denial",
        }
        for r in reference.reasons().values()
        if r.kind != "GROUP"
    ]
    st.caption(
        "Labels are our own; X12's code texts are not shipped. Documentation counts as billing, so no figure is padded."
    )
    show.table(pd.DataFrame(rows), "reasons-list", height=480)
    st.caption("Coverage denials: " + ", ".join(c.words for c in ReasonCategory if c.denial_class == "coverage") + ".")


def _codes() -> None:
    rows = [
        {
            "Code": c.code,
            "Our label": c.label,
            "First day": c.first_day.isoformat(),
            "Add-on to": c.add_on_to or "",
            "Medicare units a day": "" if c.daily_units is None else str(c.daily_units),
        }
        for c in reference.codes().values()
    ]
    show.table(pd.DataFrame(rows), "codes")
    rates = pd.DataFrame(reference.rows("medicare_rates"))
    rates = rates[rates["participant"] == "standard"][
        ["code", "effective_from", "effective_to", "nonfacility_usd", "facility_usd", "source"]
    ]
    rates.columns = ["Code", "From", "To", "Non-facility, US$", "Facility, US$", "Source"]
    show.table(rates, "medicare-prices", height=400)
    st.caption("CPT is a trademark of the American Medical Association; no CPT descriptor is shipped.")


def _sources() -> None:
    rows = data.ask(_source_rows)
    show.table(pd.DataFrame(rows), "sources", height=400, empty="No source is recorded yet.")
    ledger_view.take()
    st.subheader("Claims signals, which are no decisions", anchor=False)
    seen = data.ask(signals.of_payer)
    show.table(
        pd.DataFrame(
            [{"State": s["state"], "Code": s["code"], "Seen": s["observed"], "Caution": s["caution"]} for s in seen]
        ),
        "signals",
    )


def _source_rows() -> list[dict[str, str]]:
    return [
        {
            "Publisher": s["publisher"],
            "Title": s["title"],
            "Published": s["published"],
            "Looked at": s["accessed"],
            "Link": s["url"],
        }
        for s in data.sources()
    ]


def _privacy() -> None:
    st.markdown(
        "No patient or caregiver name, birth date, member id, claim number, record number, contact detail, exact service day or "
        "ZIP is ever stored. Readers drop them before anything is kept, logged or shown. Dates are kept as months: a month makes "
        "a limited data set; the year alone would meet HIPAA's safe-harbour method. Practices and claim lines are known by keyed "
        "one-way fingerprints whose key lies outside the store. No charge, allowed or paid amount is stored."
    )
