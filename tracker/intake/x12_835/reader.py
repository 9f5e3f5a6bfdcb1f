"""The walk over the segments: totals of everything, lines of tracked codes only, and nothing else remembered.

The one thing a newcomer gets wrong: this loop runs four million times in a large file. A claim is only counted until
its first line of a tracked code; then it is built, and the segments that waited in `self.waiting` are read.

State follows the nesting of the file: CLP begins a claim, SVC a line; CLP, LX and SE end the line, ST, SE and CLP the
claim. What is left of charge less paid after each adjustment must be nothing when a line and a claim end; a claim may
give adjustments of its own instead of its lines.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker import reference
from tracker.intake import outcome
from tracker.intake.model import Problem, SetAside
from tracker.intake.x12_835 import elements
from tracker.intake.x12_835.claims import Claim, Draft, identity, kept_of
from tracker.intake.x12_835.elements import ZERO, amount
from tracker.intake.x12_835.envelope import Piece
from tracker.intake.x12_835.frame import PAD, Frame, Handler
from tracker.intake.x12_835.stories import Stories

LINE_DATES = {"472": 0, "150": 1, "151": 3}  # any other after a service line comes between, except these:
NOT_SERVICE = frozenset({"036", "050", "405", "097", "007"})
CLAIM_DATES = {"232": 0, "472": 1, "150": 2, "233": 3, "151": 4}
MOST_REASONS = 1000  # of one claim or line that are remembered; all are counted


class Reader(Frame):
    """Takes pieces of segments; afterwards the totals, stories, problems and findings are in its attributes."""

    def __init__(self, key: bytes, today: date) -> None:
        self.today = today
        self.stories = Stories()
        self.problems: list[Problem] = []
        self.set_aside: list[SetAside] = []
        self.service_lines = self.cas_triplets = self.tracked_lines = 0
        self.charge_total = self.paid_total = self.adjustment_total = ZERO
        self.tracked = frozenset(reference.codes())
        self.procedures = elements.Procedures(":")
        self.in_claim = self.in_line = False
        self.clp: list[str] = []
        self.clp_row = self.svc_row = 0
        self.clp_charge = self.claim_gap = self.claim_left = self.line_gap = self.line_left = self.of_claim = ZERO
        self.waiting: list[tuple[int, str]] = []
        self.claim: Claim | None = None  # only once a tracked code was seen in it
        self.line: Draft | None = None
        self.lines_before = 0  # service lines when the claim began
        self.claim_reversals: list[str] = []  # claims taken back without service lines
        self.cut = False  # the file ends inside a segment
        super().__init__(key)

    def take(self, piece: Piece) -> None:
        """Walk over the segments of a piece."""
        if piece.delimiters != self.delimiters:
            self.use(piece.delimiters)
        handler_of, unknown = self.handlers.get, self.unknown
        number = piece.first
        for segment in piece.segments:
            handler = handler_of(segment[:3], unknown)
            if handler is not None:
                handler(number, segment)
            number += 1
        if piece.open_end and not self.ended and piece.segments[-1][:3] not in self.envelopes:
            self.found.unread(number - 1, "the file ends inside this segment")
            self.cut = True

    def finish(self) -> None:
        """The end of the file. A line it was cut in has lost its reasons: it would pass for paid, so it is not kept."""
        ended_early = self.cut or (self.st_row and not self.closed)
        if ended_early and self.line is not None and self.line_left and not self.of_claim:
            self._claim_of_line().drafts.remove(self.line)
            self.problems.append(Problem(
                self.svc_row, "SVC", "cut_short", "The file ends inside this service line.",
                "Download the remittance again and send that file; the line is not counted.",
            ))  # fmt: skip
        super().finish()

    def claim_handlers(self, sep: str) -> dict[str, Handler | None]:
        self.procedures = elements.Procedures(self.component)
        return {
            "CLP": self._clp, "SVC": self._svc, "CAS": self._cas, "DTM": self._dtm, "DTP": self._dtm,
            "NM1": self._nm1, "REF": self._ref, "MOA": self._moa, "MIA": self._moa, f"LQ{sep}": self._lq,
            f"LX{sep}": self._lx,
        }  # fmt: skip

    # --- claims ---------------------------------------------------------------------------------------------------

    def _clp(self, number: int, segment: str) -> None:
        if self.in_claim:
            self.end_claim()
        values = segment.split(self.element)
        if len(values) < 9:
            values += PAD
        self.claims += 1
        self.in_claim, self.clp_row, self.clp, self.loop = True, number, values, ""
        self.lines_before = self.service_lines
        charge = amount(values[3])
        if charge is None:
            charge = self.amount(number, values[3], "charge of the claim")
        paid = amount(values[4])
        if paid is None:
            self.sound = False
            paid = self.amount(number, values[4], "paid amount of the claim")
        self.charge_total += charge
        self.claims_paid += paid
        self.paid_total += paid
        self.clp_charge = charge
        self.claim_gap = self.claim_left = charge - paid
        self.of_claim = ZERO
        if values[2] not in outcome.STATUSES and values[2].strip().lstrip("0") not in outcome.STATUSES:
            self.found.odd(number, "Claim status (CLP02) is none that is known; its lines are kept out of rates")
        if self.ended:
            self.found.odd(number, "Claim after the end of its interchange")

    def _claim_of_line(self) -> Claim:
        """The claim, built at its first tracked line, with all that was said about it before."""
        if self.claim is None:
            values = self.clp
            number, status = values[1].strip(), values[2].strip().lstrip("0")
            self.claim = Claim(
                self.clp_row, number if number.strip("0") else values[7].strip(),
                status if status in outcome.STATUSES else "", self.clp_charge, elements.place(values[8]),
                values[6].strip(), self.party,
            )  # fmt: skip
            waiting, self.waiting = self.waiting, []
            for number_of, segment in waiting:
                self._of_claim(self.claim, number_of, segment)
        return self.claim

    def _of_claim(self, claim: Claim, number: int, segment: str) -> None:
        """The patient, an adjustment, a date or remarks of a claim as a whole."""
        values = self.split(segment, 6)
        tag = values[0]
        if tag == "CAS":
            for place in range(2, len(values) - 1, 3):
                if values[place] or values[place + 1]:
                    self._hold(number, claim, values[1], values[place], amount(values[place + 1]) or ZERO)
        elif tag == "NM1":
            values = self.split(segment, 10)
            claim.patient = " ".join(values[3:5]) if values[3].strip() else values[9]
        elif tag == "MOA":
            self._remarks(number, claim, values[3:8])
        elif tag == "MIA":
            self._remarks(number, claim, [values[5], *values[20:24]])
        elif tag == "LQ":
            self._remarks(number, claim, values[2:3] if values[1].strip() in ("HE", "") else [])
        else:
            self._date(number, claim, values, CLAIM_DATES.get(values[1].strip(), 99))

    def end_claim(self) -> None:
        if self.in_line:
            self._end_line()
        if not self.in_claim:
            return
        self.in_claim = False
        self.adjustment_total += self.claim_gap - self.claim_left
        if self.claim_left:
            self.found.odd(self.clp_row, "Claim does not balance: charge less paid is not the sum of its adjustments")
        if self.service_lines == self.lines_before:
            self._without_lines()
        self.waiting.clear()
        if self.claim is not None:
            kept = kept_of(self.claim, self.keys, self.today)
            for values in kept.lines:
                self.stories.add(values)
            self.problems += kept.problems
            self.set_aside += kept.set_aside
            self.claim = None

    def _without_lines(self) -> None:
        """A claim without service lines tells nothing, but for a reversal: it takes back every line of the claim."""
        claim = self._claim_of_line()
        self.claim = None
        if not claim.takes_back:
            self.found.odd(self.clp_row, "Claim without service lines: it names no procedure, so nothing of it is kept")
            return
        known = identity(claim)
        if known and claim.day:
            self.claim_reversals.append(self.keys.claim(known, claim.day))
        else:
            self.found.odd(
                self.clp_row, "Reversal without service lines and without a date or number: takes nothing back"
            )

    # --- service lines --------------------------------------------------------------------------------------------

    def _svc(self, number: int, segment: str) -> None:
        if self.in_line:
            self._end_line()
        values = segment.split(self.element)
        if len(values) < 8:
            values += PAD
        self.service_lines += 1
        self.in_line, self.svc_row = True, number
        charge = amount(values[2])
        if charge is None:
            charge = self.amount(number, values[2], "charge of the service line")
        paid = amount(values[3])
        if paid is None:  # it may be left out where nothing is paid
            paid = self.amount(number, values[3], "paid amount of the service line") if values[3].strip() else ZERO
        self.line_gap = self.line_left = charge - paid
        known = self.procedures[values[6] or values[1]]
        if not known[0] and values[6]:
            known = self.procedures[values[1]]
        if known[0] in self.tracked:
            self._keep(number, values, known, charge, paid)
        elif not known[0] and not values[4].strip() and not elements.is_composite(values[1]):
            self.found.unread(number, "service line without a procedure that can be read")

    def _keep(self, number: int, values: list[str], known: tuple[str, tuple[str, ...]], charge: Decimal,
              paid: Decimal) -> None:  # fmt: skip
        code, modifiers = known
        self.tracked_lines += 1
        if not self.in_claim:
            why = "service line outside a claim; counted, not kept"
            self.found.unread(number, why)
            self.set_aside.append(SetAside(number, "ignored", why))
            return
        decided = elements.procedure(values[1], self.component)[0] if values[6] else code
        units_paid, units_billed = elements.units(values[5]), elements.units(values[7])
        self.line = Draft(number, code, modifiers, charge, paid, units_paid, units_billed, decided or code)
        self._claim_of_line().drafts.append(self.line)

    def _end_line(self) -> None:
        self.claim_left -= self.line_gap - self.line_left
        if not self.in_claim:
            self.adjustment_total += self.line_gap - self.line_left
        if self.line_left and not self.of_claim:
            self.found.odd(self.svc_row, "Line does not balance: charge less paid is not the sum of its adjustments")
        self.in_line, self.line = False, None

    def _lx(self, *_: object) -> None:
        if self.in_line:
            self._end_line()

    # --- what hangs on a claim or a line --------------------------------------------------------------------------

    def _cas(self, number: int, segment: str) -> None:
        values = segment.split(self.element)
        total = amount(values[3]) if len(values) == 4 and self.line is None else None
        if total is not None:  # by far the most frequent: one adjustment of a line that is not kept
            self.cas_triplets += 1
        else:
            total = self._adjustments(number, values)
        if self.in_line:
            self.line_left -= total
        elif self.in_claim:
            self.claim_left -= total
            self.of_claim += total
            self._wait(number, segment)
        else:
            self.adjustment_total += total
            self.found.odd(number, "Adjustment outside a claim; counted, not kept")

    def _adjustments(self, number: int, values: list[str]) -> Decimal:
        """Up to six adjustments of one segment, or however many there are: counted, held for a kept line, summed."""
        if len(values) < 4:
            values += PAD
        line, total = self.line, ZERO
        for place in range(2, len(values) - 1, 3):
            text = values[place + 1]
            if not (text or values[place]):
                continue
            value = amount(text)
            if value is None:
                value = self.amount(number, text, "adjustment")
            self.cas_triplets += 1
            total += value
            if line is not None:
                self._hold(number, line, values[1], values[place], value)
        return total

    def _wait(self, number: int, segment: str) -> None:
        """Keep what is said about a claim until a tracked code shows up in it."""
        if self.claim is not None:
            self._of_claim(self.claim, number, segment)
        elif len(self.waiting) < MOST_REASONS:
            self.waiting.append((number, segment))

    def _hold(self, number: int, holder: Claim | Draft, group: str, code: str, value: Decimal) -> None:
        flat = elements.reason(group, code)
        if flat is None:
            self.found.unread(number, "reason that is no adjustment reason code; its amount is counted")
        elif len(holder.adjustments) < MOST_REASONS:
            holder.adjustments.append((flat, value))

    def _dtm(self, number: int, segment: str) -> None:
        line = self.line
        if line is not None:
            values = self.split(segment, 4)
            kind = values[1].strip()
            self._date(number, line, values, LINE_DATES.get(kind, 99 if kind in NOT_SERVICE else 2))
        elif self.in_claim and not self.in_line:
            self._wait(number, segment)

    def _date(self, number: int, holder: Claim | Draft, values: list[str], rank: int) -> None:
        """The date of the best qualifier wins; `rank` 99 is no date of service."""
        if rank >= holder.day_rank:
            return
        found = elements.day(values[3] if values[2].strip() in ("D8", "RD8") else values[2])
        if found is None:
            self.found.unread(number, "date of service is no date")
            return
        holder.day, holder.day_rank = found, rank

    def _ref(self, _: int, segment: str) -> None:
        if self.line is not None:
            values = self.split(segment, 3)
            if values[1] == "6R":
                self.line.control = values[2].strip()
        elif self.loop:
            values = self.split(segment, 3)
            self.ref_of_party(values[1].strip(), values[2].strip())

    def _lq(self, number: int, segment: str) -> None:
        if self.line is not None:
            values = self.split(segment, 3)
            if values[1].strip() in ("HE", ""):
                self._remarks(number, self.line, values[2:3])
        elif self.in_claim and not self.in_line:
            self._wait(number, segment)

    def _nm1(self, number: int, segment: str) -> None:
        """The patient of the claim; the other people in it are of no use."""
        if self.in_claim and not self.in_line and segment[4:6] == "QC":
            self._wait(number, segment)

    def _moa(self, number: int, segment: str) -> None:
        if self.in_claim:
            self._wait(number, segment)

    def _remarks(self, number: int, holder: Claim | Draft, codes: list[str]) -> None:
        for code in codes:
            if not code.strip():
                continue
            flat = elements.remark(code)
            if flat is None:
                self.found.unread(number, "remark that is no remark code")
            elif len(holder.remarks) < MOST_REASONS:
                holder.remarks.append(flat)
