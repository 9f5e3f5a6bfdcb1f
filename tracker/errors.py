"""Every error a person can meet. Each says what happened and what to do next; neither sentence repeats private input.

Raise the narrowest class. Pages and scripts catch `TrackerError` and show `str(error)`; anything else is a bug.
"""


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
