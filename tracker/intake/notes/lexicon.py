# ruff: noqa: E501
"""Word lists the screen knows people, places and payers by. From public sources and the field, never from notes.

The one thing to know: a word in `english` is an ordinary word first and a name second ("rose", "will"); such a word is
taken for a name only beside something that makes it one (a title, "patient", a kinship).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tracker import reference
from tracker.vocabulary import STATES

_FOLDER = Path(__file__).parent


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def _file(name: str) -> frozenset[str]:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def given_names() -> frozenset[str]:
    return _file("given_names")


def surnames() -> frozenset[str]:
    return _file("surnames")


def english() -> frozenset[str]:
    return _file("english")


JARGON = words_of(
    """acct addl adl adls adv aota apta asha asst auth auths avg bcbs bcba benes billable biller billers bmi bsc cahps
    caid carc carcs cbo ccm cert cfr chf clia clm cms cob coc coinsurance copay copays copd cota cpap cpt cva dc dcd
    ddx denials dme dmepos dnr dob docs dos dpt drg dsnp dtr dx ebp edi eft ehr emr eob eobs epo era eras esrd eval
    evals exam ext fam ffs fmla fna fu gcode gcodes gi gn go gp gt hcfa hcpcs hcbs hep hipaa hmo hosp hx icd iadl icf
    idd ihss inpt ins instr iop ipa isp kx lcd lcds lcsw ltc ltss lob lpn ma mac macs mai mao mapd mco mcos mci md
    medi med meds medadv medicaid medicare mgmt mgr mips misc mod mods mppr ms mue mues nbr ncci ncd necessity neuro
    nh nicu noncovered nonpar np npi num obs oon opps orig ot ota otr outpt pa pacs pcp pcs peer ped peds pend pended
    pends perm pffs pharm phi phys poc pos ppo pps pred preauth precert prelim prn prov psych pt pta pts qd qmb
    quals rarc rarcs rcm recert recoup reeval ref rehab rehabs reimb rep reps req reqd rev rfi rn rtc rte rvu rvus rx sbar
    sched sec sig slp slps snf snfs snp soc spec ssi sub subs subq sup supv svc svcs sx tbd tbi tcm telehealth tele
    tfl thru tka tha tmj tpa tpas tx txs txp uhc um unpaid upcode ur util va vax vbp vfc visit wc wk wks wnl xfer xr yo yr
    yrs cdt est pst mst edt cst aka dba inc llc corp pdf url www http https com org gov net html faq email emailed
    covid autism asd adhd als ms cp ptsd tbi dysphagia aphasia apraxia dyspraxia hemiparesis hemiplegia transfers
    caregiver caregivers careplan homecare homebound telerehab inservice nonbillable resubmit resubmits resubmitted
    resubmission rebill rebilled rebills clearinghouse payor payors payer payers remits remit unbundled unbundle
    unbundling bundled precertification preauthorization reprocess reprocessed reprocessing redetermination
    availity optum navinet waystar cotiviti carelon evicore cohere noridian novitas palmetto webpt epic cerner
    athena kareo zelis multiplan tricare champva healthcare wellcare ambetter caresource molina aetna humana cigna
    anthem kaiser elevance centene jimmo medigap jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu
    thur thurs fri sat sun am pm cont gcs amt amts bal dept diff doc esp etc fyi hr hrs info lbs max min mins mo mos ok
    okay pls plz qty re rcvd rec recd recv temp tel vs w wout wo xl yday zip ttl wasnt didnt doesnt isnt dont cant couldnt wouldnt
    shouldnt arent werent havent hasnt hadnt wont im ive id theyre theyve thats whats heres pmt pmts appt appts txt
    pymt pymts dob mrn icn dcn tcn ssn mbi vin udi sn goog ftf f2f tib vo ltr ppwk sw cm dcp rd ppl w2 cob msp eft""".replace(
        "\n", " "
    )
)
MONTHS = words_of(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
)
DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
TITLES = words_of("mr mrs ms miss mx mister missus señora señor sra srta senora don doña")
PROVIDER_TITLES = words_of("dr doctor prof professor nurse therapist dr.")
CREDENTIALS = words_of(
    "pt ot slp dpt otr otd ota cota pta md do np pa rn lpn cnp aprn crnp dnp lcsw msw lmft bcba phd psyd dc ccc mba"
    " cfy clt ches ncs ocs faota fapta otrl slpd mpt mspt msot mot edd rdn lmsw"
)
PATIENT_CUES = words_of(
    "patient pt patients client clients pts member subscriber insured beneficiary bene claimant enrollee resident"
    " veteran infant toddler baby kiddo child kid name named surname decedent deceased pt."
)
KIN = words_of(
    "mom mother mum mommy mama mami dad father papa papi daddy parent parents wife husband hubby spouse partner fiance"
    " fiancé fiancee fiancée girlfriend boyfriend widow widower son daughter dtr sons daughters sister brother sis bro"
    " sibling siblings twin aunt auntie uncle tia tía tio tío niece nephew cousin grandma grandmother grandpa grandfather"
    " granny gran nana nanna abuela abuelo grandson granddaughter grandparent grandparents grandchild granddad gramma"
    " meemaw papaw stepmom stepdad stepson stepdaughter stepmother stepfather"
    " caregiver caregivers carer aide guardian conservator poa neighbor neighbour friend babysitter nanny sitter"
    " roommate godmother godfather godson goddaughter pca hha cna dil sil mil fil inlaw kids"
)
REP = words_of(
    "rep reps representative agent supervisor csr operator manager adjuster examiner reviewer auditor liaison contact"
    " specialist analyst coordinator director receptionist biller scheduler trainer trainor instructor presenter"
    " webinar"
)
NOT_AFTER_CUE = words_of(
    "will may can mark bill grant rob sue pat chase drew wade gene ward price case page day long young small short"
    " best good new old first last next back home care plan health service session visit note notes chart claim denied"
    " ray dawn pace art hope faith"
)  # words that often follow "patient" as a verb or a noun
EPONYMS = words_of(
    "parkinson parkinsons alzheimer alzheimers down downs lewy huntington huntingtons guillain barre barré marfan turner"
    " tourette tourettes asperger aspergers rett angelman prader willi duchenne becker crohn crohns hodgkin hodgkins bell"
    " bells wernicke korsakoff charcot marie tooth berg zarit barthel katz tinetti braden morse glasgow rancho amigos fugl"
    " meyer ashworth hoyer trendelenburg foley velcro bobath brunnstrom wilbarger ayres peabody bayley vineland conners"
    " beck hamilton lawton montreal broca brocas wong baker rood epley hanen kaufman lidcombe beckman greenspan denver"
    " jimmo erb erbs klumpke williams noonan batten hurler hunter sanfilippo canavan leigh pick picks creutzfeldt jakob"
    " sjogren raynaud raynauds graves addison addisons cushing cushings meniere menieres paget pagets still kennedy"
    " friedreich ehlers danlos osgood schlatter legg calve perthes colles baker bennett milwaukee thomas gait"
    " jebsen taylor purdue minnesota fahn romberg babinski hoffmann tinel phalen lachman allen mini cog moca mmse"
    " snow gitlin belmont mittelman teri reach stumbo montessori johnny snoezelen jacob cooper katie beckett olmstead"
    " stark medi pepper claude kirk dandy walker arnold chiari moebius treacher collins goldenhar"
    " robin pierre crouzon apert beckwith silver russell smith lemli opitz"
)
EPONYM_NOUNS = words_of(
    "disease syndrome palsy test scale lift protocol method score index inventory assessment scales criteria law act"
    " amendment waiver settlement dementia technique questionnaire screen screener program approach model framework"
    " frame catheter maneuver manoeuvre body bodies area aphasia fracture contracture chorea ataxia sign reflex"
)
PLACES = words_of(
    "austin dallas houston denver lincoln jackson madison savannah charlotte carson troy florence aurora virginia georgia"
    " carolina dakota tennessee montana lexington jefferson cleveland orlando phoenix augusta helena salem trenton albany"
    " chester lancaster bradford camden clifton clinton columbus dayton francisco fresno jose antonio diego"
    " raleigh richmond springfield arlington anaheim wichita tampa tulsa omaha memphis mesa tucson toledo laredo reno"
    " irving boise spokane tacoma modesto fontana oxnard glendale huntsville worcester providence knoxville shreveport"
    " santa san los las fort saint st lake mount new north south east west washington louisiana mississippi marshfield"
    " kentucky indiana carmel scottsdale nashville louisville cincinnati pittsburgh philadelphia boston chicago miami"
    " atlanta baltimore detroit sacramento oakland minneapolis honolulu"
    " america american america's carolinas"
)
STATE_CODES = frozenset(STATES)


@cache
def payer_phrases() -> frozenset[tuple[str, ...]]:
    """Names and aliases of registered payers, word by word: such words are an organisation, not a person."""
    found = set()
    for row in reference.rows("payers"):
        for text in (row["name"], row["parent"], *row["aliases"].split("|")):
            plain = "".join(c if c.isalnum() or c == "'" else " " for c in text.casefold()).split()
            if plain:
                found.add(tuple(plain))
    found |= {tuple(name.casefold().split()) for name in STATES.values()}
    return frozenset(found)


@cache
def payer_words() -> frozenset[str]:
    """First words of payers' names that are no ordinary words: `molina`, `kaiser`."""
    heads = {p[0] for p in payer_phrases()}
    return frozenset(w for w in heads if w not in english() and len(w) > 2)
