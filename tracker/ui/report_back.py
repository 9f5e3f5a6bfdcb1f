"""What somebody gets back for a report, at once: how many met the same, how appeals ended, what the payer says, a letter."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.intake.form import Form
from tracker.measures import uncertainty
from tracker.services import letters
from tracker.services.answers import back
from tracker.ui import access, data, decisions_view, letters_view, links
from tracker.ui.frame import plain
from tracker.vocabulary import LineOfBusiness, Status, Tier


def draw(form: Form) -> None:
    """The block for one report."""
    if not form.payer_id:
        st.markdown(
            "Once a specialist has found out which payer this is, how others fared with it stands on the page Payer."
        )
        return
    payer = str(data.payers()[form.payer_id]["name"])
    st.subheader("What is known about it", anchor=False)
    st.markdown("\n".join(f"- {sentence}" for sentence in (_met(form, payer), _appeals(form, payer))))
    _published(form, payer)
    if form.denied:
        _letter(form)


def _met(form: Form, payer: str) -> str:
    found = data.ask(back.met, form.payer_id, payer, form.code)
    if found is None:
        return (
            f"**You are the first** to report {form.code} of {plain(payer)}. Others will see that they are not alone."
        )
    if found.denied is None:
        return (
            f"So few lines of {plain(found.of)} are known that their number could tell who sent them: it stays hidden."
        )
    share = found.denied / found.adjudicated if found.adjudicated else 0
    low, high = uncertainty.wilson(found.denied, found.adjudicated) if found.adjudicated else (0.0, 0.0)
    what = "denied" if found.tier is Tier.T2 else "reported as denied"
    return (
        f"**{found.denied:,} of {found.adjudicated:,} lines were {what}** ({share:.0%}, 95% CI {low:.0%}-{high:.0%}; {plain(found.of)}; "
        f"{found.practices:,} practices; {found.tier.words})."
    )


def _appeals(form: Form, payer: str) -> str:
    shown = data.ask(back.overturned)
    found, of = shown.get(form.payer_id), payer
    if found is None:
        found, of = shown.get(""), "all payers"
    if found is None:
        return "Too few appeals have been decided to say how they end."
    share = found.won / found.decided
    return (
        f"**Of {found.decided:,} decided appeals {found.won:,} were won** ({share:.0%}, 95% CI {found.low:.0%}-{found.high:.0%}; "
        f"{plain(of)}, all tracked codes)."
    )


def _published(form: Form, payer: str) -> None:
    said: list[dict[str, Any]] = data.ask(back.published, form.payer_id, form.code, form.line_of_business, form.state)
    if not said:
        st.markdown(f"- **Nobody has found anything in writing** from {plain(payer)} about {form.code}.")
        return
    for d in said[:4]:
        place = decisions_view.where(d)
        st.markdown(
            f"- **{plain(payer)} {Status(d['status']).words}** {form.code} in writing ({LineOfBusiness(d['line_of_business']).words}, {place}; "
            f"{decisions_view.period(d)}; last looked at {d['last_checked'] or 'never'})."
        )
        st.caption(f"Source: {plain(str(d['sources'] or 'none'))}")
        if d["url"] and str(d["url"]).startswith(("https://", "http://")):
            st.link_button("Open the source", d["url"], key=f"source-{d['decision_id']}")
    if len(said) > 4:
        st.caption(f"And {len(said) - 4} more, on the page Payer.")


def _letter(form: Form) -> None:
    """The letter that asks the payer to reconsider, to take away or to look at first."""
    reason = letter_reason(form)
    place = (form.line_of_business, form.state)
    try:
        places = letters.places(form.payer_id, form.code, access.who())
        draft = letters.write(
            "reconsideration", form.payer_id, form.code, access.who(), reason=reason,
            place=place if place in places else None,
        )  # fmt: skip
    except TrackerError as problem:
        st.error(str(problem))
        return
    for mind in draft.minds:
        st.caption(plain(mind))
    with st.container(horizontal=True):
        name, content = draft.file("docx")
        st.download_button("The letter to send (Word)", content, name, letters_view.DOCX, on_click="ignore",
                           icon=":material/download:", key="report_letter")  # fmt: skip
        if links.can_go("packs") and st.button("Look at the letter first", key="report_letter_look"):
            links.go("packs", make="letter", payer=form.payer_id, code=form.code, kind="reconsideration", reason=reason)


def letter_reason(form: Form) -> str:
    """The reason a letter names: the first adjustment code given, else what the words usually mean, else none."""
    told = form.reasons or (reference.sayings()[form.payer_said].reasons[:1] if form.payer_said else ())
    known = reference.reasons()
    return next((c for c in (r.split("-")[-1] for r in told) if ("CARC", c) in known), "")
