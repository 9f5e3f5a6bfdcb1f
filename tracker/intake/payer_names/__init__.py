"""Payer names as members write them, resolved to rows of the registry or put as a question."""

from tracker.intake.payer_names.directory import Directory, Payer, build, shipped
from tracker.intake.payer_names.matching import FITS
from tracker.intake.payer_names.resolution import Candidate, Resolution, decision_key, resolve
from tracker.intake.payer_names.spelling import plain

__all__ = [
    "FITS",
    "Candidate",
    "Directory",
    "Payer",
    "Resolution",
    "build",
    "decision_key",
    "plain",
    "resolve",
    "shipped",
]
