"""The privacy screen for free-text notes: what in a note could tell whose claim it is about.

The one thing to know: it refuses or shows, it does not mask. A note with a finding goes back to the member with
`explain`; only a note without findings is kept. Measured in `docs/performance.md`; it is a help, not a proof.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.intake.notes.contacts import find_contacts
from tracker.intake.notes.dates import find_dates
from tracker.intake.notes.identifiers import find_identifiers
from tracker.intake.notes.people import find_people
from tracker.intake.notes.places import find_places
from tracker.intake.notes.reading import Finding, Note

_WORDS = {
    "patient_name": "looks like a patient's name or initials: write “the patient”",
    "caregiver_name": "looks like a caregiver's name: write “the wife”, “the aide”",
    "dob": "looks like a birth date: take it out",
    "exact_date": "looks like a day of this patient's care or claim: write the month",
    "ssn": "looks like a Social Security number: take it out",
    "mrn": "looks like a record number: take it out",
    "member_id": "looks like a member id: take it out",
    "claim_number": "looks like a claim, authorisation or reference number: take it out",
    "phone": "looks like a patient's or caregiver's phone number: take it out",
    "email": "looks like a personal e-mail address: take it out",
    "street_address": "looks like a home address: take it out",
    "zip5": "looks like a patient's ZIP code: write the state",
    "url_portal_with_id": "looks like a link to one person's record: take it out",
    "age_over_89": "tells an age of 90 or more: write “over 89”",
    "account_number": "looks like an account or card number: take it out",
    "device_or_plate": "looks like a serial number, plate or VIN: take it out",
    "other": "could tell who the patient is (town, home, school, employer, licence, handle, photo): take it out",
}
_FIRST = (
    "email",
    "url_portal_with_id",
    "dob",
    "ssn",
    "phone",
    "mrn",
    "account_number",
    "device_or_plate",
    "member_id",
    "claim_number",
    "street_address",
    "caregiver_name",
)


def find(text: str) -> list[Finding]:
    """What looks private, as (start, end, type), in order, never overlapping. Time grows with the length only."""
    note = Note(text)
    found = [*find_contacts(note), *find_identifiers(note), *find_dates(note), *find_places(note), *find_people(note)]
    return _apart(found)


def explain(type_: str) -> str:
    """What a member reads for a finding of this type. Raises `KeyError` for a type that `find` never gives."""
    return _WORDS[type_]


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Overlaps resolved: the surer type first, then the longer."""
    rank = {kind: at for at, kind in enumerate(_FIRST)}
    kept: list[Finding] = []
    ordered = sorted(set(found), key=lambda f: (f[0], rank.get(f[2], 99), -(f[1] - f[0])))
    for finding in ordered:
        if not kept or finding[0] >= kept[-1][1]:
            kept.append(finding)
        elif (rank.get(finding[2], 99), kept[-1][1] - kept[-1][0]) < (
            rank.get(kept[-1][2], 99),
            finding[1] - finding[0],
        ):
            kept[-1] = finding
    return kept
