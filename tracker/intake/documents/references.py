"""How a sentence without a code speaks of one: "these codes", "it", "payment is made", and what it is when it does not.

The one thing to know: most of these look at the head of a sentence, where its subject stands.
"""

from __future__ import annotations

import re

from tracker.intake.documents.phrases import one

NOUN = one("topic", "noun").pattern


REFERS = re.compile(
    r"(?i)^\W*(?:a[.:]\s+)?(?:(?:note|important|reminder|exception|please note)\b:?\s*(?:that\s+)?)?(?:(?:for|in|under|on|with|of|when|if|all|any|each|no|none of|neither of|both of|payment for|because|since|although|claims (?:for|with)|coverage (?:of|for)|reimbursement (?:of|for)|use of|billing (?:of|for))\s+)*"
    r"(?:these|this|those|such|it|they|both|neither|either|them|each|all (?:three|four|five|such|listed)|the (?:\w+ )?(?:codes?|services?|same|two|three|latter|lines?|above|"
    + NOUN
    + r"|sessions?|benefit|procedures?))\b"
)


REFERS_LAST = re.compile(
    r"(?i)\b(?:for|of|on|to|with|by|bill|report|cover|pay|reimburse|deny|exclude|use) (?:(?:either|both|any|each|all|none|neither|one)(?: of)? )?(?:the |these |those )?"
    r"(?:them|it|this(?: (?:code|service|procedure))?|(?:these|those|both|either|all)(?: (?:two|three|four|five|six|\d))?|(?:(?:these|those|both|either|all|two|three|four|five|listed|same|new|above) )+(?:cpt |hcpcs |procedure |billing |training )?(?:codes?|services?|procedures?|lines?))\s*[.,;:)]*$"
)


CARRIES = re.compile(
    r"(?i)^\W*(?:a[.:]\s+)?(?:payment|reimbursement|coverage|claims?|services?|sessions?|prior|pre-?auth\w*|pre-?cert\w*|authori[sz]ation|approval|no (?:prior|auth|pre|separate|payment|additional|approval|referral)|you (?:do not|need|must|don't|will|no longer|may|can|won't)|(?:the )?(?:first|further|additional|initial|remaining|subsequent) (?:\w+ )?(?:hours?|units?|sessions?|visits?)\b|providers? (?:must|need|do not|may)|effective|beginning|starting|for dates|until|before|after|through|on and after|from|since|when|commercial|medicaid|medicare|not |covered|bundled|"
    + NOUN
    + r"|the (?:rate|fee|allowance|payment|plan|line|claim|"
    + NOUN
    + r")|we |our |yes|no\b|the (?:correct|right|actual|corrected|revised) (?:\w+ )?(?:date|day|rate|fee|amount)\b|you may|rates?|reimbursed|limited|limits?|maximum|up to|units?|only|must|requires?|documentation|consent|earlier|later|"
    r"with (?:dates?|service)|retroactive|\w+ (?:health|plan|mutual|care) (?:does|do|will|pays|covers|reimburses|considers|requires))"
)


ANSWER = re.compile(
    r"(?i)^\W*(?:a(?:nswer)?[.:]\s*)?(yes|no (?:longer|more)\b|not any ?(?:more|longer)\b|no(?=\s*(?:[,.;:!-]|$)|\s+(?:they|it|we|this|these|that|those|not|code|cpt|hcpcs|\d|[A-Z]\d))|not (?:at this time|currently|yet|now|today)|unfortunately,? (?:no|not)|absolutely(?: not)?|certainly(?: not)?|of course|indeed|correct|never|that is correct|(?:they are not|it is not|they are|it is|it does not|they do not|it does|they do|(?:we|it|they|you|the plan|this plan) (?:will|do|does|can|may|is|are|would)(?: not|n['’]t)?|neither|both(?: of them)?|all of them|none(?: of them)?)(?=\s*(?:[,.;!]|$)))\b"
)


ASKS_ALSO = re.compile(
    r"(?i)^\W*(?:(?:and|or|but|q(?:uestion)?[.:]?)\s+)*(?:(?:what|how) about\b|(?<=and )(?:for |of |with |code |codes |the )*[A-Z]?\d{4,5}\b)"
)


NEGATIVE = re.compile(r"(?i)\b(?:no|not|never|neither|none|cannot)\b|n['’]t\b")


OF_THIS_LIST = re.compile(
    r"(?i)\b(?:codes?|services?|procedures?|items?|lines?) (?:\w+ )?(?:in|on|of|under) this (?:group|list|table|category|section|set|attachment|appendix|paragraph|part|schedule|exhibit)\b"
)


ORDINAL = re.compile(
    r"(?i)\W*(?:a[.:]\s+)?(?:(?:only|but|and|of these|here|yes|no),?\s+){0,2}the\s+(?:first|last|second|third|former|latter)\b"
)


ALL_BUT = re.compile(
    r"(?i)\b(?:all|everything|any)(?: of (?:them|these|those))?(?: codes)? but\b|\ball\b.{0,40}\b(?:except|other than|apart from)\b"
)


ABOUT_LISTED = re.compile(
    r"(?i)\b(?:(?:covered|eligible|payable|reimbursable|listed|these|those|above|following|approved|allowed|all|any of the|shown as covered|this)\b.{0,30}\b(?:codes?|services?|procedures?|table|list)|codes? (?:shown|listed|marked|in this|on this|that are covered|above|below)|this (?:policy|bulletin|schedule|service|training|program|article))\b"
)


COUNTED = re.compile(
    r"(?i)\b(?:two|three|four|five|six|several|certain|new|additional|some) (?:\w+ ){0,2}?(?:codes|services|procedures)\b"
)


ANNOUNCES = re.compile(
    r"(?i):\s*$|\b(?:the|these) following\b(?! (?:limits?|criteria|conditions|rules))|\b(?:following|below) (?:codes?|services?|procedures?|items?|list)\b"
    r"|\b(?:codes?|services?|procedures?) (?:\w+ )?(?:below|that follow)\b"
)


BARE = re.compile(
    r"(?i)\W*(?:\S+\s+){0,3}?(?:prior |pre-?)?(?:authori[sz]ation|approval|precertification|preauthori[sz]ation)\b(?:(?! for | of )[^.]){0,40}\.?"
)


SPEAKER = re.compile(
    r"(?i)^\W*(?:\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\W*(?-i:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}:\s+)?"
    r"|(?:agent|representative|rep|caller|you|provider|member services|moderator|speaker|presenter|host|chair)(?: (?-i:[A-Z][\w.]*)){0,2}:\s+)"
)


REFERRING = re.compile(
    r"(?i)\b(?:these|this|those|such|it|they|both|neither|either|them|each|all (?:three|four|five|listed)|the (?:\w+ )?(?:codes?|services?|same|two|three|latter|lines?|above|"
    + NOUN
    + r"|sessions?|benefit|procedures?))\b"
)


THOSE_CODES = re.compile(
    r"(?i)\b(?:both|these|those|all|either|neither)(?: of)?(?: the| these| those)? (?:(?:two|three|four|five|six|cpt|hcpcs|procedure|billing|new) )*(?:codes?|services|procedures)\b(?! (?:below|following|listed|in (?:this|the)|on (?:this|the)))"
)


PLURAL = re.compile(
    r"(?i)\b(?:these|those|both|either|neither|they|them|all (?:of )?(?:these|those|three|four|five)|the (?:two|three|four|five))\b"
)


REMOVES = re.compile(
    r"^\W*(?:REMOVED?|DELETED?|STRIKE|STRUCK|Removed?|Deleted?|Strike|Struck|(?:Old|Former|Previous|Current|Existing) (?:text|wording|language|version))(?: (?:text|wording|language|the following))?\s*:"
)


SHORT_YES = re.compile(
    r"(?i)\b(?:is|are|do|does|can|will|may)\s*(?:[,.;]|$|\b(?:since|now|today|as of|from|beginning|starting|for)\b)"
)


OF_AUTH = re.compile(
    r"(?i)^\W*(?:(?:an?|no|the|prior|written)\s+){0,2}(?:referrals?|orders?|prescriptions?|(?:service |treatment )?authori[sz]ations?|approvals?|pre-?cert\w*|PA)\b(?!\s+(?:for|of|requests?|numbers?|forms?))"
)


DEFINES = re.compile(
    r"(?i)^\W*(?:(?:the )?(?:word|term|phrase|entry|indicator|status)s? )?[“\"'‘][^”\"’]{1,50}[”\"’']\s+(?:\w+ )?(?:means?|indicates?|stands?|refers?|denotes?|is defined|signif|shows?)|^\W*(?:\S+ ){1,5}(?:means? that|is defined as|refers to)\b"
)


TOLD = re.compile(
    r"(?i)^(?:\S+ ){1,10}?(?:said|says|answered|stated|replied|reported|explained|noted|confirmed|clarified|added|advised|responded|told \w+)(?: that)?,?\s+(?=both|these|those|they|it|the)"
)


BOUND = re.compile(
    r"(?i)^(?:on|for|in|under)\s+(?:\S+\s+){1,5}?(?:claims|members|plans|products|enrollees|patients|beneficiaries|lines?(?: of business)?),?\s+(?=it|they|these|those|both|this|the)"
)


WHEN = re.compile(
    r"(?i)\b(?:since when|when (?:did|does|do|will|is|are|was)|from when|(?:what|which) (?:is the )?(?:effective )?(?:date|day)|as of when|when\?)"
)


LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|_{5,}")


def without_day(sentence: str) -> str:
    """`On July 1, 2025, the code becomes payable` refers by what comes behind the day."""
    head = re.match(
        r"(?i)^\W*(?:on|effective|beginning|starting|from|as of|after|until|since|for|through)\b.{0,60}?\b\d{4}\)?,?\s+(?:forward,?\s+|and (?:after|later),?\s+)?",
        sentence,
    )
    rest = sentence[head.end() :] if head else sentence
    told = TOLD.match(rest)
    rest = rest[told.end() :] if told else rest
    bound = BOUND.match(rest)
    return rest[bound.end() :] if bound else rest


def same_matter(sentence: str) -> bool:
    return not re.match(
        r"(?i)^\W*(?:claims?|documentation|services?|providers?)\b(?! (?:for|with) (?:these|this|them|it))", sentence
    )
