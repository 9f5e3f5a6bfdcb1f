"""The meeting pack for one payer: an editable deck, a two-page brief, the pictures, the tables and what they rest on.

The one thing to know: everything here is a pure function of a `PackData`, whose frames have been through disclosure
control before. Nothing is fetched, computed or looked up, so the same data gives the same pack.
"""

from tracker.exports.pack.brief import make_brief
from tracker.exports.pack.bundle import make_bundle
from tracker.exports.pack.data import Ask, Brand, Evidence, Exchange, PackData, Part
from tracker.exports.pack.deck import make_deck
from tracker.exports.pack.fact_sheet import FactSheet, make_fact_sheet

__all__ = [
    "Ask", "Brand", "Evidence", "Exchange", "FactSheet", "PackData", "Part", "make_brief", "make_bundle", "make_deck",
    "make_fact_sheet",
]  # fmt: skip
