"""One payer's decisions in words: what it says, everything each rests on, dates, who recorded and who checked.

The one thing to know: codes about which a payer says the same stand on one card, and a card shows every source, since one
that is not shown cannot be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.intake import code_ranges
from tracker.people import may
from tracker.services import evidence
from tracker.services.answers import coverage
from tracker.store import succession
from tracker.store.questions import Filters
from tracker.ui import access, cite_view, data, show, take
from tracker.vocabulary import STATES, Confidence, LineOfBusiness, PriorAuth, Status

ALIKE = ("payer_id", "line_of_business", "state", "status", "scope", "conditions", "prior_auth", "effective_from",
         "effective_to", "confidence", "sources", "place", "evidence", "sha256", "recorded_by", "recorded_at",
         "checked_by", "last_checked")  # fmt: skip
Row = dict[Any, Any]


def alike(rows: Sequence[Row]) -> list[list[Row]]:
    """Decisions that differ by code alone, together; in the order of the first of each."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for d in rows:
        groups.setdefault(tuple(d[n] for n in ALIKE), []).append(d)
    return list(groups.values())


def cards(payer_id: str, code: str | None = None, at: int | None = None) -> None:
    """A card for what is said alike, the newest period first. Says what to do where there is nothing."""
    ledger = data.ask(coverage.ledger, Filters(payers=(payer_id,), codes=(code,) if code else ()), at)
    if ledger.empty:
        then = " was known at that time" if at is not None else " is recorded here yet"
        st.markdown(
            f"**Nobody has looked.** No decision{then}. Find the payer's policy, then record what it says on "
            "the page *Record* or load it with `scripts/load_decisions.py`."
        )
    else:
        rows = ledger.astype(object).where(ledger.notna(), None).to_dict("records")
        cited = data.ask(coverage.citations, payer_id)
        rows.sort(key=lambda r: str(r["effective_from"] or ""), reverse=True)
        for group in alike(rows):
            _card(group, cited.get(group[0]["decision_id"], []), at)
    if at is None:
        _former(payer_id, code)


def where(d: Row) -> str:
    """The state of a decision in words."""
    return STATES.get(str(d["state"]), "everywhere it operates")


def period(d: Row) -> str:
    """`from 2025-07-01 until further notice`."""
    return f"from {d['effective_from'] or 'a day not stated'} until {d['effective_to'] or 'further notice'}"


def _begins_later(d: Row) -> bool:
    return str(d["effective_from"] or "") > data.today().isoformat()


def _card(group: list[Row], cited: list[Row], at: int | None) -> None:
    d = group[0]
    with st.container(border=True):
        codes = code_ranges.words(x["code"] for x in group)
        coming = "**announced** · " if _begins_later(d) else ""
        business = LineOfBusiness(d["line_of_business"]).words
        st.markdown(f"{coming}**{codes}: {Status(d['status']).words}** · {business}, {where(d)} · {period(d)}")
        details = [d["scope"], d["conditions"], PriorAuth(d["prior_auth"]).words]
        st.text("; ".join(part for part in details if part))
        sources(cited, f"card-{d['decision_id']}-{at or ''}")
        checked = f"checked by {d['checker']}" if d["checked_by"] else "not checked by a second person yet"
        st.caption(
            f"{Confidence(d['confidence']).words}; recorded by {d['recorder']}, {checked}; last changed "
            f"{d['recorded_at'][:10]}, last checked {d['last_checked'] or 'never'}"
        )
        if at is None and may(access.who(), "decide"):
            cite_view.another(group, f"card-{d['decision_id']}")


def sources(cited: Sequence[Row], key: str) -> None:
    """Everything a decision rests on: publisher, title, dates, the passage with its place, link and kept document."""
    if not cited:
        st.text("Source: none")
    for number, c in enumerate(cited):
        dates = [
            f"published {c['published']}" if c["published"] else "",
            f"looked at {c['accessed']}" if c["accessed"] else "",
        ]
        said = ", ".join(part for part in dates if part)
        st.text(f"Source: {c['publisher']}: {c['title']}{f' ({said})' if said else ''}")
        if c["quotation"] or c["place"]:
            place = f" ({c['place']})" if c["place"] else ""
            st.text(f"Evidence{place}: {c['quotation'] or 'see the document'}")
        with st.container(horizontal=True):
            if str(c["url"]).startswith(("https://", "http://")):
                st.link_button("Open the source", c["url"], icon=":material/open_in_new:")
            document_button(c, f"{key}-{number}")


def document_button(d: Row, key: str) -> None:
    """Hands out the kept document of a citation, where it has one; read only when it is asked for."""
    if d.get("sha256"):
        sha256, person = str(d["sha256"]), access.who()
        try:
            file_name, kind = evidence.named(sha256, person)
        except TrackerError as error:
            st.caption(str(error))
            return
        fetch = take.in_this_context(lambda: evidence.fetch(sha256, person)[0])
        st.download_button(
            "Document", fetch, file_name, kind, key=f"document-{key}",
            on_click="ignore", icon=":material/description:", help=f"Kept by its content: SHA-256 {sha256[:16]}...",
        )  # fmt: skip


REASONS = {succession.CHECKED: "a colleague checked it", succession.REPLACED: "replaced",
           succession.CITED: "given another source", succession.ENDED: "another took over",
           succession.REOPENED: "holds again"}  # fmt: skip


def _former(payer_id: str, code: str | None) -> None:
    """What stood here before: the ledger forgets nothing."""
    rows = [d for d in data.ask(coverage.former, payer_id) if not code or d["code"] == code]
    rows = [d for d in rows if d["withdrawn_why"] != succession.CHECKED]
    if not rows:
        return
    with st.expander(f"What we held before ({len(rows):,})"):
        said = [
            {
                "Code": d["code"],
                "Where": where(d),
                "Said": Status(d["status"]).words,
                "Period": period(d),
                "Held from": d["known_from"],
                "Until": d["known_until"],
                "Why it gave way": REASONS.get(d["withdrawn_why"], d["withdrawn_why"]),
            }
            for d in rows
        ]
        show.table(pd.DataFrame(said), f"former-{payer_id}-{code or 'all'}", height=280)


def by_both_clocks(payer_id: str, code: str, on: date, at: int | None, known: str) -> None:
    """The answer in one sentence a line of business and place: what applied on a day, as known then or now."""
    ledger = data.ask(coverage.ledger, Filters(payers=(payer_id,), codes=(code,)), at)
    places = sorted({(r["line_of_business"], r["state"] or "") for r in ledger.to_dict("records")})
    for business, state in places:
        found = data.ask(coverage.said, (payer_id, business, state, code), on, at)
        words = found.knowledge.words
        if found.next_from and found.next_status and found.next_status != found.knowledge:
            words += f"; from {found.next_from}: {found.next_status.words}"
        place = STATES.get(state, "everywhere it operates")
        st.markdown(f"On {on:%-d %B %Y}, {known}: **{words}** · {LineOfBusiness(business).words}, {place}")
