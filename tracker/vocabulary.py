"""The closed lists of the field and the words a reader sees. Data (codes, payers, reasons) lives in `reference/`.

The one thing to know: the value of each member is what is stored and exported, its `.words` what is shown.
"""

from __future__ import annotations

from enum import StrEnum


class Worded(StrEnum):
    """A stored value with the words a reader sees."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Worded:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member


class Status(Worded):
    """What a payer says about a code. Only these are stored; `Derived` ones are worked out when asked."""

    COVERED = "covered", "covers"
    CONDITIONS = "covered_with_conditions", "covers, with conditions"
    BUNDLED = "bundled", "pays only as part of another service"
    NOT_COVERED = "not_covered", "does not cover"
    SILENT = "silent", "says nothing"


class Derived(Worded):
    """States of knowledge that follow from the ledger and the calendar. Never stored."""

    NOT_CHECKED = "not_checked", "nobody has looked"
    CONFLICTING = "conflicting", "sources disagree"
    STALE = "stale", "not looked at for too long"
    ANNOUNCED = "announced", "begins in the future"


COVERING = frozenset({Status.COVERED, Status.CONDITIONS})


class LineOfBusiness(Worded):
    MEDICARE_FFS = "medicare_ffs", "Original Medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage", "Medicare Advantage"
    MEDICAID_FFS = "medicaid_ffs", "Medicaid, fee for service"
    MEDICAID_MANAGED_CARE = "medicaid_managed_care", "Medicaid managed care"
    CHIP = "chip", "CHIP"
    COMMERCIAL = "commercial", "Commercial"
    MARKETPLACE = "marketplace", "Marketplace"
    SELF_FUNDED = "self_funded", "Self-funded employer plan"
    FEHB = "fehb", "Federal employees (FEHB)"
    TRICARE = "tricare", "TRICARE"
    VA = "va", "Veterans Affairs"
    WORKERS_COMP = "workers_comp", "Workers' compensation"
    AUTO_LIABILITY = "auto_liability", "Auto and liability"
    OTHER = "other", "Other"


class PayerType(Worded):
    """What kind of organisation a registry row is. The last three are never the payer of a claim line."""

    COMMERCIAL = "commercial", "Commercial insurer"
    MARKETPLACE = "marketplace", "Marketplace issuer"
    MEDICAID_FFS = "medicaid_ffs", "Medicaid agency"
    MEDICAID_MCO = "medicaid_mco", "Medicaid managed care plan"
    MEDICARE_FFS = "medicare_ffs", "Original Medicare or its contractor"
    MEDICARE_ADVANTAGE = "medicare_advantage", "Medicare Advantage organisation"
    FEDERAL_PROGRAM = "federal_program", "Federal programme"
    TPA = "tpa", "Third-party administrator"
    NETWORK = "network", "Network or repricer"
    UM_DELEGATE = "um_delegate", "Review delegate"


NOT_PAYERS = frozenset({PayerType.TPA, PayerType.NETWORK, PayerType.UM_DELEGATE})


USUAL_LINE_OF_BUSINESS: dict[PayerType, LineOfBusiness] = {
    PayerType.COMMERCIAL: LineOfBusiness.COMMERCIAL,
    PayerType.MARKETPLACE: LineOfBusiness.MARKETPLACE,
    PayerType.MEDICAID_FFS: LineOfBusiness.MEDICAID_FFS,
    PayerType.MEDICAID_MCO: LineOfBusiness.MEDICAID_MANAGED_CARE,
    PayerType.MEDICARE_FFS: LineOfBusiness.MEDICARE_FFS,
    PayerType.MEDICARE_ADVANTAGE: LineOfBusiness.MEDICARE_ADVANTAGE,
}  # what a line is counted under when its file does not say; other types stay unstated


class Outcome(Worded):
    """How a claim line ended at its first adjudication. `PENDING` is not adjudicated and never counted as denied."""

    PAID = "paid", "paid"
    PARTLY_PAID = "partly_paid", "partly paid"
    DENIED = "denied", "denied"
    PENDING = "pending", "not decided yet"


ADJUDICATED = frozenset({Outcome.PAID, Outcome.PARTLY_PAID, Outcome.DENIED})


class DenialClass(Worded):
    """Whose doing a denial is: the payer's choice, or something the practice can mend."""

    COVERAGE = "coverage", "coverage denial"
    BILLING = "billing", "billing denial"
    UNCLASSIFIED = "unclassified", "denial without a telling reason"


class ReasonCategory(Worded):
    NOT_COVERED_BENEFIT = "not_covered_benefit", "not a covered benefit"
    BUNDLED = "bundled", "bundled or not separately paid"
    NO_AUTHORIZATION = "no_authorization", "no prior authorisation"
    PROVIDER_TYPE = "provider_type", "provider type not eligible"
    MEDICAL_NECESSITY = "medical_necessity", "medical necessity"
    PLACE_OF_SERVICE = "place_of_service", "telehealth or place of service"
    DOCUMENTATION = "documentation", "documentation"
    CODING = "coding", "coding or modifier"
    UNITS = "units", "units over the limit"
    ADD_ON = "add_on", "add-on without its base"
    ELIGIBILITY = "eligibility", "eligibility or other payer"
    TIMELY_FILING = "timely_filing", "timely filing"
    DUPLICATE = "duplicate", "duplicate"
    OTHER = "other", "other"

    @property
    def denial_class(self) -> DenialClass:
        """Coverage: the payer's choice. Billing: ours to mend. Documentation is counted with billing, so that the
        coverage figure is never padded; `other` is counted with neither."""
        if self in _COVERAGE_CATEGORIES:
            return DenialClass.COVERAGE
        return DenialClass.UNCLASSIFIED if self is ReasonCategory.OTHER else DenialClass.BILLING


_COVERAGE_CATEGORIES = frozenset(
    {
        ReasonCategory.NOT_COVERED_BENEFIT,
        ReasonCategory.BUNDLED,
        ReasonCategory.NO_AUTHORIZATION,
        ReasonCategory.PROVIDER_TYPE,
        ReasonCategory.MEDICAL_NECESSITY,
        ReasonCategory.PLACE_OF_SERVICE,
    }
)


class Tier(Worded):
    """What a number may be called. The word "rate" is reserved for T2 and T3, which are never pooled."""

    T0 = "T0", "reports"
    T1 = "T1", "share of reports"
    T2 = "T2", "denial rate among reporting practices"
    T3 = "T3", "denial rate from public figures"

    @property
    def among(self) -> str:
        """What stands behind a number of this tier that is neither a rate nor a share of all lines."""
        return {"T2": "among reporting practices", "T3": "public figures"}.get(self.value, "among reports")


class Confidence(Worded):
    PRIMARY = "primary", "the payer's own document"
    SECONDARY = "secondary", "somebody reporting"
    WEAK = "weak", "weak"


class PriorAuth(Worded):
    YES = "yes", "prior authorisation needed"
    NO = "no", "no prior authorisation"
    UNKNOWN = "unknown", "prior authorisation not known"


class Gap(Worded):
    """Where the two ledgers disagree, or agree."""

    COVERED_BUT_DENIED = "covered_but_denied", "covered on paper, denied in practice"
    NOT_COVERED = "not_covered", "payer says it does not cover"
    BUNDLED = "bundled", "payer says it is part of another service"
    SILENT_DENIED = "silent_denied", "nothing in writing, and denied"
    SILENT_PAID = "silent_paid", "nothing in writing, yet paid"
    SILENT_QUIET = "silent_quiet", "nothing in writing, no claims seen"
    CONFLICTING = "conflicting", "sources disagree"
    ANNOUNCED = "announced", "announced, not in force yet"
    NOT_CHECKED = "not_checked", "nobody has checked"
    NO_GAP = "no_gap", "covered, and paid where billed"


class NextStep(Worded):
    """What a member did after a denial: asked in place of free text."""

    NOTHING_YET = "nothing_yet", "nothing yet"
    SENT_AGAIN = "sent_again", "we corrected it and sent it again"
    APPEALED = "appealed", "we appealed"
    PATIENT_PAYS = "patient_pays", "the family was billed"
    WRITTEN_OFF = "written_off", "we wrote it off"
    CARE_STOPPED = "care_stopped", "the training was stopped"
    PAID_LATER = "paid_later", "it was paid in the end"


class AppealOutcome(Worded):
    """Where an appeal stands. `OPEN` until the payer has answered."""

    OPEN = "open", "no answer yet"
    OVERTURNED = "overturned", "won: paid"
    PARTLY = "partly", "partly won"
    UPHELD = "upheld", "lost: still denied"
    WITHDRAWN = "withdrawn", "given up"


class Role(Worded):
    MEMBER = "member", "Member"
    SPECIALIST = "specialist", "Payment specialist"
    ADVOCATE = "advocate", "Advocacy staff"
    ADMINISTRATOR = "administrator", "Administrator"


STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip


def place_words(state: str | None) -> str:
    """A state in words; where none is named a payer is meant everywhere it operates."""
    return STATES.get(state or "", "everywhere")


def business_words(line_of_business: str | None) -> str:
    """A line of business in words, also where none is named."""
    return LineOfBusiness(line_of_business).words if line_of_business else "not stated"
