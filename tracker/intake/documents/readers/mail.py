"""Reading a saved e-mail: its HTML or text body. Attachments are named, so that nobody thinks they were read."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Reading
from tracker.intake.documents.readers.html import read_html_bytes
from tracker.intake.documents.readers.plain import parts_of


def read_mail(path: Path, limits: Limits) -> Reading:
    data = path.read_bytes()[: limits.characters]
    message = email.message_from_bytes(data, policy=policy.default)
    body = message.get_body(preferencelist=("html", "plain"))
    if body is None:
        raise Rejected("The e-mail is empty: it has no body that can be read.", "Save its attachments and drop those.")
    content = str(body.get_content())
    parts = (
        read_html_bytes(content.encode()).parts if body.get_content_type() == "text/html" else tuple(parts_of(content))
    )
    names = [
        a.get_filename() or "attachment"
        for a in message.iter_attachments()
        if a.get_content_disposition() == "attachment"
    ]
    warnings = (f"Attachments were not read: {', '.join(names[:10])}. Save and drop them too.",) if names else ()
    return Reading(parts, 1, warnings=warnings, complete=not names)
