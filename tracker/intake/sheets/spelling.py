"""Header words written short (`Svc Dt`) or run together (`svcfromdt`), spelled out so that the vocabulary knows them.

The one thing to know: words are taken apart only where every part is a known word of headers, and only where the word
as it stands is none.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

SHORT = dict(pair.split(":") for pair in (
    "nm:name nbr:number num:number dt:date ts:date dttm:date tmstmp:date amt:amount cd:code cds:codes stat:status sts:status pyr:payer payr:payer pyor:payor "
    "pat:patient ptnt:patient clm:claim ln:line svc:service srv:service serv:service beg:from strt:from bgn:from chrg:charge chg:charge chgs:charges pd:paid "
    "pmt:payment pymt:payment pymts:payments reimb:reimbursement unt:units unts:units cnt:count grp:group rsn:reason rsns:reasons rmk:remark rmks:remarks "
    "prim:primary pri:primary mbr:member prov:provider proc:procedure prcdr:procedure hcpc:hcpcs adjd:adjudicated adjud:adjudicated dnl:denial frst:first lst:last "
    "st:state ins:insurance carr:carrier outc:outcome rslt:result mod:modifier modf:modifier modif:modifier qty:units enc:encounter appt:appointment tx:treatment "
    "cvg:coverage alwd:allowed allow:allowed expl:explanation msg:message wrk:work stmt:statement resp:response determ:determination trmt:treatment bld:billed"
).split())  # fmt: skip
_TINY = frozenset(
    "id no dt cd st ln of pt by to in pd nm tx px".split()
)  # the only words of two letters that are parts
LONGEST_PART = 15


@cache
def vocabulary() -> frozenset[str]:
    """All words that occur in the patterns of headers, and the short ones."""
    text = (Path(__file__).parent / "header_words.tsv").open(encoding="utf-8", newline="")
    with text as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {w for r in rows for w in re.findall(r"(?<!\\)[a-z]{3,}", r["pattern"])}
    return frozenset(found | set(SHORT) | set(SHORT.values()) | _TINY)


def longer(low: str) -> str:
    """Plain words with the short ones spelled out."""
    return " ".join(SHORT.get(w, w) for w in low.split())


@lru_cache(maxsize=20_000)
def apart(low: str) -> str:
    """Plain words with those taken apart that are several known words in one."""
    return " ".join(_parts(w) or w for w in low.split())


def _parts(word: str) -> str:
    known = vocabulary()
    stem = word.rstrip("0123456789")
    if len(stem) < 5 or stem in known or not stem.isalpha() or len(stem) > 40:
        return ""
    best: list[tuple[str, ...] | None] = [(), *[None] * len(stem)]
    for end in range(2, len(stem) + 1):
        for begin in range(max(0, end - LONGEST_PART), end - 1):
            before, part = best[begin], stem[begin:end]
            if before is None or not (part in _TINY if len(part) == 2 else part in known):
                continue
            held = best[end]
            if held is None or len(before) + 1 < len(held):
                best[end] = (*before, part)
    found = best[-1]
    return " ".join([*found, *([word[len(stem) :]] if len(stem) < len(word) else [])]) if found else ""
