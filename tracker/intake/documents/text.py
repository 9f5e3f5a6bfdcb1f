"""Running text made ready: broken codes and words mended, sentences and clauses told apart."""

from __future__ import annotations

import re

from tracker.intake.documents.codes import find_codes, tidy

ABBREVIATION = re.compile(
    r"(?i)\b(?:e\.g|i\.e|no|nos|inc|corp|co|ltd|vs|approx|dr|mr|mrs|ms|st|ste|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|eff|etc|incl|proc|auth|req|fig|sec|para|u\.s|a\.m|p\.m|dept|ref|min|max|hr|hrs|mins|ex|cf|al|ext|tel)\.$"
)


def flat(text: str) -> str:
    """One line: codes, ranges and words broken at the end of a line are joined."""
    text = tidy(text)
    for found in reversed(find_codes(text)):
        piece = text[found.start : found.end]
        if "\n" in piece:
            mended = re.sub(r"-?[ ]*\n[ ]*", "", piece) if len(found.codes) == 1 else re.sub(r"\s*\n\s*", " ", piece)
            text = text[: found.start] + mended + text[found.end :]
    text = re.sub(r"(?<=[a-z])-[ ]*\n[ ]*(?=[a-z])", "", text)
    text = re.sub(r"-[ ]*\n[ ]*", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """Sentences of a flat text. A list item mark at the front belongs to its sentence."""
    out: list[str] = []
    start = 0
    for m in re.finditer(r"[.!?](?:[\"”')\]]|\^\w{1,2})*\s+(?=[\"“'(\[]?(?:[A-Z0-9•\"“(]|\^))", text):
        piece = text[start : m.end()].strip()
        stem = piece.rstrip("\"”')] ")
        if (ABBREVIATION.search(stem) and not re.search(r"(?i)\bno\.$", stem)) or (
            re.search(r"(?:^|\s)(?:[A-Z]|\d{1,2})\.$", stem) and len(stem) < 4
        ):
            continue
        if re.search(r"(?i)\bno\.$", stem) and re.match(r"\d", text[m.end() :]) and len(piece.split()) > 1:
            continue
        out.append(piece)
        start = m.end()
    rest = text[start:].strip()
    return [p for piece in ([*out, rest] if rest else out) for p in in_pieces(piece, LONGEST)]


LONGEST = 2_000  # characters; no sentence of a policy is longer, and the time to read one grows faster than its length


def in_pieces(text: str, longest: int) -> list[str]:
    """A text without an end in bounded pieces, cut at blanks where there are any."""
    pieces: list[str] = []
    while len(text) > longest:
        cut = max(text.rfind(" ", longest // 2, longest), text.rfind("\n", longest // 2, longest))
        cut = cut if cut > 0 else longest
        pieces.append(text[:cut])
        text = text[cut:].lstrip()
    return [*pieces, text]


STRONG = re.compile(
    r"\s*;\s*|,?(?<!\ball)(?<!\bany)(?<!thing)\s+(?:but(?! (?:(?:is |are )?not limited\b|not|n't|never|no longer)\b)|while|whereas|however,?|yet(?!\s+to\b))\s+(?!(?:present|the (?:patient|member|child|client)\b.{0,20}\b(?:absent|not)))|,\s+(?:although|though)\s+|\s+-\s+(?!(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)(?=(?-i:[A-Z][a-z]))|,\s+and\s+yet\s+"
    r"|,\s+(?:and\s+)?(?=(?:we|ours|our\s+\w+|this\s+plan|the\s+plan)\s+(?:do|does|is|are|will)\s*(?:not|n['’]t)\b)"
    r"|,\s+except\s+that\s+"
    r"|(?<=\w),\s+(?=the\s+same\s+(?:is|cannot|can|does)\b)",
    re.IGNORECASE,
)


LISTED = re.compile(
    r"(?i)(?:and\s+|or\s+)?(?:(?:cpt|hcpcs|code)\s+)?(?:[A-Z]\d{4}|\d{5})(?:\s*-\s*(?:[A-Z]\d{4}|\d{5}))?(?:\s*\([^)]{1,60}\))?(?:[\s:-]*\$\s?[\d,.]+)?\W*"
)


FRAME = re.compile(
    r"(?i)\W*(?:after|before|effective|beginning|starting|from|on|as of|for|until|through|in|under|since|at|with)\b(?:(?!\b(?:is|are|was|were|will|does|do|pays?|paid|covers?)\b)(?![A-Z]?\d{4,5}\b(?<!\b20\d\d)).){0,80}"
)


CONCEDED = re.compile(r"(?i)^\W*(?:while|whereas|although|though|even though)\s+(.{8,160}?),\s+(.{8,})$")


def strong_clauses(sentence: str) -> list[str]:
    """A sentence cut where the statement may turn: semicolon, but, while, whereas, however."""
    conceded = CONCEDED.match(sentence)
    if conceded and find_codes(conceded[1]) and find_codes(conceded[2]):
        return [*strong_clauses(conceded[1]), *strong_clauses(conceded[2])]
    out: list[str] = []
    for part in (p.strip() for p in STRONG.split(sentence) if p and p.strip()):
        if len(out) == 1 and FRAME.fullmatch(out[0]):
            out[0] = (
                f"{out[0]}, {part}"  # "After June 30, 2026, the plan will not pay": when, and for whom, is no clause
            )
        elif out and LISTED.fullmatch(part):
            out[-1] = f"{out[-1]}; {part}"  # "97552; 96202; 96203": a list, no new statement
        else:
            out.append(part)
    return out
