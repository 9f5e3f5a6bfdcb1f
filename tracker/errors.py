"""Every error a person can meet. Each says what happened and what to do next; neither sentence repeats private input.

Raise the narrowest class. Pages and scripts catch `TrackerError` and show `str(error)`; anything else is a bug.
"""

import errno


class TrackerError(Exception):
    """What happened, and the next step for the person who met it."""

    exit_code = 1

    def __init__(self, what: str, next_step: str = "") -> None:
        self.what = what
        self.next_step = next_step
        super().__init__(f"{what} {next_step}".strip())


class Rejected(TrackerError):
    """A file or an entry cannot be used as it is (unreadable, empty, too large, not what it claims to be)."""

    exit_code = 2


class Unresolved(TrackerError):
    """Something needs a person's decision first (an ambiguous payer name, two candidate columns)."""

    exit_code = 3


class NotAllowed(TrackerError):
    """This person may not do this."""

    exit_code = 4


class OutOfDate(TrackerError):
    """The thing was changed or withdrawn by somebody else, or the store is newer than the program."""

    exit_code = 5


class StoreProblem(TrackerError):
    """The store cannot be opened, read or written (missing, damaged, locked, disk full)."""

    exit_code = 6


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def of_file(error: OSError, what: str, kept: str = "Nothing was changed.") -> StoreProblem:
    """What the disk refused, in words. what: the thing that was to be written ("The backup")."""
    if error.errno in FULL:
        return StoreProblem(f"The disk is full: {what} cannot be written. {kept}", "Free some space and try again.")
    if error.errno in FORBIDDEN:
        return StoreProblem(
            f"{what[:1].upper()}{what[1:]} may not be read or written here. {kept}",
            "See that the disk is not read-only and that the folder belongs to the account that runs the program.",
        )
    return StoreProblem(f"The disk refused {what}. {kept}", "See that the disk is sound and that the folder is there.")
