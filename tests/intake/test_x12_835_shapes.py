"""The same remittance in every shape it arrives in: other delimiters, broken envelopes, junk, encodings, cuts.

Each shape must give the same lines and totals as the plain file, or say what is missing. Never a silent zero.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.intake.made_835 import Clp, Pay, Segment, Svc, claims, remittance, segments, transaction, written
from tracker.errors import Rejected
from tracker.intake import x12_835
from tracker.intake.model import Batch
from tracker.intake.x12_835 import envelope

GIVEN = Pay(
    claims=(
        Clp((Svc(cas=("CO-45 15.00", "PR-3 5.00"), modifiers=("GP", "95")), Svc(code="97110", cas=("CO-45 20.00",)))),
        Clp((Svc(code="97552", paid="0", cas=("CO-45 40.00 96 60.00",), remarks=("N130",)),), number="B-2"),
        Clp((Svc(paid="0"),), number="C-3", status="4", cas=("PR-204 100.00",)),
    )
)


def read(data: bytes) -> Batch:
    return x12_835.read(io.BytesIO(data), key=b"k" * 32, today=date(2026, 1, 15))


PLAIN = read(remittance(GIVEN))


def same(batch: Batch) -> None:
    """Lines and totals as in the plain file; row numbers too, since segments are counted alike."""
    assert batch.lines == PLAIN.lines
    assert batch.totals == PLAIN.totals
    assert batch.complete is True


DELIMITERS = [
    ("*", ":", "~", ""), ("*", ":", "~", "\n"), ("*", ":", "~", "\r\n"), ("*", ":", "~", "  \n  "), ("*", ">", "~", ""),
    ("|", "^", "~", "\n"), ("+", ">", "~", ""), ("*", ":", "\n", ""), ("*", ":", "\r\n", ""), ("*", ":", "\r", ""),
    ("|", ":", "\n", ""), ("*", "<", "'", ""), ("\x1d", "\x1f", "\x1c", ""),
    ("*", "|", "!", "\r\n"), ("^", ">", "\x85", ""),
    ("*", ":", "~", "\r"), ("*", "\\", "~", "\n\n"), (";", ",", "?", ""), ("*", ":", "~", "\t"),
]  # fmt: skip


@pytest.mark.parametrize(("element", "component", "terminator", "after"), DELIMITERS)
@pytest.mark.parametrize("newer", [True, False], ids=["5010", "4010"])
def test_delimiters(element: str, component: str, terminator: str, after: str, newer: bool) -> None:
    parts = segments(GIVEN, version="005010X221A1" if newer else "004010X091A1")
    data = written(parts, element, component, terminator, after).decode("utf-8").encode("latin-1")
    assert x12_835.looks_like(data[:4000])
    same(read(data))


Change = Callable[[list[Segment]], list[Segment]]


def without(*tags: str) -> Change:
    return lambda parts: [s for s in parts if s[0] not in tags]


def isa(position: int, value: str) -> Change:
    def change(parts: list[Segment]) -> list[Segment]:
        head = list(parts[0])
        head[position] = value
        return [head, *parts[1:]]

    return change


FRAMES: list[tuple[str, Change]] = [
    ("no IEA", without("IEA")),
    ("no GE, no IEA", without("GE", "IEA")),
    ("no SE, GE, IEA", without("SE", "GE", "IEA")),
    ("no GS, no GE", without("GS", "GE")),
    ("claims without LX", without("LX")),
    ("short sender in the ISA", isa(6, "ME")),
    ("long sender in the ISA", isa(6, "A VERY LONG NAME OF A CLEARINGHOUSE")),
    ("ISA padded with dots", isa(2, "..........")),
    ("empty control number in the ISA", isa(13, "")),
    ("usage indicator T", isa(15, "T")),
    ("no component separator in the ISA", isa(16, "")),
    ("two signs for the component separator", isa(16, ":>")),
    ("too many elements in the ISA", lambda parts: [[*parts[0][:5], "", *parts[0][5:]], *parts[1:]]),
    ("too few elements in the ISA", lambda parts: [[*parts[0][:5], *parts[0][6:]], *parts[1:]]),
    ("SE counts wrong", lambda parts: [["SE", "7", s[2]] if s[0] == "SE" else s for s in parts]),
]


@pytest.mark.parametrize(("why", "change"), FRAMES, ids=[name for name, _ in FRAMES])
@pytest.mark.parametrize("after", ["", "\n"], ids=["in one line", "a line each"])
def test_broken_frames(why: str, change: Change, after: str) -> None:
    batch = read(written(change(segments(GIVEN)), after=after))
    rows = [replace(line, row=0) for line in batch.lines]
    assert rows == [replace(line, row=0) for line in PLAIN.lines]
    assert batch.totals == PLAIN.totals


BARE = [("*", ":", "~", ""), ("|", "^", "~", "\n"), ("*", ":", "\n", ""), ("+", ">", "'", "")]


@pytest.mark.parametrize(("element", "component", "terminator", "after"), BARE)
@pytest.mark.parametrize("group", [True, False], ids=["from GS", "from ST"])
def test_without_an_interchange_header(element: str, component: str, terminator: str, after: str, group: bool) -> None:
    dropped = ("ISA", "IEA") if group else ("ISA", "IEA", "GS", "GE")
    data = written(without(*dropped)(segments(GIVEN)), element, component, terminator, after)
    assert x12_835.looks_like(data[:500])
    batch = read(data)
    assert batch.totals == PLAIN.totals
    assert [line.reasons for line in batch.lines] == [line.reasons for line in PLAIN.lines]
    assert any("no interchange header" in note for note in batch.notes)


DATA = remittance(GIVEN)
WRAPPED = "\n".join(re.findall(r".{1,80}", written(segments(GIVEN)).decode())).encode()

SURROUNDINGS = [
    (codecs.BOM_UTF8 + DATA, "a byte order mark"),
    (b"\r\n\r\n   " + DATA, "blank lines before"),
    (b"\x00\x00" + DATA, "zero bytes before"),
    (b"Scenario 3\r\n\r\nThe payer pays a claim of $80.00.\r\n\r\n" + DATA, "prose before"),
    (b"x" * 700_000 + b"\n" + DATA, "much junk before"),
    (DATA + b"\r\n \r\n\x1a", "blank lines after, and an end-of-file sign"),
    (DATA.decode().encode("utf-16"), "UTF-16 with its mark"),
    (DATA.decode().encode("utf-16-le"), "UTF-16 without a mark"),
    (codecs.BOM_UTF16_BE + DATA.decode().encode("utf-16-be"), "UTF-16, big end first"),
    (WRAPPED, "lines wrapped at 80 signs"),
]


@pytest.mark.parametrize(("data", "why"), SURROUNDINGS, ids=[why for _, why in SURROUNDINGS])
def test_surroundings(data: bytes, why: str) -> None:
    batch = read(data)
    assert batch.lines == PLAIN.lines, why
    assert batch.totals is not None and PLAIN.totals is not None
    assert replace(batch.totals, unread=()) == PLAIN.totals


def test_junk_around_is_told() -> None:
    before = read(b"An explanation of what follows.\n" + DATA)
    assert any("before the first interchange" in note for note in before.notes)
    after = read(DATA + b"\nKind regards~and one more line~")
    assert after.totals is not None
    assert [why for _, why in after.totals.unread] == ["text outside any interchange"] * 2


def test_a_segment_that_lacks_its_terminator_is_read_where_a_line_ends_it() -> None:
    data = written(segments(GIVEN), after="\n").replace(b"~\nCLP*B-2", b"\nCLP*B-2").replace(b"~\nSVC", b"\nSVC")
    same(read(data))


ENDS = [
    (lambda plain, lines: lines.replace(b"~", b"", 1), "the ISA ends with its line only, the rest with a tilde"),
    (lambda plain, lines: plain[:106] + b"\n" + lines[107:].replace(b"~", b""), "only the ISA ends with a tilde"),
    (lambda plain, lines: lines.replace(b"~\nN", b"\nN"), "some segments end with their line only"),
]


@pytest.mark.parametrize(("change", "why"), ENDS, ids=[why for _, why in ENDS])
def test_terminators_that_change(change: Callable[[bytes, bytes], bytes], why: str) -> None:
    same(read(change(DATA, written(segments(GIVEN), after="\n"))))


LOST = ["GS", "ST", "BPR", "N1", "LX", "CLP"]


@pytest.mark.parametrize("first", LOST)
@pytest.mark.parametrize(("terminator", "after"), [("~", ""), ("~", "\n"), ("\n", "")])
def test_a_lost_beginning(first: str, terminator: str, after: str) -> None:
    parts = segments(GIVEN)
    data = written(parts[[s[0] for s in parts].index(first) :], terminator=terminator, after=after)
    assert x12_835.looks_like(data)
    batch = read(data)
    assert batch.totals is not None and PLAIN.totals is not None
    assert batch.totals == PLAIN.totals
    assert [(x.code, x.outcome, x.reasons) for x in batch.lines] == [
        (x.code, x.outcome, x.reasons) for x in PLAIN.lines
    ]
    if first in ("LX", "CLP"):
        assert {x.payer_as_written for x in batch.lines} == {"payer not named in the remittance"}


def test_another_component_separator_than_announced() -> None:
    same(read(DATA.replace(b"HC:97550:GP:95", b"HC>97550>GP>95").replace(b"HC:97552", b"HC>97552")))


def test_several_interchanges_with_their_own_delimiters() -> None:
    other = Pay(claims=(Clp(number="D-4"),), payer="OTHER PLAN", payer_id="99902")
    second = written(segments(other), "|", "^", "!", "\n")
    third = written(segments(replace(other, payer="THIRD PLAN", payer_id="99903")), "*", ":", "\n")
    batch = read(DATA + second + b"\r\n" + third)
    assert [line.payer_as_written for line in batch.lines] == ["PRAIRIE MUTUAL"] * 3 + [
        "OTHER PLAN",
        "THIRD PLAN",
    ]
    assert len({line.line_key for line in batch.lines}) == 5, "the same claim number at another payer is another claim"


def test_several_payers_in_one_interchange() -> None:
    other = Pay(claims=(Clp(number="D-4"),), payer="OTHER PLAN", payer_id="", payee_id="1888888885", state="TX")
    batch = read(remittance(GIVEN, other))
    assert (batch.lines[-1].payer_as_written, batch.lines[-1].payer_identifier) == ("OTHER PLAN", None)
    assert batch.lines[-1].state == "TX"
    assert batch.lines[-1].practice != batch.lines[0].practice


def test_a_missing_st_between_two_payments_does_not_mix_their_payers() -> None:
    parts = segments(GIVEN, Pay(claims=(Clp(number="D-4"),), payer="OTHER PLAN"))
    second_st = [n for n, s in enumerate(parts) if s[0] == "ST"][1]
    batch = read(written([s for n, s in enumerate(parts) if n not in (second_st - 1, second_st)]))
    assert [line.payer_as_written for line in batch.lines] == ["PRAIRIE MUTUAL"] * 3 + ["OTHER PLAN"]


def test_other_transactions_in_the_file_are_left_out_and_told() -> None:
    claim_form = [["ST", "837", "0009"], ["CLM", "X1", "100"], ["CAS", "CO", "45", "9"], ["SE", "4", "0009"]]
    parts = segments(GIVEN)
    batch = read(written([*parts[:2], *claim_form, *parts[2:]]))
    assert batch.totals == PLAIN.totals
    assert any("another kind" in note for note in batch.notes)


REFUSED = [
    (b"", "empty"),
    (b"payer,code,month\nX,97550,2025-03\n", "no X12 835"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no X12 835"),
    (
        written([*segments()[:2], ["ST", "837", "1"], ["SE", "2", "1"], ["GE", "1", "7"], ["IEA", "1", "7"]]),
        "no remittance",
    ),
    (written(segments()[:2]), "no transaction"),
    (written(segments())[:60], "no transaction"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED)
def test_what_holds_no_remittance_is_refused_with_words(data: bytes, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(data)


KINDS = [
    (DATA[:106], True, "only the ISA in sight"),
    (DATA[:40], True, "part of the ISA"),
    (DATA.replace(b"GS*HP", b"GS*HC").replace(b"ST*835", b"ST*837"), False, "claims"),
    (b"payer;code\n", False, "a table"),
    (b"", False, "nothing"),
    (b"PK\x03\x04", False, "a zip"),
    (b"Dear VISA*00* customer", False, "words"),
]


@pytest.mark.parametrize(("first", "expected", "why"), KINDS)
def test_looks_like(first: bytes, expected: bool, why: str) -> None:
    assert x12_835.looks_like(first) is expected, why


# --- cut short, and wrong values --------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.35, 0.5, 0.66, 0.8, 0.95])
def test_a_file_that_was_cut_is_told(share: float) -> None:
    batch = read(DATA[: int(len(DATA) * share)])
    assert any("without its SE" in note or "without its IEA" in note for note in batch.notes)
    assert batch.complete is not True or batch.lines == PLAIN.lines


def test_a_cut_that_another_interchange_follows_is_told_too() -> None:
    batch = read(DATA[: DATA.index(b"CLP*C-3")] + remittance(Pay(claims=(Clp(number="D-4"),))))
    assert batch.complete is None
    assert any("without its SE" in note for note in batch.notes)
    assert [line.outcome.value for line in batch.lines] == ["paid", "denied", "paid"]


def test_a_cut_inside_a_segment_names_it() -> None:
    cut = DATA[: DATA.index(b"CLP*B-2") + 12]
    batch = read(cut)
    assert batch.totals is not None
    assert (20, "the file ends inside this segment") in batch.totals.unread or any(
        "ends inside" in why for _, why in batch.totals.unread
    )


WRONG = [
    (b"CLP*B-2*1*100.00", b"CLP*B-2*1*1OO.00", "charge of the claim is not a number; counted as 0"),
    (b"CLP*B-2*1*100.00", b"CLP*B-2*1*", "charge of the claim is empty; counted as 0"),
    (b"CLP*B-2*1*100.00", b"CLP*B-2*1*NaN", "charge of the claim is not a number; counted as 0"),
    (b"CLP*B-2*1*100.00", b"CLP*B-2*1*Infinity", "charge of the claim is not a number; counted as 0"),
    (b"CLP*B-2*1*100.00", b"CLP*B-2*1*1E999999", "charge of the claim is not a number; counted as 0"),
    (b"CAS*CO*45*15.00", b"CAS*CO*45*x", "adjustment is not a number; counted as 0"),
    (b"CAS*CO*45*15.00", b"CAS*CO*45", "adjustment is empty; counted as 0"),
    (b"CAS*CO*45*15.00", b"CAS*CO*WHAT*15.00", "reason that is no adjustment reason code; its amount is counted"),
    (b"LQ*HE*N130", b"LQ*HE*NOTE", "remark that is no remark code"),
    (b"DTM*472*20250310", b"DTM*472*20251310", "date of service is no date"),
    (b"SVC*HC:97550:GP:95*", b"SVC*HC*", "service line without a procedure that can be read"),
    (b"SVC*HC:97550:GP:95*", b"SVC**", "service line without a procedure that can be read"),
    (b"LX*1~", b"LX*1~QQQ*1~", "no segment of a remittance"),
]


@pytest.mark.parametrize(("old", "new", "why"), WRONG)
def test_what_cannot_be_read_is_told_with_its_segment(old: bytes, new: bytes, why: str) -> None:
    assert old in DATA
    batch = read(DATA.replace(old, new, 1))
    assert batch.totals is not None
    assert why in [reason for _, reason in batch.totals.unread]
    assert all(number > 0 for number, _ in batch.totals.unread)


def test_amounts_with_thousands_and_currency_signs_are_read() -> None:
    batch = read(DATA.replace(b"CLP*B-2*1*100.00", b"CLP*B-2*1*$1,100.00"))
    assert batch.totals is not None and PLAIN.totals is not None
    assert batch.totals.charge_total == PLAIN.totals.charge_total + 1000


DATES = [
    (["DTM", "472", "D8", "20250310"], "2025-03"), (["DTP", "472", "D8", "20250310"], "2025-03"),
    (["DTM", "472", "RD8", "20250310-20250312"], "2025-03"), (["DTM", "150", "20250310"], "2025-03"),
    (["DTM", "472", "250310"], "2025-03"), (["DTM", "472", "2025-03-10"], "2025-03"),
    (["DTM", "484", "20250310"], "2025-03"),
    (["DTM", "151", "20250310"], "2025-03"), (["DTM", "050", "20250310"], None), (["DTM", "036", "20250310"], None),
]  # fmt: skip


@pytest.mark.parametrize(("segment", "month"), DATES)
def test_dates(segment: list[str], month: str | None) -> None:
    parts = [segment if s[0] == "DTM" else s for s in segments(Pay())]
    batch = read(written(parts))
    assert [line.month for line in batch.lines] == ([month] if month else [])
    assert [problem.rule for problem in batch.problems] == ([] if month else ["no_service_month"])


AMOUNTS = [("1,100.00", "1100"), ("$100", "100"), (" 100.00 ", "100"), ("100.", "100"), (".50", "0.50"), ("-3", "-3")]


@pytest.mark.parametrize(("text", "value"), AMOUNTS)
def test_amounts_that_can_be_read(text: str, value: str) -> None:
    from tracker.intake.x12_835 import elements

    assert elements.amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", " ", "12,50", "1.234,50", "12-", "$", "1,00", "--1", "NaN", "sNaN", "-Infinity", "1e99"]
)
def test_amounts_that_are_not_guessed_at(text: str) -> None:
    from tracker.intake.x12_835 import elements

    assert elements.amount(text) is None


def test_up_to_six_triplets() -> None:
    six = "CO-45 1.00 96 2.00 97 3.00 50 4.00 197 5.00 204 85.00"
    batch = read(claims(Clp((Svc(paid="0", cas=(six,)),))))
    assert batch.totals is not None
    assert (batch.totals.cas_triplets, batch.totals.adjustment_total) == (6, Decimal(100))
    assert batch.lines[0].reasons == ("CO-45", "CO-96", "CO-97", "CO-50", "CO-197", "CO-204")


def test_provider_adjustments_are_counted_apart() -> None:
    batch = read(remittance(replace(GIVEN, plb=(("WO:A1", "12.00"), ("L6", "-0.50")))))
    assert batch.totals is not None and PLAIN.totals is not None
    assert batch.totals.provider_adjustments == 2
    assert batch.totals.adjustment_total == PLAIN.totals.adjustment_total


def test_what_does_not_balance_is_told() -> None:
    batch = read(claims(Clp((Svc(cas=("CO-45 3.00",)),))))
    assert sum("does not balance" in note for note in batch.notes) == 2
    assert not any("does not balance" in note for note in PLAIN.notes)


def test_the_older_versions_correction_group_is_kept() -> None:
    (line,) = read(claims(Clp((Svc(cas=("CR-45 20.00",)),)))).lines
    assert line.reasons == ("CR-45",)


def test_non_latin_payer_names_survive_and_latin_1_too() -> None:
    for encoding in ("utf-8", "latin-1"):
        data = remittance(GIVEN).decode().replace("PRAIRIE MUTUAL", "SALUD PEÑA").encode(encoding)
        assert read(data).lines[0].payer_as_written == "SALUD PEÑA"


@pytest.mark.parametrize("block", [16, 64, 105, 1024, 4096])
def test_the_size_of_a_block_changes_nothing(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "BLOCK", block)
    same(read(DATA))
    other = written(segments(GIVEN), "|", "^", "!", "\r\n")
    both = read(DATA + other)
    assert both.totals is not None and PLAIN.totals is not None
    assert both.totals.claims == 2 * PLAIN.totals.claims
    assert len(both.lines) == len(PLAIN.lines), "the same claims twice are counted once"
    same(read(written(segments(GIVEN), "*", ":", "\r\n")))
    wide = read(DATA.decode().encode("utf-16"))
    assert wide.totals == PLAIN.totals


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    x12_835.read(io.BytesIO(DATA * 3000), key=b"k" * 32, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 3


def test_transactions_can_be_made_one_by_one() -> None:
    """The helper itself: what it writes is a valid transaction by its own count."""
    parts = transaction(GIVEN)
    assert parts[-1][1] == str(len(parts))


def test_a_file_in_small_letters() -> None:
    small = remittance(GIVEN).lower()
    assert x12_835.looks_like(small)
    found = read(small)
    assert found.totals == PLAIN.totals
    assert [(x.code, x.outcome, x.reasons, x.modifiers) for x in found.lines] == [
        (x.code, x.outcome, x.reasons, x.modifiers) for x in PLAIN.lines
    ]


@pytest.mark.parametrize("last", [b"CAS*", b"CAS*CO*9", b"DTM*", b"SVC*HC:97550*100.00*0*"])
def test_a_line_that_the_file_ends_in_is_not_taken_for_paid(last: bytes) -> None:
    whole = remittance(Pay(claims=(Clp((Svc(paid="0", cas=("CO-96 100.00",)),)),)))
    found = read(whole[: whole.rindex(last) + len(last)])
    assert not found.lines
    assert [p.rule for p in found.problems] == ["cut_short"]
    assert found.rows == 1


def test_a_line_that_ends_balanced_is_kept_though_the_file_is_cut_behind_it() -> None:
    whole = remittance(Pay(claims=(Clp((Svc(paid="0", cas=("CO-96 100.00",)),)),)))
    found = read(whole[: whole.index(b"SE*")])
    assert [x.outcome for x in found.lines] == ["denied"]


def test_a_claim_without_service_lines_is_told() -> None:
    found = read(remittance(Pay(claims=(Clp((), charge="50.00", paid="0", cas=("CO-96 50.00",)),))))
    assert not found.lines
    assert any("without service lines" in note for note in found.notes)
