"""Makes valid remittance files of any size for measuring. Everything in them is invented.

The one thing to know: the same size, share and seed give the same file, byte for byte.
"""

from __future__ import annotations

import random
from pathlib import Path

PLAIN = ("97110", "97530", "97140", "92507", "99213", "97112", "97535", "97129")
TRACKED = ("97550", "97551", "97552", "96202", "G0541")


def _line(rng: random.Random, code: str, denied: bool) -> tuple[list[str], int, int]:
    """(segments, charge, paid) of one service line, amounts in cents."""
    charge = rng.randrange(4000, 30000)
    paid = 0 if denied else charge * rng.randrange(40, 90) // 100
    day = f"2025{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    out = [f"SVC*HC:{code}:GP*{_usd(charge)}*{_usd(paid)}**{rng.randrange(1, 3)}", f"DTM*472*{day}"]
    if denied:
        out += [f"CAS*CO*{rng.choice(('96', '97', '197', '50'))}*{_usd(charge)}", "LQ*HE*N130"]
    elif rng.random() < 0.08:
        part = (charge - paid) // 2
        out.append(f"CAS*PR*1*{_usd(part)}**2*{_usd(charge - paid - part)}")
    else:
        part = (charge - paid) * 3 // 4
        out += [f"CAS*CO*45*{_usd(part)}", f"CAS*PR*3*{_usd(charge - paid - part)}"]
    return [*out, f"REF*6R*{rng.randrange(10**8)}", f"AMT*B6*{_usd(paid)}"], charge, paid


def _usd(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _claim(rng: random.Random, number: int, share: float) -> tuple[list[str], int]:
    codes = TRACKED if rng.random() < share else PLAIN
    denied = rng.random() < 0.18
    lines = [_line(rng, rng.choice(codes), denied) for _ in range(rng.randrange(1, 4))]
    charge, paid = sum(x[1] for x in lines), sum(x[2] for x in lines)
    head = [
        f"CLP*A{number:08d}*{4 if denied else 1}*{_usd(charge)}*{_usd(paid)}**12*{rng.randrange(10**12):013d}*11*1",
        f"NM1*QC*1*FAMILY{number % 997}*GIVEN{number % 89}****MI*W{rng.randrange(10**8):09d}",
        f"NM1*82*1*CLINICIAN*ONE****XX*{rng.randrange(10**9):010d}",
        f"DTM*232*2025{rng.randrange(1, 13):02d}01",
    ]
    return head + [segment for x in lines for segment in x[0]], paid


def _transaction(rng: random.Random, first: int, number: int, share: float) -> list[str]:
    body: list[str] = []
    total = 0
    for n in range(2000):
        segments, paid = _claim(rng, first + n, share)
        body += segments
        total += paid
    head = [
        f"ST*835*{number:04d}", f"BPR*I*{_usd(total)}*C*ACH*CCP*01*000000000*DA*0*1000000000**01*000000000*DA*0*251231",
        f"TRN*1*{number:09d}*1000000000", "DTM*405*20251231", f"N1*PR*PAYER {number % 7}*XV*{number % 7:05d}",
        "N3*1 STREET", "N4*TOWN*OH*45000", "N1*PE*CLINIC*XX*1234567893", "N4*TOWN*OH*45000", "LX*1",
    ]  # fmt: skip
    return [*head, *body, f"SE*{len(head) + len(body) + 1}*{number:04d}"]


def generate(file: Path, megabytes: float, share: float, seed: int = 835) -> None:
    """Write an interchange of about this size."""
    rng = random.Random(seed)  # noqa: S311 - invented claims, no secret
    wanted, number = int(megabytes * 1_000_000), 0
    with file.open("w", encoding="ascii", newline="") as out:
        sides = "*".join(("ZZ", "SENDER".ljust(15), "ZZ", "RECEIVER".ljust(15)))
        out.write(f"ISA*00*{' ' * 10}*00*{' ' * 10}*{sides}*251231*0900*^*00501*000000001*0*P*:~")
        out.write("GS*HP*SENDER*RECEIVER*20251231*0900*1*X*005010X221A1~")
        while out.tell() < wanted:
            out.write("~".join(_transaction(rng, number * 2000, number + 1, share)) + "~")
            number += 1
        out.write(f"GE*{number}*1~IEA*1*000000001~")
