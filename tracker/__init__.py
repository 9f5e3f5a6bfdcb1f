"""Two ledgers, joined: what each payer says about a code, and what members meet when they bill it."""

__version__ = "0.1.0"
