"""The digest as text: Markdown to mail, and an Atom feed to follow.

The one thing to know: an entry's id is made from what it says, so a feed reader shows each piece of news once, however
often the file is written anew; and no person's name leaves with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as xml

from tracker.measures.digest import WORDS, Item, Kind, counted
from tracker.vocabulary import STATES, Derived, LineOfBusiness, Status

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Payer coverage tracker: what changed"


def headline(items: Sequence[Item], since: date, until: date) -> str:
    """The digest in one sentence with its numbers."""
    period = f"From {_day(since)} to {_day(until)}"
    said = [
        f"{n:,} {WORDS[kind].casefold()}"
        for kind, n in counted(items).items()
        if n and kind in (Kind.NEW, Kind.CHANGED, Kind.WITHDRAWN)
    ]
    more = [f"{n:,} {words}" for kind, words in _MORE.items() if (n := counted(items)[kind])]
    if not said and not more:
        return f"{period} nothing changed in what payers say."
    decisions = f"{', '.join(said)} decisions" if said else "no decision was recorded or changed"
    return f"{period}: {'; '.join([decisions, *more])}."


_MORE = {
    Kind.BEGAN: "came into force",
    Kind.CONFLICT: "with sources that now disagree",
    Kind.STALE: "not looked at for too long",
}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def where(item: Item) -> str:
    """`Commercial, California`; without a state: everywhere the payer operates."""
    place = STATES.get(item.state, "everywhere it operates")
    return f"{LineOfBusiness(item.line_of_business).words}, {place}"


def _said(status: str) -> str:
    return Status(status).words if status in set(Status) else Derived(status).words if status else ""


def sentence(item: Item) -> str:
    """What happened, without the payer's name."""
    now, was = _said(item.now), _said(item.was)
    since = f" from {item.effective_from}" if item.effective_from else ""
    match item.kind:
        case Kind.NEW:
            text = f"{now}{since}"
        case Kind.CHANGED if item.was != item.now:
            text = f"{now}{since}; before: {was}"
        case Kind.CHANGED:
            text = f"still {now}{since}; changed: {item.why or 'details'}"
        case Kind.WITHDRAWN:
            text = f"no longer recorded as: {was}" + (f" ({item.why})" if item.why else "")
        case Kind.BEGAN:
            text = f"{now} since {item.day}" + (f"; before: {was}" if was else "")
        case Kind.CONFLICT:
            text = f"one source: {was or 'another status'}; another: {now}"
        case _:
            text = f"{now}; {item.why}"
    return text


def markdown(items: Sequence[Item], since: date, until: date, snapshot: str, note: str = "") -> str:
    """The whole digest; payers under a heading for each kind of news."""
    lines = [f"# What changed, {_day(since)} to {_day(until)}", "", headline(items, since, until), ""]
    if note:
        lines += [f"*{_escaped(note)}*", ""]
    for kind in Kind:
        of_kind = [i for i in items if i.kind is kind]
        if of_kind:
            lines += [f"## {WORDS[kind]}", ""]
            lines += [_bullet(item) for item in of_kind]
            lines.append("")
    return "\n".join(
        [*lines, f"Snapshot {snapshot}. Each decision rests on a source; an empty section is left out.", ""]
    )


def _bullet(item: Item) -> str:
    source = _escaped(item.sources)
    link = f" [{source}](<{item.url}>)" if item.url and source else f" {source}" if source else ""
    return f"- **{_escaped(item.payer)}** ({where(item)}), {', '.join(item.codes)}: {_escaped(sentence(item))}.{link}"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\*_[]<>`#|" else c for c in " ".join(text.split()))


def atom(items: Sequence[Item], until: date, *, note: str = "") -> bytes:
    """A feed with one entry for each piece of news, newest first. Valid by RFC 4287 without any address of ours."""
    xml.register_namespace("", ATOM)
    feed = xml.Element(f"{{{ATOM}}}feed")
    _add(feed, "title", TITLE)
    _add(feed, "id", "tag:payer-tracker,2026:what-changed")
    newest = max((i.day for i in items), default=until.isoformat())
    _add(feed, "updated", f"{newest}T00:00:00Z")
    _add(xml.SubElement(feed, f"{{{ATOM}}}author"), "name", "Payer coverage tracker")
    if note:
        _add(feed, "subtitle", note)
    for item in sorted(items, key=lambda i: i.day, reverse=True):
        _entry(feed, item)
    xml.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(feed, encoding="utf-8") + b"\n"


def _entry(feed: xml.Element, item: Item) -> None:
    entry = xml.SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, "title", f"{WORDS[item.kind]}: {item.payer}, {', '.join(item.codes)}")
    _add(entry, "id", f"tag:payer-tracker,2026:{_identity(item)}")
    _add(entry, "updated", f"{item.day}T00:00:00Z")
    if item.url.startswith(("https://", "http://")):
        xml.SubElement(entry, f"{{{ATOM}}}link", {"href": item.url, "rel": "related"})
    xml.SubElement(entry, f"{{{ATOM}}}category", {"term": str(item.kind)})
    source = f" Source: {item.sources}." if item.sources else ""
    _add(
        entry,
        "content",
        f"{item.payer} ({where(item)}), {', '.join(item.codes)}: {sentence(item)}.{source}",
        type="text",
    )


def _identity(item: Item) -> str:
    """The same news has the same id whenever the feed is written, whatever period it is for."""
    parts = [item.kind, item.payer_id, item.line_of_business, item.state, *item.codes, item.was, item.now,
             item.effective_from, item.why, item.day]  # fmt: skip
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def _add(parent: xml.Element, name: str, text: str, **attributes: str) -> None:
    child = xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = "".join(c for c in text if c >= " " or c in "\t\n")  # XML has no room for other control characters
