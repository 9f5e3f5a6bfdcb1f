"""The entry form of a decision: one screen, made for the keyboard, several codes and states at once.

Enter goes to the next field, Ctrl+Enter saves. Payer and source stand before the form because they fill it in: the
payer presets the line of business and the state, a known source its publisher, title and link. The one thing to know:
fields carry a round number in their keys, so that saving empties what belongs to one decision and keeps the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from tracker import reference
from tracker.errors import Rejected, TrackerError
from tracker.intake import code_ranges, decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.services import decide, evidence
from tracker.ui import access, data
from tracker.vocabulary import NOT_PAYERS, STATES, Confidence, LineOfBusiness, PriorAuth, Status

ROUND, EDITING, SAID = "entry_round", "entry_editing", "entry_said"
UNCHANGED, NEW_SOURCE = "unchanged", ""
FINDINGS = {
    **{str(s): s.words for s in Status if s is not Status.SILENT},
    str(Status.SILENT): "looked, nothing found",
    UNCHANGED: "looked, unchanged",
}
TAKES_OVER = "ends where this begins"
BESIDE = "stays beside it"
Values = dict[str, Any]

# Enter goes on to the next field, Ctrl+Enter saves; Enter in an open list still chooses from it.
KEYS = """<style>
.st-key-entry [data-testid="stForm"] [data-testid="stVerticalBlock"] { gap: .55rem; }
.st-key-entry [data-testid="stFileUploaderDropzone"] { padding: .35rem .6rem; min-height: 0; }
</style><script>
(() => {
  if (window.entryKeys) return;
  window.entryKeys = true;
  const fields = "input:not([type=file]):not([type=radio]):not([tabindex='-1']), textarea";
  document.addEventListener("keydown", (e) => {
    const box = e.target.closest && e.target.closest(".st-key-entry");
    if (!box || e.key !== "Enter") return;
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      e.stopPropagation();
      const save = box.querySelector("[data-testid='stFormSubmitButton'] button");
      if (save) save.click();
      return;
    }
    if (e.target.tagName !== "INPUT" || e.target.getAttribute("aria-expanded") === "true") return;
    const all = [...box.querySelectorAll(fields)].filter((f) => f.offsetParent !== null && !f.disabled);
    const next = all[all.indexOf(e.target) + 1];
    if (next) {
      e.preventDefault();
      e.stopPropagation();
      next.focus();
    }
  }, true);
})();
</script>"""


@dataclass(frozen=True)
class Start:
    """What the form begins with: a payer's presets, a source, and the decisions that are being corrected."""

    payer_id: str
    payer: dict[str, Any]
    source: dict[str, Any]
    editing: tuple[dict[str, Any], ...] = ()

    @property
    def first(self) -> dict[str, Any]:
        return self.editing[0] if self.editing else {}


def draw() -> str | None:
    """Draw the form; the payer chosen, None before one is."""
    st.html(KEYS, unsafe_allow_javascript=True)
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(said, icon=":material/check:")
    with st.container(key="entry", gap="small"):
        problems = st.container()
        start = _start()
        if start is None:
            return None
        if start.editing:
            _editing_banner(start)
        with st.form("decision", enter_to_submit=False):
            values, saved = _fields(start)
        if saved:
            with problems:
                _save(start, values)
    return start.payer_id


def _start() -> Start | None:
    """Payer and source: what fills the form in."""
    names = data.payers()
    labels = {i: _label(p) for i, p in names.items() if p["payer_type"] not in NOT_PAYERS}
    editing = tuple(st.session_state.get(EDITING, ()))
    if editing:
        return Start(editing[0]["payer_id"], names[editing[0]["payer_id"]], _source_of(editing[0]), editing)
    left, right = st.columns(2)
    with left:
        asked = st.query_params.get("payer", "")
        payer_id = st.selectbox(
            "Payer", list(labels), format_func=labels.__getitem__, key="entry_payer",
            index=list(labels).index(asked) if asked in labels else None, placeholder="Type a name or an alias",
            filter_mode="contains",
        )  # fmt: skip
    if payer_id is None:
        return None
    with right:
        source = _source(payer_id, str(names[payer_id]["name"]))
    return Start(payer_id, names[payer_id], source)


def _label(payer: dict[str, Any]) -> str:
    """What the type-ahead searches: name, aliases, parent and, for a payer of one state, the state."""
    also = [a for a in payer["aliases"] if a.casefold() not in payer["name"].casefold()][:6]
    parts = [
        payer["name"],
        f"also {', '.join(also)}" if also else "",
        payer["parent"] if payer["parent"] != payer["name"] else "",
        payer["states"] if len(payer["states"]) == 2 and payer["states"] != "US" else "",
    ]
    return " · ".join(p for p in parts if p)


def _source_of(decision: dict[str, Any]) -> dict[str, Any]:
    names = ("source_id", "publisher", "title", "url", "published", "accessed")
    return {n: decision.get(n) or "" for n in names}


def _source(payer_id: str, payer: str) -> dict[str, Any]:
    """The source to cite: the last one used, another of this payer, or a new one whose publisher is the payer."""
    last, own = decide.last_source(access.who()), decide.sources_of(payer_id, access.who())
    known = {s["source_id"]: s for s in [*([last] if last else []), *own]}
    words = {i: f"{s['publisher']}: {s['title']}" for i, s in known.items()}
    if last:
        words[last["source_id"]] = f"Last used: {words[last['source_id']]}"
    options = [NEW_SOURCE, *known]
    mine = bool(last) and any(s["source_id"] == last["source_id"] for s in own if last)
    chosen = st.selectbox(
        "Source", options, format_func=lambda i: words.get(i, "A new source"), key=f"source-{payer_id}-{_round()}",
        index=options.index(last["source_id"]) if last and mine else 0,
    )  # fmt: skip
    return known.get(chosen or "", {"source_id": "", "publisher": payer, "accessed": data.today().isoformat()})


def _round() -> int:
    return int(st.session_state.get(ROUND, 0))


def _editing_banner(start: Start) -> None:
    codes = ", ".join(d["code"] for d in start.editing)
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.info(
        f"Correcting {start.payer['name']}, {codes}: what you save replaces it; older states of the ledger keep it."
    )
    if right.button("Leave as it is"):
        st.session_state.pop(EDITING, None)
        st.rerun()


def _fields(start: Start) -> tuple[Values, bool]:
    """All fields, and whether they were sent. Keys carry payer, source and round, so that presets come anew with each."""
    tail = f"{start.payer_id}-{_round()}" + ("-edit" if start.editing else "")
    of_source = f"{tail}-{start.source.get('source_id', '')}"
    values = _what(start, tail)
    values |= _when(start, tail)
    values |= _where_it_stands(start, of_source)
    values |= _passage(start, tail)
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    with left:
        values["stands"] = _stands(start, tail)
    with right:
        saved = st.form_submit_button("Save", type="primary", help="Ctrl+Enter", width="stretch")
    return values, saved


def _what(start: Start, tail: str) -> Values:
    held = start.first
    lines = [str(b) for b in LineOfBusiness]
    usual = held.get("line_of_business") or st.query_params.get("business") or start.payer["usual_line_of_business"]
    states = {d["state"] for d in start.editing} - {""} or _usual_states(start.payer)
    families = code_ranges.families()
    a, b, c = st.columns([2, 2, 3])
    with a:
        business = st.selectbox(
            "Line of business", lines, format_func=lambda v: LineOfBusiness(v).words, key=f"business-{tail}",
            index=lines.index(usual) if usual in lines else None, placeholder="Choose",
        )  # fmt: skip
    with b:
        where = st.multiselect(
            "States", list(STATES), default=sorted(states), format_func=STATES.__getitem__, key=f"states-{tail}",
            placeholder="Everywhere it operates",
        )  # fmt: skip
    with c:
        codes = st.multiselect(
            "Codes", [*families, *reference.codes()], default=[d["code"] for d in start.editing], key=f"codes-{tail}",
            accept_new_options=True, placeholder="97550-97552, or all", help="A range counts all tracked codes in it.",
        )  # fmt: skip
    finding = st.segmented_control(
        "What did you find?", list(FINDINGS), format_func=FINDINGS.__getitem__, default=held.get("status"),
        key=f"finding-{tail}",
    )  # fmt: skip
    return {"business": business, "states": where, "codes": codes, "finding": finding}


def _usual_states(payer: dict[str, Any]) -> set[str]:
    """The state asked for in the link; else the payer's only one."""
    asked = st.query_params.get("state", "")
    if asked in STATES:
        return {asked}
    only = str(payer["states"])
    return {only} if only in STATES else set()


def _when(start: Start, tail: str) -> Values:
    held = start.first
    auth = [str(p) for p in PriorAuth]
    a, b, c, d = st.columns([2, 1, 1, 3])
    with a:
        prior = st.selectbox(
            "Prior authorisation", auth, format_func=lambda v: PriorAuth(v).words, key=f"auth-{tail}",
            index=auth.index(held.get("prior_auth", str(PriorAuth.UNKNOWN))),
        )  # fmt: skip
    first = b.text_input("From", held.get("effective_from") or "", placeholder="2025-07-01", key=f"from-{tail}")
    last = c.text_input("Until", held.get("effective_to") or "", placeholder="open", key=f"until-{tail}")
    conditions = d.text_input("Conditions, in our words", held.get("conditions", ""), key=f"conditions-{tail}")
    return {"prior_auth": prior, "effective_from": first, "effective_to": last, "conditions": conditions}


def _where_it_stands(start: Start, tail: str) -> Values:
    s = start.source
    today = data.today().isoformat()
    a, b, c = st.columns([2, 3, 3])
    publisher = a.text_input("Publisher", s.get("publisher", ""), key=f"publisher-{tail}")
    title = b.text_input("Title of the source", s.get("title", ""), key=f"title-{tail}")
    url = c.text_input("Link", s.get("url", ""), placeholder="https://", key=f"url-{tail}")
    a, b, c, d = st.columns([1, 1, 1, 2])
    published = a.text_input("Published", s.get("published", ""), placeholder="2025-06-15", key=f"published-{tail}")
    accessed = b.text_input(
        "Accessed", today if not start.editing else s.get("accessed", today), key=f"accessed-{tail}"
    )
    looked = c.text_input("Looked on", start.first.get("last_checked") or today, key=f"looked-{tail}")
    with d:
        sure = [str(x) for x in Confidence]
        confidence = st.selectbox(
            "How good is it?", sure, format_func=lambda v: Confidence(v).words, key=f"confidence-{tail}",
            index=sure.index(start.first.get("confidence", str(Confidence.PRIMARY))),
        )  # fmt: skip
    return {
        "source_publisher": publisher, "source_title": title, "source_url": url, "source_published": published,
        "source_accessed": accessed, "checked_on": looked, "confidence": confidence,
    }  # fmt: skip


def _passage(start: Start, tail: str) -> Values:
    a, b, c = st.columns([3, 1, 2])
    passage = a.text_area(
        "What the passage says, in our words", start.first.get("evidence") or "", height=90, key=f"passage-{tail}"
    )
    place = b.text_input("Page or cell", start.first.get("place") or "", placeholder="page 12", key=f"place-{tail}")
    file = c.file_uploader(
        "Document to keep", key=f"document-{tail}", max_upload_size=evidence.MOST_MEGABYTES,
        help="PDF, HTML, text, XLSX or DOCX, kept once beside the store. A payer's own document only: never anything "
        "about a patient.",
    )  # fmt: skip
    return {"evidence": passage, "place": place, "document": file}


def _stands(start: Start, tail: str) -> str:
    """What becomes of what the ledger says so far on the same payer, business, state and code."""
    if start.editing:
        return BESIDE
    return st.segmented_control(
        "What stands on it so far", [TAKES_OVER, BESIDE], default=TAKES_OVER, required=True, key=f"stands-{tail}",
        help="Ends: the payer changed its mind. Beside: another source says something else, which shows as a conflict.",
    ) or TAKES_OVER  # fmt: skip


def _save(start: Start, values: Values) -> None:
    try:
        said = save(start, values)
    except TrackerError as error:
        st.error(str(error))
        return
    st.session_state[ROUND] = _round() + 1
    st.session_state[SAID] = said
    st.session_state.pop(EDITING, None)
    st.rerun()


def save(start: Start, values: Mapping[str, Any]) -> str:
    """Record what the form says; the sentence for the page. Raises `TrackerError` with every problem."""
    codes = code_ranges.read(values["codes"])
    if not codes or not values["finding"] or not values["business"]:
        raise Rejected("Line of business, codes and a finding are needed.", "Choose them, then save again.")
    name, states = str(start.payer["name"]), values["states"] or [""]
    what = f"{name}: {', '.join(codes)}"
    if values["finding"] == UNCHANGED:
        for state in states:
            decide.looked(
                start.payer_id, values["business"], state, codes, "unchanged", access.who(),
                checked_on=values["checked_on"], note=values["evidence"],
            )  # fmt: skip
        return f"{what} looked at on {values['checked_on']}: unchanged."
    rows = rows_of(start, values, codes, states)
    numbers = decide.record_many(
        rows, start.payer_id, access.who(),
        document=values["document"].getvalue() if values["document"] else None,
        takes_over=values["stands"] == TAKES_OVER,
        instead_of={(d["state"], d["code"]): d["decision_id"] for d in start.editing},
    )  # fmt: skip
    many = f"{len(numbers)} decisions" if len(numbers) > 1 else "1 decision"
    return f"{what}: {FINDINGS[values['finding']]}. {many} recorded, to be checked by a colleague."


def rows_of(start: Start, values: Mapping[str, Any], codes: tuple[str, ...], states: list[str]) -> list[DecisionRow]:
    """A row a state and code, judged as a file's rows are. Raises `Rejected` with all problems at once."""
    text = {k: str(v or "") for k, v in values.items() if k in decision_file.TEMPLATE}
    text |= {"payer": start.payer_id, "line_of_business": values["business"], "status": values["finding"]}
    text["scope"] = str(start.first.get("scope", ""))
    if values["finding"] == Status.SILENT and not text["source_title"]:
        text["source_title"] = "Search of the payer's published policies"
    rows: list[DecisionRow] = []
    problems: dict[str | None, str] = {}
    for state in states:
        for code in codes:
            row, found = decision_file.entry({**text, "state": state, "code": code}, today=data.today())
            problems |= {p.column: f"{p.message} {p.advice}" for p in found}
            rows += [row] if row else []
    if problems:
        raise Rejected("Not saved.", " ".join(problems.values()))
    return rows
