"""The frame around claims: interchanges, transactions, who pays whom, and whether a payment covers its claims.

The one thing a newcomer gets wrong: any part of the frame may be missing. A transaction ends where the next one, a new
interchange or the file's end begins, whether or not an SE says so; claims without ST, GS or ISA are read all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tracker.intake.x12_835 import elements
from tracker.intake.x12_835.claims import Keys, Party
from tracker.intake.x12_835.elements import ZERO
from tracker.intake.x12_835.envelope import Delimiters, as_text
from tracker.intake.x12_835.findings import Findings
from tracker.vocabulary import STATES

Handler = Callable[[int, str], None]
PAD = [""] * 17
SHORT = frozenset({"LX", "N1", "N2", "N3", "N4", "LQ"})


class Frame:
    """Handlers of the segments around claims. `Reader` adds those of claims."""

    def __init__(self, key: bytes) -> None:
        self.keys = Keys(key)
        self.found = Findings()
        self.transactions = self.foreign = self.interchanges = self.provider_adjustments = self.claims = 0
        self.paid_months: set[str] = set()  # of each transaction with claims; '' where it does not say
        self.whole: list[bool | None] = []  # one a transaction: does the payment cover exactly its claims?
        self.delimiters: Delimiters | None = None
        self.element, self.component = "*", ":"
        self.handlers: dict[str, Handler | None] = {}  # in force now; changed in place while the loop runs
        self.own: dict[str, Handler | None] = {}
        self.envelopes: dict[str, Handler | None] = {}
        self.ended = False  # after an IEA
        self.in_foreign = False  # inside a transaction of another kind
        self.envelope_row = 0  # the ISA that has no IEA yet
        self.begin_transaction(0)

    def use(self, delimiters: Delimiters) -> None:
        """Handlers by the first three signs, which for the short names hold the element separator."""
        self.delimiters = delimiters
        self.element, self.component = sep, _ = delimiters.element, delimiters.component
        self.envelopes = {
            "ISA": self._isa, "IEA": self._iea, f"GS{sep}": self._gs, f"GE{sep}": self._gs, f"ST{sep}": self._st,
            f"SE{sep}": self._se,
        }  # fmt: skip
        ignored = ["AMT", "PER", "QTY", "TS2", "TS3", "TRN", "RDM", "NTE", "CUR", "TA1", f"N2{sep}", f"N3{sep}"]
        self.own = {**dict.fromkeys(ignored), **self.claim_handlers(sep), **self.envelopes}
        self.own |= {"BPR": self._bpr, "PLB": self._plb, f"N1{sep}": self._n1, f"N4{sep}": self._n4}
        self._listen(foreign=False)

    def claim_handlers(self, sep: str) -> dict[str, Handler | None]:
        raise NotImplementedError

    def end_claim(self) -> None:
        raise NotImplementedError

    def _listen(self, *, foreign: bool) -> None:
        """Inside a transaction of another kind only the envelopes are listened to."""
        self.in_foreign = foreign
        self.handlers.clear()
        self.handlers.update(self.envelopes if foreign else self.own)

    def unknown(self, number: int, segment: str) -> None:
        """A segment that belongs to no remittance."""
        if self.in_foreign or segment.rstrip(self.element) in SHORT:
            return
        self.found.unread(number, "text outside any interchange" if self.ended else "no segment of a remittance")

    def split(self, segment: str, at_least: int) -> list[str]:
        """The elements, padded, so that a short segment is one with empty elements."""
        values = segment.split(self.element)
        return values if len(values) >= at_least else values + PAD[: at_least - len(values)]

    def amount(self, number: int, text: str, what: str) -> Decimal:
        """The amount; one that cannot be read counts 0 and is told."""
        value = elements.amount(text)
        if value is None:
            why = "is not a number" if text.strip() else "is empty"
            self.found.unread(number, f"{what} {why}; counted as 0")
            return ZERO
        return value

    # --- envelopes ------------------------------------------------------------------------------------------------

    def _isa(self, number: int, _: str) -> None:
        self.end_transaction(0)  # one that is still open may have been cut
        if self.envelope_row:
            self.found.odd(self.envelope_row, "Interchange without its IEA")
        self.interchanges += 1
        self.envelope_row, self.ended = number, False
        self._listen(foreign=False)

    def _iea(self, number: int, _: str) -> None:
        self.end_transaction(number)
        self.envelope_row, self.ended = 0, True
        self._listen(foreign=False)

    def _gs(self, number: int, _: str) -> None:
        self.end_transaction(number)
        self._listen(foreign=False)

    def _st(self, number: int, segment: str) -> None:
        self.end_transaction(number)
        kind = self.split(segment, 3)[1].strip()
        foreign = kind not in ("835", "")
        self._listen(foreign=foreign)
        if foreign:
            self.foreign += 1
            self.found.odd(number, "Transaction of another kind than a remittance, left out")
            return
        self.transactions += 1
        self.begin_transaction(number)

    def _se(self, number: int, segment: str) -> None:
        if self.in_foreign:
            self._listen(foreign=False)
            return
        if not self.st_row:
            self.found.odd(number, "SE without an ST before it")
        elif self.split(segment, 3)[1].strip().lstrip("0") != str(number - self.st_row + 1):
            self.found.odd(number, "SE announces another number of segments than there are")
        self.closed = True
        self.end_transaction(number)

    # --- transactions ---------------------------------------------------------------------------------------------

    def begin_transaction(self, number: int) -> None:
        """Forget the payer, the payee and the payment of the one before."""
        self.st_row = number
        self.party, self.loop = Party(), ""  # loop: `PR` or `PE` inside the payer's or payee's
        self.payment: Decimal | None = None
        self.paid_month = ""
        self.claims_paid = self.provider_total = ZERO
        self.sound, self.closed = True, False
        self.claims_before = self.claims

    def end_transaction(self, number: int) -> None:
        """Close what is open, and judge whether the payment covers exactly the claims that are here."""
        self.end_claim()
        if self.st_row and not self.closed:
            self.found.odd(self.st_row, "Transaction without its SE")
        if self.claims > self.claims_before:
            self.whole.append(self._is_whole(number))
            self.paid_months.add(self.paid_month)
        self.begin_transaction(0)

    def _is_whole(self, number: int) -> bool | None:
        """Paid claims are missing where the payment (BPR02) exceeds the paid amounts less provider adjustments.

        number: the segment that ended it, 0 where it may have been cut (the end of the file, another ISA)."""
        if self.payment is None or not self.sound:
            return None
        missing = self.payment - (self.claims_paid - self.provider_total)
        if missing:
            what = "Payment (BPR) is not the sum of the claims less provider adjustments"
            self.found.odd(self.st_row or number, what)
        if missing > 0:
            return False
        return True if number else None

    def finish(self) -> None:
        """The end of the file."""
        self.end_transaction(0)
        if self.envelope_row:
            self.found.odd(self.envelope_row, "Interchange without its IEA")

    def _bpr(self, _: int, segment: str) -> None:
        values = self.split(segment, 17)
        self.payment = elements.amount(values[2])
        # The month alone: no day of a payment is kept.
        day = elements.day(values[16])
        self.paid_month = f"{day:%Y-%m}" if day else ""

    def _plb(self, number: int, segment: str) -> None:
        """Money without a claim: counted apart, never part of the adjustment total."""
        self.end_claim()
        values = self.split(segment, 5)
        for place in range(3, len(values) - 1, 2):
            if values[place] or values[place + 1]:
                self.provider_adjustments += 1
                self.provider_total += self.amount(number, values[place + 1], "provider adjustment")
                self.sound = self.sound and elements.amount(values[place + 1]) is not None

    # --- who pays whom --------------------------------------------------------------------------------------------

    def _n1(self, _: int, segment: str) -> None:
        values = self.split(segment, 5)
        self.loop = values[1].strip()
        if self.loop in ("PR", "PE"):
            self.end_claim()  # the ST that should part two transactions is missing
        if self.loop == "PR":
            self.party = Party()
            self.party.payer = " ".join(as_text(values[2]).split())[:120]
            self.party.payer_id = values[4].strip()[:40]
        elif self.loop == "PE":
            self.name_payee(values[4].strip())

    def _n4(self, _: int, segment: str) -> None:
        if self.loop == "PE":
            state = self.split(segment, 3)[2].strip().upper()
            self.party.state = state if state in STATES else None

    def ref_of_party(self, kind: str, value: str) -> None:
        """A REF in the payer's or payee's loop: taken where N1 gives no id."""
        if self.loop == "PR" and kind in ("2U", "NF") and not self.party.payer_id:
            self.party.payer_id = value[:40]
            self.party.plain = None
        elif self.loop == "PE" and kind in ("TJ", "PQ") and not self.party.payee_id:
            self.name_payee(value)

    def name_payee(self, payee_id: str) -> None:
        """The id is fingerprinted at once for the lines; itself it serves the claims' fingerprints and is forgotten."""
        self.party.payee_id, self.party.plain = payee_id, None
        self.party.practice = self.keys.practice(payee_id)
