"""Answers: questions asked of the two ledgers, as frames that figures and tables take. Reads only.

The one thing to know: an answer holds numbers as they are; whether a small one may be shown is decided by
`screen.shield` for the person who looks, and again by `measures.disclosure` for whatever leaves the building.
"""
