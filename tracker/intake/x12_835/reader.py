"""The walk over the segments: totals of everything, lines of tracked codes only, and nothing else remembered.

The one thing a newcomer gets wrong: this loop runs three million times in a large file. A handler may be called
for every segment of its kind; what is not needed for the totals waits behind `self.line is not None`.

State follows the nesting of the file: ST begins a transaction (payer, payee), CLP a claim, SVC a line; CLP, LX and SE
end the line, ST, SE and CLP the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tracker import reference
from tracker.intake import outcome
from tracker.intake.model import Problem, SetAside
from tracker.intake.x12_835 import elements
from tracker.intake.x12_835.claims import Claim, Draft, Keys, Party, kept_of
from tracker.intake.x12_835.elements import ZERO
from tracker.intake.x12_835.envelope import Delimiters, Piece, as_text
from tracker.intake.x12_835.findings import Findings
from tracker.intake.x12_835.stories import Stories
from tracker.vocabulary import STATES

Handler = Callable[[int, str], None]
PAD = [""] * 12
LINE_DATES = {"472": 0, "150": 1, "151": 3}  # others come between; these two are not dates of service:
NOT_SERVICE = frozenset({"036", "050", "405", "097", "007"})
CLAIM_DATES = {"232": 0, "472": 1, "150": 2, "233": 3, "151": 4}
MOST_ADJUSTMENTS = 1000  # of one claim or line that are remembered as reasons; all are counted


class Reader:
    """Takes pieces of segments; afterwards the totals, stories, problems and findings are in its attributes."""

    def __init__(self, key: bytes, today: date) -> None:
        self.today = today
        self.keys = Keys(key)
        self.found = Findings()
        self.stories = Stories()
        self.problems: list[Problem] = []
        self.set_aside: list[SetAside] = []
        self.claims = self.service_lines = self.cas_triplets = self.provider_adjustments = 0
        self.charge_total = self.paid_total = self.adjustment_total = ZERO
        self.tracked_lines = self.transactions = self.foreign = self.interchanges = 0
        self.whole: list[bool | None] = []  # one a transaction: does the payment cover exactly its claims?
        self.tracked = frozenset(reference.codes())
        self.delimiters: Delimiters | None = None
        self.handlers: dict[str, Handler | None] = {}
        self.other: dict[str, Handler | None] = {}
        self.in_foreign = self.ended = False
        self.envelope_open = 0  # number of the ISA that has no IEA yet
        self.party = Party()
        self.loop = ""  # `PR` or `PE` while inside the payer's or payee's loop
        self._begin_transaction(0)

    # --- the loop -------------------------------------------------------------------------------------------------

    def take(self, piece: Piece) -> None:
        """Walk over the segments of a piece."""
        if piece.delimiters != self.delimiters:
            self._use(piece.delimiters)
        handlers, other, unknown = self.handlers, self.other, self._unknown
        number = piece.first
        for segment in piece.segments:
            handler = handlers.get(segment[:3], unknown)
            if handler is not None and (not self.in_foreign or segment[:3] in other):
                handler(number, segment)
            number += 1
        if piece.open_end and piece.segments[-1][:3] not in other:
            self.found.unread(number - 1, "the file ends inside this segment")

    def _use(self, delimiters: Delimiters) -> None:
        """Handlers by the first three signs, which for the short names hold the element separator."""
        self.delimiters = delimiters
        self.element, self.component = sep, _ = delimiters.element, delimiters.component
        ignored = "NM1 AMT PER QTY TS2 TS3 TRN RDM NTE CUR TA1"
        self.handlers = dict.fromkeys(ignored.split())
        self.handlers |= {f"{tag}{sep}": None for tag in ("N2", "N3")}
        self.handlers |= {
            "CLP": self._clp, "SVC": self._svc, "CAS": self._cas, "DTM": self._dtm, "DTP": self._dtm,
            "REF": self._ref, f"LQ{sep}": self._lq, "MOA": self._moa, "MIA": self._mia, f"LX{sep}": self._lx,
            f"N1{sep}": self._n1, f"N4{sep}": self._n4, "BPR": self._bpr, "PLB": self._plb,
        }  # fmt: skip
        self.other = {
            f"ST{sep}": self._st, f"SE{sep}": self._se, "ISA": self._isa, "IEA": self._iea, f"GS{sep}": self._gs,
            f"GE{sep}": self._ge,
        }  # fmt: skip
        self.handlers |= self.other

    def _unknown(self, number: int, segment: str) -> None:
        if self.ended:
            self.found.unread(number, "text outside any interchange")
        elif segment.rstrip(self.element) not in {"LX", "N1", "N2", "N3", "N4", "LQ"}:
            self.found.unread(number, "no segment of a remittance")

    def _split(self, segment: str, at_least: int) -> list[str]:
        values = segment.split(self.element)
        if len(values) < at_least:
            values += PAD[: at_least - len(values)]
        return values

    def _amount(self, number: int, text: str, what: str) -> Decimal:
        """The amount; one that cannot be read counts 0 and is told."""
        value = elements.amount(text)
        if value is None:
            why = "is not a number" if text.strip() else "is empty"
            self.found.unread(number, f"{what} {why}; counted as 0")
            return ZERO
        return value

    # --- envelopes ------------------------------------------------------------------------------------------------

    def _isa(self, number: int, _: str) -> None:
        self._end_transaction(number)
        if self.envelope_open:
            self.found.odd(self.envelope_open, "Interchange without its IEA")
        self.interchanges += 1
        self.envelope_open, self.ended, self.in_foreign = number, False, False
        self._begin_transaction(0)

    def _iea(self, number: int, _: str) -> None:
        self._end_transaction(number)
        self.envelope_open, self.ended, self.in_foreign = 0, True, False

    def _gs(self, number: int, _: str) -> None:
        self._end_transaction(number)
        self.in_foreign = False

    def _ge(self, number: int, _: str) -> None:
        self._end_transaction(number)
        self.in_foreign = False

    def _st(self, number: int, segment: str) -> None:
        self._end_transaction(number)
        kind = self._split(segment, 3)[1].strip()
        self.in_foreign = kind not in ("835", "")
        if self.in_foreign:
            self.foreign += 1
            self.found.odd(number, "Transaction of another kind than a remittance, left out")
            return
        self.transactions += 1
        self._begin_transaction(number)

    def _se(self, number: int, segment: str) -> None:
        if self.in_foreign:
            self.in_foreign = False
            return
        if not self.st_row:
            self.found.odd(number, "SE without an ST before it")
        else:
            said = self._split(segment, 3)[1].strip()
            if said != str(number - self.st_row + 1) and said.lstrip("0") != str(number - self.st_row + 1):
                self.found.odd(number, "SE announces another number of segments than there are")
        self.closed = True
        self._end_transaction(number)

    def _begin_transaction(self, number: int) -> None:
        self.st_row = number
        self.party, self.loop = Party(), ""
        self.payment: Decimal | None = None
        self.claims_paid = self.provider_total = ZERO
        self.sound, self.closed = True, False
        self.claim: Claim | None = None
        self.line: Draft | None = None
        self.in_line = False
        self.claim_open = self.line_open = ZERO
        self.claim_row = self.line_row = 0
        self.claims_before = self.claims

    def _end_transaction(self, number: int) -> None:
        """Close what is open, and judge whether the payment covers exactly the claims that are here."""
        self._end_claim()
        if self.st_row and not self.closed:
            self.found.odd(self.st_row, "Transaction without its SE")
        if self.claims > self.claims_before:
            self.whole.append(self._is_whole(number))
        self._begin_transaction(0)

    def _is_whole(self, number: int) -> bool | None:
        """Paid claims are missing where the payment (BPR02) exceeds the paid amounts less provider adjustments."""
        if self.payment is None or not self.sound:
            return None
        missing = self.payment - (self.claims_paid - self.provider_total)
        if missing:
            self.found.odd(
                self.st_row or number, "Payment (BPR) is not the sum of the claims less provider adjustments"
            )
        if missing < 0 or not missing:
            return True
        return False

    def finish(self) -> None:
        """The end of the file."""
        self._end_transaction(0)
        if self.envelope_open:
            self.found.odd(self.envelope_open, "Interchange without its IEA")

    # --- transaction header ---------------------------------------------------------------------------------------

    def _bpr(self, _: int, segment: str) -> None:
        self.payment = elements.amount(self._split(segment, 3)[2])

    def _n1(self, _: int, segment: str) -> None:
        if self.claim is not None:
            return
        values = self._split(segment, 5)
        self.loop = values[1].strip()
        if self.loop == "PR":
            self.party.payer = " ".join(as_text(values[2]).split())[:120]
            self.party.payer_id = values[4].strip()[:40]
        elif self.loop == "PE":
            self.party.payee_id = values[4].strip()
            self.party.practice = self.keys.practice(self.party.payee_id)

    def _n4(self, _: int, segment: str) -> None:
        if self.loop == "PE" and self.claim is None:
            state = self._split(segment, 3)[2].strip().upper()
            self.party.state = state if state in STATES else None

    def _ref(self, _: int, segment: str) -> None:
        if self.line is not None:
            values = self._split(segment, 3)
            if values[1] == "6R":
                self.line.control = values[2].strip()
        elif self.claim is None and self.loop:
            self._ref_of_party(self._split(segment, 3))

    def _ref_of_party(self, values: list[str]) -> None:
        kind, value = values[1].strip(), values[2].strip()
        if self.loop == "PR" and kind in ("2U", "NF") and not self.party.payer_id:
            self.party.payer_id = value[:40]
        elif self.loop == "PE" and kind in ("TJ", "PQ") and not self.party.payee_id:
            self.party.payee_id = value
            self.party.practice = self.keys.practice(value)

    # --- claims ---------------------------------------------------------------------------------------------------

    def _clp(self, number: int, segment: str) -> None:
        self._end_claim()
        values = segment.split(self.element)
        if len(values) < 9:
            values += PAD
        self.claims += 1
        self.claim_row = number
        charge = elements.amount(values[3])
        if charge is None:
            charge = self._amount(number, values[3], "charge of the claim")
        paid = elements.amount(values[4])
        if paid is None:
            self.sound = False
            paid = self._amount(number, values[4], "paid amount of the claim")
        self.charge_total += charge
        self.paid_total += paid
        self.claims_paid += paid
        self.claim_open = charge - paid
        status = values[2].strip().lstrip("0")
        if status not in outcome.STATUSES:
            self.found.odd(number, "Claim status (CLP02) is none that is known; its lines are kept out of rates")
            status = ""
        payer_number = values[7].strip()
        name = values[1].strip()
        self.claim = Claim(
            number, name if name.strip("0") else payer_number, status, charge, elements.place(values[8]),
            values[6].strip(), self.party,
        )  # fmt: skip
        if self.ended:
            self.found.odd(number, "Claim after the end of its interchange")

    def _end_claim(self) -> None:
        if self.in_line:
            self._end_line()
        claim = self.claim
        if claim is None:
            return
        self.claim = None
        if self.claim_open:
            self.found.odd(self.claim_row, "Claim does not balance: charge less paid is not the sum of its adjustments")
        if claim.drafts:
            kept = kept_of(claim, self.keys, self.today)
            for line, paid in kept.lines:
                self.stories.add(line, paid)
            self.problems += kept.problems
            self.set_aside += kept.set_aside

    def _svc(self, number: int, segment: str) -> None:
        if self.in_line:
            self._end_line()
        values = segment.split(self.element)
        if len(values) < 8:
            values += PAD
        self.service_lines += 1
        self.in_line, self.line_row = True, number
        charge = elements.amount(values[2])
        if charge is None:
            charge = self._amount(number, values[2], "charge of the service line")
        paid = elements.amount(values[3])
        if paid is None:
            paid = ZERO if not values[3].strip() else self._amount(number, values[3], "paid amount of the service line")
        self.line_open = charge - paid
        code, modifiers = elements.procedure(values[6] or values[1], self.component)
        if code not in self.tracked:
            if not code:
                self._no_code(number, values)
            return
        if self.claim is None:
            self.found.unread(number, "service line outside a claim; counted, not kept")
            return
        self.tracked_lines += 1
        decided = elements.procedure(values[1], self.component)[0]
        self.line = Draft(
            number, code, modifiers, charge, paid, elements.units(values[5]), elements.units(values[7]), decided or code
        )
        self.claim.drafts.append(self.line)

    def _no_code(self, number: int, values: list[str]) -> None:
        if not (values[1].strip() or values[4].strip()):
            self.found.unread(number, "service line without a procedure")

    def _end_line(self) -> None:
        if self.line_open:
            self.found.odd(self.line_row, "Line does not balance: charge less paid is not the sum of its adjustments")
        self.in_line = False
        self.line = None

    def _lx(self, *_: object) -> None:
        if self.in_line:
            self._end_line()

    # --- what hangs on a claim or a line --------------------------------------------------------------------------

    def _cas(self, number: int, segment: str) -> None:
        values = segment.split(self.element)
        if len(values) < 4:
            values += PAD
        holder = self.line.adjustments if self.line is not None else None
        if holder is None and not self.in_line and self.claim is not None:
            holder = self.claim.adjustments
        for place in range(2, len(values) - 1, 3):
            code, text = values[place], values[place + 1]
            if not (code or text):
                continue
            value = elements.amount(text)
            if value is None:
                value = self._amount(number, text, "adjustment")
            self.cas_triplets += 1
            self.adjustment_total += value
            self.claim_open -= value
            self.line_open -= value if self.in_line else ZERO
            if holder is not None:
                self._hold(number, holder, values[1], code, value)
        if self.claim is None:
            self.found.odd(number, "Adjustment outside a claim; counted, not kept")

    def _hold(self, number: int, holder: list[tuple[str, Decimal]], group: str, code: str, value: Decimal) -> None:
        flat = elements.reason(group, code)
        if flat is None:
            self.found.unread(number, "reason that is no adjustment reason code; its amount is counted")
        elif len(holder) < MOST_ADJUSTMENTS:
            holder.append((flat, value))

    def _dtm(self, number: int, segment: str) -> None:
        claim, line = self.claim, self.line
        if claim is None or (self.in_line and line is None):
            return
        values = self._split(segment, 4)
        kind = values[1].strip().zfill(3)
        text = values[3] if values[2].strip() in ("D8", "RD8") else values[2]
        rank = (2 if kind not in NOT_SERVICE else 99) if line is not None else 99
        rank = (LINE_DATES if line is not None else CLAIM_DATES).get(kind, rank)
        holder = line or claim
        if rank >= holder.day_rank:
            return
        found = elements.day(text)
        if found is None:
            self.found.unread(number, "date of service is no date")
            return
        holder.day, holder.day_rank = found, rank

    def _lq(self, number: int, segment: str) -> None:
        holder = self.line or (self.claim if not self.in_line else None)
        if holder is not None:
            values = self._split(segment, 3)
            if values[1].strip() in ("HE", ""):
                self._remarks(number, holder, values[2:3])

    def _moa(self, number: int, segment: str) -> None:
        if self.claim is not None:
            self._remarks(number, self.claim, self._split(segment, 8)[3:8])

    def _mia(self, number: int, segment: str) -> None:
        if self.claim is not None:
            values = self._split(segment, 6)
            self._remarks(number, self.claim, [values[5], *values[20:24]])

    def _remarks(self, number: int, holder: Claim | Draft, codes: list[str]) -> None:
        for code in codes:
            if not code.strip():
                continue
            flat = elements.remark(code)
            if flat is None:
                self.found.unread(number, "remark that is no remark code")
            elif len(holder.remarks) < MOST_ADJUSTMENTS:
                holder.remarks.append(flat)

    def _plb(self, number: int, segment: str) -> None:
        """Money without a claim: counted apart, never part of the adjustment total."""
        self._end_claim()
        values = self._split(segment, 5)
        for place in range(3, len(values) - 1, 2):
            if values[place] or values[place + 1]:
                self.provider_adjustments += 1
                self.provider_total += self._amount(number, values[place + 1], "provider adjustment")
                self.sound = self.sound and elements.amount(values[place + 1]) is not None
