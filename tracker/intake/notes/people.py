# ruff: noqa: E501, SIM102
"""Names of patients and of those who care for them.

The one thing a newcomer would get wrong: a name alone proves little here. Payers ("Molina"), tests ("Berg"), clinicians
and payer representatives fill these notes; what stands beside a name decides, the name lists only support it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.reading import Finding, Note, Word

_CALLED = lx.words_of("named called is was name:")
_CONTACT = lx.words_of("spoke talked speaking per via")
_TAUGHT = lx.words_of(
    "trained taught coached showed instructed asked told called emailed texted met helped gave reminded visited educated thanked trained."
    " teach train coach show instruct teaching training coaching saw"
)
_HOUSEHOLD = lx.words_of("family household boy girl kid kids twins couple brothers sisters residence home's family's")
_STATES_OF_BEING = lx.words_of(
    "present here seen able home back unable alone blind deaf confused stable nonverbal asleep weak better worse doing still not now too also only very bedbound"
    " agitated combative tearful frail unsafe independent discharged admitted"
)
_PAYER_TALK = lx.words_of(
    "read quoted explained confirmed advised transferred escalated stated insisted looked pulled cited promised verified said says"
)
_DESK = lx.words_of(
    "relations services department dept unit enrollment contracting claims appeals network office payer plan insurance"
)
_INITIALS = re.compile(r"(?<![\w.&/])(?:[A-Z]\.\s?){1,2}[A-Z]\.?(?![\w])|(?<![\w.&/-])[A-Z]{2,3}(?![\w&/-])")
_DOTTED = re.compile(r"(?<![\w.&/])[A-Z]\.\s?(?:[A-Z]\.\s?)?[A-Z]\.(?!\w)")
_NOT_INITIALS = lx.words_of(
    "u.s. p.t. o.t. s.l.p. m.d. d.o. n.p. r.n. p.a. e.g. i.e. a.m. p.m. p.o. u.s.a. d.c. ph.d. d.p.t. n.a. n.y. n.j. n.c. s.c. l.a. b.i.d. p.r.n. c.o. d.m.e. m.s. m.a. t.i.d. q.d."
)
_INITIAL_NAME = re.compile(r"(?<![\w.])[A-Z]\.? (?=[A-Z][a-z])")
_AFTER_PERSON = lx.words_of(
    "was is has had called came needs wants attended trained says said signed reports reported asked lives got and will who cannot can't"
    " does did went passed died received seen wrote brought tells told"
)
_BEFORE_PERSON = lx.words_of("for re about regarding saw treated trained with seen on of from to by")
_MODALS = lx.words_of("will may can mark bill grant rob sue pat chase drew wade gene ward don don't ok say see")


@dataclass(frozen=True)
class _Reader:
    note: Note

    @property
    def words(self) -> list[Word]:
        return self.note.words

    @cached_property
    def masked(self) -> frozenset[int]:
        """Indexes of words that belong to a payer, a place, a test named after somebody, or a clinician."""
        return frozenset([*self._organisations(), *self._eponyms(), *self._providers()])

    def _organisations(self) -> Iterator[int]:
        lows = [w.low for w in self.words]
        for at in range(len(lows)):
            for size in range(6, 0, -1):
                phrase = tuple(lows[at : at + size])
                if len(phrase) == size and phrase in lx.payer_phrases():
                    plain = size == 1 and (lows[at] in lx.english() or len(lows[at]) < 3)
                    if not plain or self.words[at].capital:
                        yield from range(at, at + size)
                    break
            if lows[at] in lx.payer_words():
                yield at

    def _eponyms(self) -> Iterator[int]:
        for at, word in enumerate(self.words):
            if word.low in lx.EPONYMS:
                yield at
            if word.low in lx.EPONYM_NOUNS:
                yield from (k for k in range(max(0, at - 3), at) if self.words[k].capital)

    def _providers(self) -> Iterator[int]:
        for at, word in enumerate(self.words):
            if word.low in lx.PROVIDER_TITLES:
                for k in range(at + 1, min(at + 4, len(self.words))):
                    if not self.words[k].capital and not (k == at + 1 and self.is_name(k)):
                        break
                    yield k
            if at and word.text.rstrip(".") in _SHOWN_CREDENTIALS and self._joined_by_comma(at):
                for k in range(at - 1, max(-1, at - 4), -1):
                    if not self.words[k].capital:
                        break
                    yield k

    def _joined_by_comma(self, at: int) -> bool:
        gap = self.note.text[self.words[at - 1].end : self.words[at].start]
        return len(gap) <= 3 and ("," in gap or gap == " ") and "." not in gap

    def gap(self, at: int) -> str:
        """What stands between a word and the next."""
        return self.note.text[self.words[at].end : self.words[at + 1].start] if at + 1 < len(self.words) else "\n"

    def low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def english(self, at: int) -> bool:
        low = self.low(at)
        return low in lx.english() or low in lx.JARGON or low in lx.MONTHS or low in lx.DAYS or len(low) < 2

    def is_name(self, at: int) -> bool:
        low = self.low(at)
        return low in lx.given_names() or low in lx.surnames() or ("-" in low and low.split("-")[0] in lx.surnames())

    def telling_capital(self, at: int) -> bool:
        return self.words[at].capital and not self.note.shouting

    def surely_given(self, at: int) -> bool:
        """A given name that is no ordinary word, place, payer, test or clinician."""
        low = self.low(at)
        return (
            low in lx.given_names()
            and not self.english(at)
            and at not in self.masked
            and low not in lx.PLACES
            and len(low) > 2
        )

    def could_be_surname(self, at: int) -> bool:
        low = self.low(at)
        return (
            at not in self.masked
            and low not in lx.JARGON
            and low not in lx.MONTHS
            and len(low) > 1
            and (low in lx.surnames() or low not in lx.english())
        )

    def nameable(self, at: int) -> bool:
        """May be a name beside a cue: capitalised and not an ordinary word, or in a name list, or in no word list."""
        if at >= len(self.words) or at in self.masked or self.low(at) in lx.KIN:
            return False
        low, word = self.low(at), self.words[at]
        if low in lx.JARGON or low in lx.MONTHS or low in lx.DAYS or low in lx.TITLES:
            return False
        if low in lx.english():
            return (
                self.telling_capital(at)
                and self.is_name(at)
                and low not in lx.NOT_AFTER_CUE
                and not word.text.isupper()
            )
        return len(low) > 2 or (self.telling_capital(at) and self.is_name(at))

    def extend(self, at: int) -> int:
        """Index of the last word of a name that begins at `at`."""
        last = at
        while last + 1 < len(self.words) and last - at < 3:
            gap, nxt = self.gap(last), last + 1
            if gap not in (" ", ". ", "-", " '", ' "', "' ", '" '):
                break
            word = self.words[nxt]
            initial = len(word.text) == 1 and word.capital
            more = self.could_be_surname(nxt) and (
                self.telling_capital(nxt)
                or (not self.words[at].capital and self.is_name(nxt) and not self.english(nxt))
            )
            if not (initial or (more and gap != ". ")) or nxt in self.masked or self.low(nxt) in lx.KIN:
                break
            last = nxt
            if self.words[nxt].possessive:
                break
        return last

    def span(self, first: int, last: int) -> tuple[int, int]:
        end = self.words[last].end
        if self.words[last].text.casefold().replace("’", "'").endswith("'s"):
            end -= 2
        return self.words[first].start, end

    def of_the_payer(self, at: int, last: int) -> bool:
        """The person is at a payer: a representative, a supervisor, somebody `at Aetna`."""
        before = [self.low(k) for k in range(max(0, at - 4), at)]
        if lx.REP & set(before) and not (lx.KIN | lx.PATIENT_CUES) & set(before[-2:]):
            return True
        for k in range(last + 1, min(last + 4, len(self.words))):
            if self.low(k) in lx.REP and self.low(k) not in lx.KIN:
                return True
            if self.low(k) in {"at", "from", "with", "in", "of"} and k + 1 < len(self.words):
                nearby = range(k + 1, min(k + 4, len(self.words)))
                return any(
                    j in self.masked
                    or self.low(j) in _DESK
                    or self.low(j) in lx.payer_words()
                    or self.words[j].text.isupper()
                    for j in nearby
                )
        return False

    def contact_only(self, at: int) -> bool:
        """`spoke with Ann`, `per Ann`: of a call, most likely to the payer."""
        before = [self.low(k) for k in range(max(0, at - 3), at)]
        return bool(_CONTACT & set(before)) and not (lx.KIN | lx.PATIENT_CUES) & set(before)


_SHOWN_CREDENTIALS = frozenset(
    [
        "PT",
        "OT",
        "SLP",
        "DPT",
        "OTR",
        "OTD",
        "OTR/L",
        "OTA",
        "COTA",
        "PTA",
        "MD",
        "DO",
        "NP",
        "PA",
        "RN",
        "LPN",
        "CNP",
        "APRN",
        "CRNP",
        "DNP",
        "LCSW",
        "MSW",
        "LMFT",
        "BCBA",
        "PhD",
        "PsyD",
        "DC",
        "CCC",
        "MBA",
        "MPT",
        "MSPT",
        "EdD",
        "CCC-SLP",
        "PA-C",
        "FNP",
        "FNP-C",
        "CNA",
    ]
)


def find_people(note: Note) -> Iterator[Finding]:
    reader = _Reader(note)
    for at, word in enumerate(note.words):
        low = word.low
        if low in lx.TITLES and at not in reader.masked:
            yield from _after_title(reader, at)
        if low in lx.PATIENT_CUES:
            yield from _after_cue(reader, at, "patient_name")
        if low in lx.KIN:
            yield from _after_cue(reader, at, "caregiver_name")
            yield from _before_kin(reader, at)
        yield from _beside_a_verb(reader, at)
        yield from _standing_alone(reader, at)
    yield from _dotted_initials(note)


def _after_title(r: _Reader, at: int) -> Iterator[Finding]:
    nxt = at + 1
    if nxt >= len(r.words) or r.gap(at) not in (" ", ". ", "."):
        return
    low = r.low(nxt)
    plain = r.words[nxt].capital or (low not in lx.english() and low not in lx.JARGON)
    if plain and nxt not in r.masked and low not in lx.MONTHS | {"sec"}:
        last = r.extend(nxt)
        if not r.of_the_payer(at, last):
            yield *r.span(nxt, last), "patient_name"


def _after_cue(r: _Reader, at: int, kind: str) -> Iterator[Finding]:
    """`patient Ann Lee`, `pt: a. lee`, `mom (Ann)`, `daughter, Ann`, `name is Ann`, `pt RJ`."""
    nxt = at + 1
    if nxt >= len(r.words) or (r.words[at].possessive and kind == "patient_name"):
        return
    gap = r.gap(at)
    if not re.fullmatch(r"(?:\s|\.\s|[:,(\-–—#\"'“=/]\s?|\s[(\-–—\"'“]\s?|'s\s|\s?:\s?\"?){1,2}", gap):
        return
    skipped = 0
    while (
        r.low(nxt) in (_CALLED | {"name", "the", "and"} if kind == "patient_name" else _CALLED | {"name"})
        and skipped < 2
        and nxt + 1 < len(r.words)
    ):
        nxt, skipped = nxt + 1, skipped + 1
    yield from _initials_after(r, at, nxt, kind)
    if not r.nameable(nxt):
        return
    if "," in gap and not (r.telling_capital(nxt) and r.is_name(nxt)):
        return
    if not r.is_name(nxt) and (skipped or not (r.telling_capital(nxt) or _unknown_word_is_a_name(r, nxt))):
        return
    last = r.extend(nxt)
    if not r.of_the_payer(at, last):
        yield *r.span(nxt, last), kind


def _unknown_word_is_a_name(r: _Reader, at: int) -> bool:
    """A word in no list, in lower case, after a cue: a name unless it looks like a code, a clipped word or a misspelling."""
    low = r.low(at)
    return (
        len(low) >= 5
        and low.isalpha()
        and not re.search(
            r"(?:ing|ed|tion|ly|ment|able|ness|ity|ical|ous|ive|ence|ance|ize|ise|ies|als|ers|ions|ments)$", low
        )
    )


def _initials_after(r: _Reader, at: int, nxt: int, kind: str) -> Iterator[Finding]:
    start = r.words[nxt].start
    m = _INITIALS.match(r.note.text, start)
    if "," in r.note.text[r.words[at].end : start] or r.low(nxt + 1) in {"modifier", "mod", "modifiers"}:
        return
    if m and not r.note.shouting and _are_initials(m[0]):
        yield start, m.end(), kind
        return
    word = r.words[nxt]
    two = re.match(r"[a-z]\.? ?[a-z]\.?(?![\w'’])", r.note.text[start : start + 5])
    if two and kind == "patient_name" and len(word.text) <= 2:
        text = two[0].replace(".", "").replace(" ", "")
        if "." in two[0] or (
            len(word.text) == 2 and text not in lx.english() and text not in lx.JARGON and text not in _TWO_LETTERS
        ):
            yield start, start + len(two[0]), kind


_TWO_LETTERS = lx.words_of(
    "hx dx tx rx fx sx px cx bc bw bx cc cf ck cp ct cv dc dr dt ed er ex ez ft gi gt hr hs ht hw iv kg lb lt lv ma mg mh ml mm mo ms mt mw na nh nl np"
    " nr nt oa ob oc od oh oj op os ot ov oz pa pb pc pe pf ph pj pl pm pn po pp pr ps pt pv px qa qd ra rd rn ro rt rw sc se sl sn sp sq sr ss st sw tb td tl tp tv ui"
    " uk un us ut va vs wc wk wt xr yo yr al co de il id la ky ks wa wv wi wy nc nd ne nj nm nv ny ok or ri sd tn tx vt az ar ak ca in ia me mi mn"
)
_BIG_LETTERS = lx.words_of(
    "pt ot slp st md do np pa rn ms ma hmo ppo epo dx hx tx rx eob era cpt icd poc pos lob dob ssn mrn npi tin cms hhs va uhc bcbs oon inn auth cob msp snf alf"
    " irf ltc adl cva tbi als cp ms asd adhd dd id idd add dme hep loc lcd ncd mue mai um ur pcp ped peds ins id cob ma mco ffs gp gn go kx cq co kf tc gt fq hh hha cna"
    " er ed icu or snp rep dos doi wc ca tx fl ny oh pa il mi ga nc nj va wa az tn in mo md wi mn co al sc la ky or ok ct ia ms ar ks nv nm ne wv id hi nh me ri mt de sd nd ak vt wy dc pr"
    " tm llc inc usa us uk am pm et ct mt pst est ceo cfo hr it ii iii iv no na ok so is we he if to at by my an as up on of and the was has not for but all any can had her his out day get how man new now old see two way who did its let say she too use"
    " poa dnr cog mci mmt rom aka bka thr tkr tha tka bid tid prn qid gi gu cns ent uti copd chf cad htn dm ckd esrd hiv ptsd ocd gad mdd bpd sud aac vfss fees moca"
    " ift ifsp iep ei ecse ot/pt mac rac zpic upic qio nmn n/a tbd fyi asap eta etc"
)


def _are_initials(text: str) -> bool:
    plain = re.sub(r"[^a-z]", "", text.casefold())
    if "." in text:
        return re.sub(r"\s", "", text.casefold()).rstrip(".") + "." not in _NOT_INITIALS
    return 2 <= len(plain) <= 3 and plain not in _BIG_LETTERS and plain not in lx.JARGON


def _before_kin(r: _Reader, at: int) -> Iterator[Finding]:
    """`Ann (wife)`, `Ann, his daughter`, `Ann is the mom`, and `Lee's son`, where the name is the patient's."""
    prev = at - 1
    between = r.note.text[r.words[prev].end : r.words[at].start] if prev >= 0 else ""
    if prev >= 0 and r.words[prev].possessive and between == " " and prev not in r.masked:
        low = r.low(prev)
        if (r.is_name(prev) and (low not in lx.english() or r.telling_capital(prev))) or (
            low not in lx.english() and low not in lx.JARGON and len(low) > 3
        ):
            if low not in lx.PATIENT_CUES and low not in lx.KIN:
                first = _first_of(r, prev)
                yield *r.span(first, prev), "patient_name"
        return
    steps = 0
    while (
        prev >= 0
        and r.low(prev)
        in {
            "his",
            "her",
            "the",
            "is",
            "their",
            "pt",
            "patient",
            "patients",
            "a",
            "an",
            "s",
            "primary",
            "who",
            "was",
            "pt's",
            "patient's",
            "our",
            "older",
            "younger",
            "eldest",
            "live-in",
            "step",
        }
        and steps < 3
    ):
        prev, steps = prev - 1, steps + 1
    if prev < 0 or (not steps and not re.fullmatch(r"\s?[(,\-–—/]\s?", between)):
        return
    gap = r.gap(prev)
    if not re.fullmatch(r"\s?[(,\-–—/]\s?|\s", gap) or (
        steps and gap == " " and r.low(prev + 1) not in {"is", "was", "who"}
    ):
        return
    lower_ok = r.is_name(prev) and not r.english(prev)
    if prev not in r.masked and r.nameable(prev) and ((r.telling_capital(prev) and r.is_name(prev)) or lower_ok):
        first = _first_of(r, prev)
        if not r.of_the_payer(first, prev):
            yield *r.span(first, prev), "caregiver_name"


def _first_of(r: _Reader, last: int) -> int:
    first = last
    while (
        first
        and last - first < 2
        and r.gap(first - 1) == " "
        and r.telling_capital(first - 1)
        and r.could_be_surname(first - 1)
        and first - 1 not in r.masked
        and r.is_name(first - 1)
    ):
        first -= 1
    return first


def _beside_a_verb(r: _Reader, at: int) -> Iterator[Finding]:
    """`trained mark on transfers`, `called will back`, `the lee family`, `Hope is doing well, her aide ...`, `Bill S.`"""
    if at in r.masked or r.low(at) in lx.KIN | lx.MONTHS | lx.DAYS | lx.JARGON:
        return
    low, before, after = r.low(at), r.low(at - 1) if at else "", r.low(at + 1)
    given = low in lx.given_names() and low not in lx.TITLES
    spaced = at > 0 and r.gap(at - 1) == " "
    if (
        given
        and spaced
        and before in _TAUGHT
        and after in _AFTER_OBJECT
        and not (low in lx.english() and low in _NEVER_OBJECT)
    ):
        yield *r.span(at, at), "caregiver_name"
    if after in _HOUSEHOLD and r.gap(at) == " " and low not in lx.PLACES and len(low) > 2:
        if low not in lx.english() or (r.telling_capital(at) and r.is_name(at) and before != ""):
            yield *r.span(at, at), "patient_name"
    initial = r.words[at + 1] if at + 1 < len(r.words) else None
    if given and initial and r.telling_capital(at) and len(initial.text) == 1 and initial.capital and r.gap(at) == " ":
        if r.note.text[initial.end : initial.end + 1] == "." and r.words[at].text[-1].islower():
            yield r.words[at].start, initial.end + 1, "patient_name"
    if (
        given
        and r.telling_capital(at)
        and after in {"is", "was", "has", "had", "can", "could"}
        and low not in lx.PLACES
    ):
        third = r.low(at + 2)
        rest = r.note.sentence(r.words[at].start, r.words[at].end, 80)[1]
        if third in _STATES_OF_BEING or third.endswith("ing") or re.search(r"\b(?:her|his|she|he)\b", rest):
            if not r.of_the_payer(at, at):
                yield *r.span(at, at), "patient_name"


def _standing_alone(r: _Reader, at: int) -> Iterator[Finding]:
    """A name without a cue: `Ann Lee`, `Lee, Ann`, `A. Lee`, `Ann's chair`, `ann was here`."""
    if (
        at in r.masked
        or r.low(at) in lx.KIN | lx.TITLES | lx.PATIENT_CUES
        or (at and r.low(at - 1) in lx.PROVIDER_TITLES)
    ):
        return
    last = _full_name(r, at)
    if last is None and _is_lone_name(r, at):
        last = r.extend(at)
    if last is not None and not r.of_the_payer(at, last):
        if last == at and (r.contact_only(at) or _sounds_like_a_rep(r, at)):
            return
        yield *r.span(at, last), "patient_name"


def _full_name(r: _Reader, at: int) -> int | None:
    nxt = at + 1
    if nxt >= len(r.words) or not r.telling_capital(at):
        return None
    gap, low = r.gap(at), r.low(at)
    if gap == " " and r.words[at].text.isupper() and r.words[nxt].text.isupper() and _both_strange(r, at):
        return r.extend(nxt)
    if len(r.words[at].text) == 1 and gap in (". ", " ", ".") and r.telling_capital(nxt) and len(r.words[nxt].text) > 2:
        known = r.low(nxt) in lx.surnames() or not r.english(nxt)
        if (
            known
            and nxt not in r.masked
            and r.low(nxt) not in lx.english()
            and r.words[nxt].text[1].islower()
            and gap != " "
        ):
            return r.extend(nxt)
    if not r.telling_capital(nxt) or nxt in r.masked or r.words[nxt].text.isupper() != r.words[at].text.isupper():
        return None
    if gap in (" ", ". ") and low in lx.given_names() and low not in lx.MONTHS | lx.DAYS | lx.JARGON:
        sure = low not in lx.english() and low not in lx.PLACES
        second = r.low(nxt)
        if len(r.words[nxt].text) == 1 and sure:
            return r.extend(at)
        if (
            r.could_be_surname(nxt)
            and second not in lx.PLACES | lx.KIN
            and (sure or second not in lx.english())
            and gap == " "
        ):
            if sure or second in lx.surnames():
                return r.extend(nxt)
    if (
        gap == ", "
        and r.could_be_surname(at)
        and low not in lx.english() | lx.PLACES
        and r.surely_given(nxt)
        and low in lx.surnames()
    ):
        return r.extend(nxt)
    return None


def _both_strange(r: _Reader, at: int) -> bool:
    """Two long words in capitals that are in no word list, one of them a known name: `KATARZYNA UNDERHILL`."""
    pair = (at, at + 1)
    long = all(len(r.words[k].text) > 3 and not r.english(k) and k not in r.masked for k in pair)
    return long and any(r.is_name(k) for k in pair)


def _is_lone_name(r: _Reader, at: int) -> bool:
    word, low = r.words[at], r.low(at)
    if r.surely_given(at):
        return True
    if (
        len(low) > 4
        and low in lx.surnames()
        and not r.english(at)
        and low not in lx.PLACES
        and (r.note.shouting or not word.capital)
    ):
        return True
    if r.telling_capital(at) and word.text[1:2].islower() and low not in lx.PLACES and r.could_be_surname(at):
        before, after = r.low(at - 1) if at else "", r.low(at + 1)
        name = low in lx.surnames() or low in lx.given_names()
        if name and low not in lx.english():
            return word.possessive or after in _AFTER_PERSON or (before in _BEFORE_PERSON and not r.contact_only(at))
        if low in lx.given_names() and low not in _MODALS | lx.MONTHS | lx.DAYS:
            sentence_start = at == 0 or (r.gap(at - 1).strip() in {".", "!", "?", ";", ""} and r.gap(at - 1) != " ")
            return (word.possessive or after in _AFTER_PERSON - {"will", "and", "is", "was"}) and (
                not sentence_start
                or word.possessive
                or after in {"was", "has", "came", "called", "attended", "wants", "needs"}
            )
    return False


def _sounds_like_a_rep(r: _Reader, at: int) -> bool:
    """`Ann read me the policy`: a first name alone, with a verb of the help desk and nobody's family in the sentence."""
    if r.low(at + 1) not in _PAYER_TALK:
        return False
    start, end = r.words[at].start, r.words[at].end
    near = r.note.text[max(0, start - 120) : end + 80].casefold()
    return not _FAMILY_NEAR.search(near)


_FAMILY_NEAR = re.compile(r"\b(?:her|his|" + "|".join(sorted(lx.KIN)) + r")\b")
_AFTER_OBJECT = lx.words_of(
    "on to in for how with and back again about at twice once by over today while using the a her his him"
) | {""}
_NEVER_OBJECT = lx.words_of("care hand home page ward")


def _dotted_initials(note: Note) -> Iterator[Finding]:
    for m in _DOTTED.finditer(note.text):
        if _are_initials(m[0]):
            yield m.start(), m.end(), "patient_name"
