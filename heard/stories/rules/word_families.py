"""Words that stand for one another when words are weighed: what is learnt of “dad” counts for “stepfather”, of “tablets” for “codeine”.

A word belongs to one family at most, the first that holds it. Apostrophes are left out before words are looked up ("im", "cant"), but for
that of "i'll": people in danger do not proofread.
"""

FAMILIES: dict[str, str] = {
    # who
    "I": "i im ive id iam ima",
    "me": "me myself meself mysel",
    "my": "my mine",
    "he": "he she they hes shes theyre theyve theyd",
    "him": "him her them himself herself themselves",
    "his": "his their hers theirs",
    "you": "you your yours youre youll",
    "kin": (
        "mum mummy mam mom mother mothers dad daddy father fathers son sons daughter daughters husband husbands wife wifes "
        "hubby partner partners brother brothers sister sisters nan nanna gran grandma granny grandad granddad grandfather "
        "grandmother grandson granddaughter uncle aunt auntie aunty cousin nephew niece stepdad stepfather stepmum stepmother "
        "stepson boyfriend boyfriends girlfriend girlfriends fiance fiancee ex mate friend friends neighbour neighbours "
        "flatmate landlord lodger relative relatives family parents lad"
    ),
    "child": "child children kid kids baby babies toddler toddlers newborn twins boy girl boys girls infant teenager little",
    "carer": (
        "carer carers nurse nurses hca staff doctor doctors gp porter porters midwife worker workers psychiatrist therapist "
        "physio consultant manager team teacher coach driver supervisor boss agency man men woman"
    ),
    "resident": "resident residents patient patients lady ladies",
    "nobody": "nobody noone none nobodys",
    # no, can't, want
    "not": (
        "not no never dont doesnt didnt wont wouldnt isnt aint wasnt arent havent hasnt hadnt dnt without neither nor dosent "
        "doesn nt shant shouldnt neednt"
    ),
    "cant": "cant cannot couldnt cnt unable",
    "want": (
        "want wants wanted wanting wanna wana wish wishes wished wishing hope hoping hopes longing rather pray prays praying "
        "prayed"
    ),
    "going": "going gonna gona goin gunna will i'll he'll she'll they'll plan planning planned ready decided intend about",
    # death
    "die": "die dies died dying dead death deaths fatal grave funeral buried bury coffin",
    "kill": "kill kills killed killing kms murder murdered suicide suicidal sucidal suicidle suisidal unalive",
    "end": "end ends ended ending finish finished finishes over done stop stops stopped stopping quit",
    "live": "live living alive life lives exist existing existence survive breathing earth world",
    "wake": "wake waking woke woken asleep sleep sleeping",
    "gone": "gone disappear vanish vanished leave leaving left",
    "bye": "goodbye goodbyes bye farewell forgive sorry note notes letters will remember",
    "point": "point purpose reason reasons use meaning future worth",
    "low": (
        "hopeless hopelessness pointless worthless useless helpless empty numb despair desperate desperately burden failure "
        "broken trapped unbearable depressed depression miserable alone lonely invisible hate hates exhausted weary drowning"
    ),
    "thoughts": "thought thoughts think thinking thinks urge urges imagine imagining picturing picture voices voice head mind",
    # means
    "meds": (
        "tablet tablets pill pills meds medication medications medicine medicines paracetamol ibuprofen aspirin codeine "
        "morphine insulin amitriptyline antidepressants antidepresants diazepam sertraline tramadol zopiclone pregabalin "
        "gabapentin methadone propranolol painkillers sleepers dose doses prescription prescriptions box packet bottle strip "
        "warfarin vodka bleach poison antifreeze"
    ),
    "many": (
        "all lot lots loads many whole much handful handfuls enough every ten eleven twelve fifteen twenty thirty forty fifty "
        "sixty seventy eighty ninety hundred"
    ),
    "took": (
        "took taken take taking swallow swallowed swallowing necked downed drank overdose overdosed overdosing od oded injected"
    ),
    "store": (
        "saving saved hoarding hoarded stockpiling stockpiled collecting hidden hid hide hides hiding counted counting keep "
        "keeping"
    ),
    "means": (
        "rope noose knife knives blade blades razor gun shotgun bridge railway tracks train trains cliff roof ledge viaduct "
        "river canal sea traffic lorry motorway platform ligature cord axe machete petrol gas loft beam railings window windows "
        "balcony storey"
    ),
    "jump": "jump jumped jumping step stepping stepped hang hanging hanged hung drown drowned walk walked climbed climb",
    "cut": "cut cuts cutting cuttin slit slash slashed carve scratch scratching harm harmed harming harms selfharm",
    "attempt": "attempt attempts attempted tried try tries trying",
    # hurt by others
    "hurt": (
        "hit hits hitting hurt hurts hurting slap slaps slapped punch punches punched kick kicks kicked push pushes pushed "
        "pushing shove shoves shoved shake shakes shaken shook strangle strangles strangled choke chokes choked beat beats "
        "beating beaten burn burns burned burnt bite bites pinch pinches pinched drag dragged yanks yanked pull pulls pulled "
        "grab grabs grabbed throw throws threw smash smashed smashes stab stabbed stabbing twisted stamped squeezes scald "
        "scalded spat restrain restrained kneed attack attacked batter battered assaulted assault abuse abused abuses abusing "
        "abusive violent violence rough cruel"
    ),
    "mark": "bruise bruises bruised bruising marks mark welts handprint handprints prints fingermarks black scars",
    "body": (
        "arm arms leg legs wrist wrists throat neck face hair thighs stomach ribs jaw eye eyes hands hand skin tummy belly back "
        "mouth nose head"
    ),
    "touch": (
        "touch touches touched touching rape raped rapes undress undressed naked sex kiss kissed bed lap pants private films "
        "grope groped"
    ),
    "fear": (
        "scared scares frightened frightens afraid terrified terrifies petrified fear fears dread dreads flinches threaten "
        "threatens threatened threatening"
    ),
    "secret": "secret secrets tell tells told telling believe anyone anybody lied lie",
    "control": (
        "let lets allowed phone money card locked lock locks locking passport papers controls control watches watched camera "
        "cameras tracker owe wages pension purse benefit steals stole stealing"
    ),
    # left without
    "wet": (
        "wet soiled mess urine wee faeces poo filthy dirty vomit soaked soaking sodden pad pads sores sore bedsore maggots "
        "flies smell stink"
    ),
    "food": (
        "food eat eats eaten eating fed feed feeding drink drinks water meal meals hungry starving starve starved starves bread"
    ),
    "cold": "cold heating electric freezing boiler warm",
    "floor": "floor bedroom garage cupboard chair toilet wardrobe prison prisoner home",
    "weight": "stone weigh weighs bmi thin fat skinny bone bones skeletal purge binge laxatives",
    # when
    "soon": (
        "tonight tonite tomorrow now soon today weekend monday tuesday wednesday thursday friday saturday sunday night nights"
    ),
    "again": "again still another worse louder deeper",
    "ago": (
        "ago years decade then used teens twenties thirties since student former once previously recovered survived survivor "
        "recovery university"
    ),
    "always": "always every everyday keeps daily",
    # ill at this moment
    "ill": (
        "breathe breathing breath chest bleeding bleed unconscious floppy limp fitting seizure collapsed clammy grey blue "
        "shivering rash sweating dizzy faint pulse confused rattling"
    ),
    "worst": "scream screaming screams agony crying cries cry cried begs begged begging help please",
    # nothing wrong
    "good": (
        "kind kindly kindness lovely thank thanks thankful grateful gratitude excellent brilliant wonderful marvellous amazing "
        "great good nice happy pleased friendly helpful caring gentle polite professional efficient superb fantastic treasure "
        "saints angels reassuring comfortable fine better well healthy glad love enjoy laugh laughed"
    ),
    "help": "helped helping helps support supported listened explained treated saved recommend recovering",
    "visit": (
        "appointment appointments clinic ward surgery waiting waited wait parking park car reception receptionist letter "
        "leaflet poster training course operation scan test tests results x xray queue minutes hours ring rang phoned"
    ),
}  # fmt: skip

_WHOLE: dict[str, str] = {}
for _name, _words in FAMILIES.items():
    for _word in _words.split():
        _WHOLE.setdefault(_word, _name)


def family_of(word: str) -> str:
    """The family of `word`, which has small letters and no apostrophes; empty for a word of none."""
    return _WHOLE.get(word, "")
