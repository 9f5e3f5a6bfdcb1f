"""The entry form of a decision: one screen, made for the keyboard, several codes and states at once.

Payer and source stand before the form because they fill it in: the payer presets the line of business and the state, a
known source its publisher, title and link. The one thing to know: what the form says becomes decisions in `entry_save`,
its fields are drawn in `entry_fields`, and Enter and digits are explained in `entry_keys.js`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.services import decide
from tracker.services.answers import coverage
from tracker.ui import access, data, entry_fields, entry_save, links
from tracker.ui.entry_save import Start, Values
from tracker.vocabulary import NOT_PAYERS

ROUND, EDITING, SAID = "entry_round", "entry_editing", "entry_said"
NEW_SOURCE = ""
STYLE = """<style>
.st-key-entry [data-testid="stForm"] [data-testid="stVerticalBlock"] { gap: .55rem; }
.st-key-entry [data-testid="stFileUploaderDropzone"] { padding: .35rem .6rem; min-height: 0; }
@media (pointer: coarse) { .st-key-entry_hint { display: none; } }
</style>"""
KEYS = (Path(__file__).parent / "entry_keys.js").read_text("utf-8")


def draw() -> str | None:
    """Draw the form; the payer chosen, None before one is."""
    # A new round is a new script, so that the focus goes back to the payer.
    st.html(f"{STYLE}<script>/* round {_round()} */{KEYS}</script>", unsafe_allow_javascript=True)
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(said, icon=":material/check:")
        links.link("desk", "Next on the research desk", ":material/checklist:")
    with st.container(key="entry", gap="small"):
        problems = st.container()
        start = _start()
        if start is None:
            return None
        if start.editing:
            _editing_banner(start)
        with st.form("decision", enter_to_submit=False):
            values, saved = entry_fields.draw(start, _round())
        if saved:
            with problems:
                _save(start, values)
    return start.payer_id


def _start() -> Start | None:
    """Payer and source: what fills the form in."""
    names = data.payers()
    labels: dict[str, str] = data.ask(labelled)
    editing = tuple(st.session_state.get(EDITING, ()))
    if editing:
        return Start(editing[0]["payer_id"], names[editing[0]["payer_id"]], _source_of(editing[0]), editing)
    left, right = st.columns(2)
    with left:
        asked = links.asked("about", "payer")
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


def labelled() -> dict[str, str]:
    """What the type-ahead searches and takes the first of: name, aliases, parent, and the state of a payer of one state.

    Whoever types a payer's own name gets that payer: it comes before all whose words have that name in them, and an
    alias that begins with another payer's name is left out."""
    payers = {i: p for i, p in data.payers().items() if p["payer_type"] not in NOT_PAYERS}
    own = {i: str(p["name"]).casefold() for i, p in payers.items()}
    labels = {i: _label(p, set(own.values())) for i, p in payers.items()}
    words = {i: label.casefold() for i, label in labels.items()}
    # Whose words have another's name in them comes after it; the rest keep their places in the alphabet.
    holds = {i: [j for j, name in own.items() if name != own[i] and name in words[i]] for i in labels}
    level = dict.fromkeys(labels, 0)
    for _ in range(5):  # as long as the longest chain of names within names
        level = {i: max((level[j] + 1 for j in holds[i]), default=0) for i in labels}
    order = sorted(labels, key=level.__getitem__)
    return {i: labels[i] for i in order}


def _label(payer: dict[str, Any], own: set[str]) -> str:
    name = str(payer["name"])
    others = tuple(own - {name.casefold()})
    also = [a for a in payer["aliases"] if a.casefold() not in name.casefold() and not a.casefold().startswith(others)][
        :6
    ]
    parts = [
        name,
        f"also {', '.join(also)}" if also else "",
        payer["parent"] if payer["parent"] != name else "",
        payer["states"] if len(payer["states"]) == 2 and payer["states"] != "US" else "",
    ]
    return " · ".join(p for p in parts if p)


def _source_of(decision: dict[str, Any]) -> dict[str, Any]:
    """The first source of a decision: the one that a correction may change; the others go along."""
    cited = data.ask(coverage.citations, decision["payer_id"]).get(decision["decision_id"], [])
    names = ("source_id", "publisher", "title", "url", "published", "accessed", "quotation", "place")
    return {n: (cited[0][n] if cited else "") or "" for n in names}


def _source(payer_id: str, payer: str) -> dict[str, Any]:
    """The source to cite: the last one used, another of this payer, or a new one whose publisher is the payer."""
    last, own = decide.last_source(access.who()), decide.sources_of(payer_id, access.who())
    known = {s["source_id"]: s for s in [*([last] if last else []), *own]}
    words = {i: f"{s['publisher']}: {s['title']}{_edition(s)}" for i, s in known.items()}
    if last:
        words[last["source_id"]] = f"Last used: {words[last['source_id']]}"
    options = [NEW_SOURCE, *known]
    mine = bool(last) and any(s["source_id"] == last["source_id"] for s in own if last)
    chosen = st.selectbox(
        "Source", options, format_func=lambda i: words.get(i, "A new source"), key=f"source-{payer_id}-{_round()}",
        index=options.index(last["source_id"]) if last and mine else 0,
    )  # fmt: skip
    return known.get(chosen or "", {"source_id": "", "publisher": payer, "accessed": data.today().isoformat()})


def _edition(source: dict[str, Any]) -> str:
    return f", {source['published']}" if source["published"] else ""


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


def _save(start: Start, values: Values) -> None:
    try:
        said = entry_save.save(start, values)
    except TrackerError as error:
        st.error(str(error))
        return
    st.session_state[ROUND] = _round() + 1
    st.session_state[SAID] = said
    st.session_state.pop(EDITING, None)
    st.rerun()
