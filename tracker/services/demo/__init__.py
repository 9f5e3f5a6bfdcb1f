"""A demonstration store: real payer names from the registry, everything else invented, and saying so.

The one thing to know: nothing in it is a fact about any payer. Its meta rows `store_kind` and `notice` say so, its
decisions cite invented bulletins only, and it is never written where people's own reports are.
"""

from tracker.services.demo.play import NOTICE, make, notice

__all__ = ["NOTICE", "make", "notice"]
