"""Signs of crisis, of harm and of legal matters in a text. They raise a story in the queue and are shown with their reason.

They never hide, hold or change anything. Words about bodies, illness and treatment are what a health platform is about and are
not signs: the lists hold only what may mean that somebody is in danger, that something is wrong with them at this moment or they wait
for a clinician's call, or that a rule of law applies.
"""

import re
from bisect import bisect
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    ABUSE = "abuse"
    NEGLECT = "neglect"
    THREAT = "threat"
    CHILD = "child"
    CARE_NOW = "care-now"
    DEATH = "death"
    LEGAL = "legal"
    HATE = "hate"


LABELS: dict[str, str] = {
    Sign.SUICIDE: "suicide",
    Sign.SELF_HARM: "self-harm",
    Sign.ABUSE: "abuse",
    Sign.NEGLECT: "neglect",
    Sign.THREAT: "threat or violence",
    Sign.CHILD: "a child at risk",
    Sign.CARE_NOW: "somebody who may need care now",
    Sign.DEATH: "a death",
    Sign.LEGAL: "legal process",
    Sign.HATE: "hateful words",
}
GRAVE = frozenset({Sign.SUICIDE, Sign.SELF_HARM, Sign.ABUSE, Sign.NEGLECT, Sign.THREAT, Sign.CHILD})
"""Signs of crisis or harm: read first, and only after a warning."""

WHY: dict[str, str] = {
    Sign.SUICIDE: "Somebody may be thinking of ending their life. Read it first; signpost; ask a senior moderator.",
    Sign.SELF_HARM: "Somebody may be hurting themselves. Read it first; signpost; ask a senior moderator.",
    Sign.ABUSE: "Somebody may have been hurt by another person. Consider safeguarding before anything else.",
    Sign.NEGLECT: "Somebody may have been left without care they need. Consider safeguarding.",
    Sign.THREAT: "Somebody may be in danger from another person.",
    Sign.CHILD: "A child may be at risk. Consider safeguarding, and protect who the child is.",
    Sign.CARE_NOW: "Something may be wrong at this moment, or somebody asks to be called. We cannot pass that on: tell the author soon.",
    Sign.DEATH: "Somebody died. Take care with dates and places, and with the family.",
    Sign.LEGAL: "A court, an inquest or a claim may be under way: publishing must not prejudice it.",
    Sign.HATE: "Words that may be hateful. The story may still be worth telling without them.",
}

_ME = r"(?:my|him|her|them|your|our|it)sel(?:f|ves)"
_KIN = r"(?:son|daughter|mum|mam|mother|dad|father|husband|wife|partner|brother|sister|child|baby|nan|gran\w*)"
_ONE = rf"(?:me|him|her|them|us|mum|dad|mam|my {_KIN})"
_WET = r"(?:urine|wee|faeces|poo|mess|dirt|vomit)"
_THEY = r"(?:he is|he's|she is|she's)"
_PART = (
    r"(?:hands?|fingers?|thumbs?|arms?|legs?|foot|feet|toes?|face|lips?|eyes?|skin|wound|scar|stitches|ankles?|knees?|wrists?"
    r"|tummy|belly|mouth|tongue)"
)
_UNWELL = r"(?:(?:a )?(?:funny|strange|odd|bad) colou?r|purple|grey|numb|swollen|infected|oozing|weeping|burst)"
_LOOKS = rf"(?:{_UNWELL}|blue|black|open)"
_SOMEBODY = r"(?:someone|somebody|anyone|anybody|you|(?:a|the|my|any) (?:doctor|nurse|gp|midwife|consultant|surgeon|clinic|team))"
_ASK_BACK = r"(?:ring|call|phone|telephone|contact|get (?:back )?(?:in touch with|to)|get back to)"
_PHRASES: dict[Sign, tuple[str, ...]] = {
    Sign.SUICIDE: (
        r"suicid\w*",
        rf"kill(?:ed|ing)? {_ME}",
        r"(?:end(?:ed|ing)?|take|took|taking) (?:my|his|her|their)(?: own)? li(?:fe|ves)",
        r"(?:want(?:ed)?|wish(?:ed)?|going|ready) to (?:die|be dead|not be here|not wake up)",
        r"(?:wish(?:ed)?|want(?:ed)?) (?:i|he|she|they) (?:was|were|had) (?:dead|died|never born)",
        r"(?:don[’']?t|do not|didn[’']?t|did not)(?: \w+)? want to (?:live|be here|be alive|go on|wake up)",
        r"no (?:point|reason)(?: in| to)? (?:living|live|going on|go on)",
        r"better off (?:dead|without me)",
        r"(?:can[’']?t|cannot|couldn[’']?t|could not) go on",
        r"end(?:ed|ing)? it all",
        r"(?:took|take|taken|taking) an overdose",
        r"overdos(?:e|ed|ing)",
        r"jump(?:ed|ing)? off (?:a|the) (?:bridge|roof|car park|cliff)",
    ),
    Sign.SELF_HARM: (
        r"self[- ]?harm\w*",
        rf"(?:cut(?:ting)?|hurt(?:ing)?|harm(?:ed|ing)?|burn(?:t|ed|ing)?|starv(?:e|ed|ing)) {_ME}",
    ),
    Sign.ABUSE: (
        r"(?<!drug )(?<!alcohol )(?<!substance )(?<!drugs )(?<!solvent )abus(?:e|ed|er|ers|ive|ing)(?! of (?:alcohol|drugs))",
        r"rap(?:e|ed|ist)",
        r"molest\w*",
        r"groom(?:ed|ing)",
        r"sexual(?:ly)? (?:assault\w*|touch\w*|harass\w*)",
        r"assault(?:ed|ing)?",
        r"touched (?:me|him|her|them) (?:in a way|inappropriately|where)",
        rf"(?:hit|hits|hitting|slapped|punched|kicked|shoved|pinned|dragged|choked|strangled) {_ONE}(?! (?:that|hard|like|when))",
        r"domestic (?:violence|abuse)",
        r"coercive|gaslight\w*",
        rf"(?:frightened|scared|afraid|terrified) of (?:my|her|his) (?:{_KIN}|boyfriend|girlfriend|ex|carer)",
        r"bruis(?:e|es|ed|ing) (?:on|all over) (?:his|her|my|their|mum|dad)",
        r"(?:marks|bruis(?:es?|ing))\b[\w,' ]{0,50}\b(?:like|from|the shape of) (?:someone|somebody|a (?:hand|grip)|fingers?|thumbs?)\w*",
        r"(?:said|says|told me|tells me) (?:don't|dont|not to|never to) (?:say (?:anything|a word)|tell (?:any\w+|them|you|mum|dad))",
        r"(?:is|was|are|were|if) (?:everything|things)(?: \w+){0,2} (?:all right|alright|ok|okay|safe) at home",
        r"(?:he|she) (?:always )?(?:answers|speaks|talks) for me",
    ),
    Sign.NEGLECT: (
        r"neglect(?:ed|ful|ing)?",
        rf"left {_ONE} (?:lying |sitting )?(?:in|on) (?:my|his|her|their|the) (?:own )?(?:{_WET}|blood|floor)",
        rf"(?:in|lying in) (?:my|his|her|their) own {_WET}",
        r"not (?:been )?(?:fed|washed|changed|turned) for",
        r"(?:nothing|not a thing) to (?:eat|drink) for (?:\w+ )?(?:days?|hours)",
        r"starv(?:ed|ing) (?:him|her|them|mum|dad)",
        r"locked (?:me|him|her|them) (?:in|out)",
        r"tied (?:me|him|her|them) (?:to|down)",
    ),
    Sign.THREAT: (
        r"threaten(?:ed|ing|s)?(?: me| him| her| us| to)",
        r"(?:going to|gonna|will|want(?:ed)? to) (?:kill|hurt|stab) (?:you|him|her|them|someone|somebody|the \w+)",
        r"(?:has|had|with|pulled) a (?:knife|gun|weapon)",
        r"burn (?:it|the (?:place|surgery|hospital|ward)) down",
    ),
    Sign.CHILD: (
        r"(?:take|took|taking|taken) (?:my|our|her|the) (?:baby|child|children|kids|son|daughter)(?: away)?(?: from)?",
        r"child protection",
        r"safeguarding",
        r"(?:a|the|my|our) (?:baby|child|son|daughter|little (?:boy|girl)) (?:is|was) not safe",
        r"(?:shaken|shook) (?:the |my |our |his |her )?baby",
    ),
    Sign.CARE_NOW: (
        # asks to be called back
        rf"(?:can|could|would|will) {_SOMEBODY} (?:please |kindly |just )?{_ASK_BACK} (?:me|us|him|her|mum|dad|my {_KIN})",
        rf"please (?:can (?:\w+ )?)?{_ASK_BACK} (?:me|us)(?! (?:mrs?|ms|miss|by)\b)",
        rf"(?:i|we) (?:really |urgently |still |just )?need {_SOMEBODY} to (?:{_ASK_BACK}|see|look at|help)",
        (rf"(?:i am|i'm|{_THEY}|we are|we're) (?:still |now )*(?:waiting for|trying to (?:reach|get hold of)) "
        rf"(?:{_SOMEBODY}|a call|anybody)"
        r"(?: \w+){0,2} (?:back|to (?:ring|call|phone|see))"),
        r"my (?:phone |telephone |mobile )?number is [+0][\d ]{6,}\d",
        r"(?:should|do) (?:i|we) (?:need to )?(?:go to|ring|call|phone) (?:a ?& ?e|a and e|casualty|999|111|an ambulance)",
        # something is wrong at this moment
        (rf"{_PART} (?:(?:is|are|has|have|'s|'ve) )?(?:now |still |all |just )*(?:gone|going|turned|turning|getting|looks?|feels?) "
        rf"(?:\w+ )?{_LOOKS}"),
        rf"{_PART} (?:is|are) (?:now |still |all |very |so )*{_UNWELL}",
        # black skin, blue eyes and open arms are nothing wrong
        rf"(?!skin|face|eye){_PART} (?:is|are) (?:now |still |all |very |so )*(?:blue|black)",
        r"(?:wound|scar|stitches) (?:is|are) (?:now |still |all )*open",
        r"(?:plaster|cast|bandage|dressing)(?: is|'s) (?:now |still |far |much |so |very )*(?:too tight|tight|wet|loose|soaked)",
        (r"(?:i|he|she|we) (?:can't|cannot|can not) (?:now |even |still )?"
        r"(?:breathe|swallow|feel (?:my|his|her)|pass (?:water|urine)|wee|stand up|keep (?:anything|food|water) down)"),
        (rf"(?:i am|i'm|{_THEY}) (?:still |now |also )*"
        r"(?:bleeding|vomiting|being sick|in agony|in (?:severe|terrible|awful|constant) pain|burning up|struggling to breathe)"),
        r"(?:chest pains?|the bleeding|the pain|a (?:high )?temperature|a fever)(?: \w+){0,3} (?:right now|at the moment|tonight)",
        r"(?:won't|will not|has not|hasn't) stop(?:ped)? bleeding",
        (r"(?<!was )(?<!were )still (?:bleeding|vomiting|being sick|swollen|infected|oozing|weeping"
        r"|in (?:a lot of |so much |severe |terrible |constant |great )?(?:pain|agony))"),
        (rf"(?:(?:pain|swelling|rash|breathing|cough|infection|headaches?|symptoms) (?:is|are)|i am|i'm|{_THEY}) (?:now |still )?"
        r"getting (?:much |a lot )?worse"),
        (r"(?:i have|i've|he has|she has|we have) (?:now |nearly |almost )*run out of (?:my |his |her |the )?"
        r"(?:insulin|tablets|medic\w+|inhalers?|pain ?killers|morphine|patches|oxygen)"),
    ),
    Sign.DEATH: (
        r"died|passed away|stillb(?:orn|irth)|miscarri(?:ed|age)",
        r"lost (?:my|our|the) (?:baby|husband|wife|mum|dad|mother|father|son|daughter)",
    ),
    Sign.LEGAL: (
        r"solicitors?|lawyers?|barrister",
        r"inquest|coroner\w*",
        r"(?:going|gone|take|taking|took) (?:\w+ ){0,3}to court|court (?:case|hearing|date)|tribunal",
        r"su(?:e|ed|ing) (?:the|them|him|her|you)",
        r"negligen(?:ce|t)|malpractice",
        r"police (?:investigation|statement|report)|reported (?:\w+ ){0,3}to the police|under investigation",
        r"ombudsman|employment tribunal|gagging|defamat\w+|libel\w*",
    ),
    Sign.HATE: (r"n[i1]gg\w+|p[a4]k[i1]s?|ret[a4]rds?|f[a4]gg?ots?|tr[a4]nn(?:y|ies)|g[yi]ppos?|p[i1]keys?",
    ),
}  # fmt: skip
_PATTERNS = {sign: re.compile(rf"(?i)(?<!\w)(?:{'|'.join(phrases)})(?!\w)") for sign, phrases in _PHRASES.items()}


@dataclass(frozen=True, order=True)
class SignFound:
    """`text[start:end]` is `excerpt`; `sign` is a `Sign`; `why` is a sentence for the moderator."""

    start: int
    end: int
    sign: str
    excerpt: str
    why: str

    @property
    def label(self) -> str:
        return f"Sign of {LABELS[self.sign]}" if self.sign in GRAVE else LABELS[self.sign].capitalize()


def find_signs(text: str) -> list[SignFound]:
    """Every sign in `text`, in order. Where two overlap, the graver list speaks."""
    straight = text.replace("’", "'")
    found: list[SignFound] = []
    for sign, pattern in _PATTERNS.items():
        for match in pattern.finditer(straight):
            start, end = match.span()
            at = bisect(found, start, key=lambda each: each.start)
            if (at == 0 or found[at - 1].end <= start) and (at == len(found) or end <= found[at].start):
                found.insert(at, SignFound(start, end, str(sign), text[start:end], WHY[sign]))
    return found


def kinds_of(signs: list[SignFound]) -> list[str]:
    """The kinds among them, gravest first, each once."""
    present = {each.sign for each in signs}
    return [str(sign) for sign in Sign if sign in present]
