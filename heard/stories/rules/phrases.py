"""The lists of phrases, by the kind of sign they are. A new phrase is added with the sentence that was missed; none is taken out because a
test fails. Where two kinds overlap, the one that comes first speaks.

The lists read a `plain.Plain` text: small letters, one blank between words, straight apostrophes, telephone spelling written out.
"""

from heard.stories.rules.sign_kinds import Sign

# Parts that the lists are made of. An apostrophe may be missing everywhere ("cant", "im"): people in danger do not proofread.
_IM = r"(?:i'?m|i am|im|am)"
_IVE = r"(?:i'?ve|i have|he'?s|he has|she'?s|she has|they'?ve|they have|have|has|had|ive)"
_NOT = r"(?:(?:do|did|does|ca|wo|would|could|should|have|has|is|was|are|were|am|had)(?:n'?t| not)|cannot|dnt|never|no longer|not)"
_CANT = r"(?:can'?t|cannot|can not|couldn'?t|could not|cnt)"
_WANT = r"(?:want(?:ed|s|ing)?|wan|wish(?:ed|es)?|wanna|going|goin|gonna|gona|gunna|ready|long(?:ing)?|plan(?:ned|ning|s)?|hop(?:e|ed|ing))"
_ME = r"(?:my ?|him|her|them|your|our|it)sel(?:f|ves)"
_MY = r"(?:my|his|her|their|our)"
_KIN = (
    r"(?:son|daughter|mum|mam|mother|dad|father|husband|wife|partner|brother|sister|child|baby|nan|gran\w*|step\w+|uncle|aunt\w*|cousin"
    r"|boyfriend|girlfriend|ex)"
)
_ONE = rf"(?:me|him|her|them|us|mum|dad|mam|my {_KIN})"
_BODY = (
    r"(?:head|face|hands?|backs?|hips?|legs?|arms?|knees?|elbows?|chin|nose|shoulders?|toes?|foot|feet|fingers?|thumbs?|wrists?|ankles?"
    r"|ribs?|eyes?|mouth|neck|funny bone|shin)"
)
_HURTER = (
    rf"(?:he|she|they|(?:{_MY} |the |a )?(?:{_KIN}|carers?|care worker|staff|nurse|man|men|teacher|neighbour|flatmate|lodger|boss|pimp))"
)
_WET = r"(?:urine|wee|faeces|poo|mess|dirt|vomit|filth|sick)"
_THEY = r"(?:he is|he'?s|she is|she'?s)"
_MEDS = (
    r"(?:tablets?|pills?|meds|medic\w+|paracetamol\w*|pain ?killers?|morphine|oramorph|insulin|amitriptyline|co-?codamol|codeine|diazepam"
    r"|sertraline|tramadol|zopiclone|propranolol|pregabalin|ibuprofen|anti-?depress?ants?|sleeping tablets|sleepers)"
)
_MANY = (
    r"(?:(?:ten|eleven|twelve|[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|[1-9]\d+)"
    r"(?: of| or (?:so|more|\w+))?"
    r"|all|loads|lots|a (?:load|lot|bunch|handful|whole (?:load|lot|packet|box|bottle))|too many|the (?:lot|whole (?:packet|box|bottle))"
    r"|every one|handfuls)"
)
_PART = (
    r"(?:hands?|fingers?|thumbs?|arms?|legs?|foot|feet|toes?|face|lips?|eyes?|skin|wound|scar|stitches|ankles?|knees?|wrists?"
    r"|tummy|belly|mouth|tongue)"
)
_UNWELL = r"(?:(?:a )?(?:funny|strange|odd|bad) colou?r|purple|grey|numb|swollen|infected|oozing|weeping|burst)"
_LOOKS = rf"(?:{_UNWELL}|blue|black|open)"
_SOMEBODY = r"(?:someone|somebody|anyone|anybody|you|(?:a|the|my|any) (?:doctor|nurse|gp|midwife|consultant|surgeon|clinic|team))"
_ASK_BACK = r"(?:ring|call|phone|telephone|contact|get (?:back )?(?:in touch with|to)|get back to)"
_SINCE = (
    r"(?:since (?:\w+ )?(?:yesterday|last|this morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the weekend)"
    r"|for (?:\w+ ){1,2}?(?:days?|weeks?|months?)|(?:all|for) (?:\w+ )?(?:day|night|weekend))"
)
_TRAINING = r"(?: (?:prevention|awareness|training|first aid|course|leaflets?|posters?|policy|statistics|rates?|charity|awareness|watch))"
_I = r"(?:i am|i'?m|i’m|im)"
_UNDER_18 = r"(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_STAFF = (
    r"(?:member of staff|staff member|staff|nurse|hca|healthcare assistant|health care assistant|support worker|carer|care worker"
    r"|care assistant"
    r"|doctor|registrar|consultant|midwife|paramedic|physio\w*|receptionist|porter|cleaner|domestic|pharmacist|therapist|social worker"
    r"|student nurse|employee|manager|volunteer|bank worker|agency worker|whistle-?blower)"
)
PHRASES: dict[Sign, tuple[str, ...]] = {
    Sign.SUICIDE: (
        # said outright
        rf"(?<!asked about )su[iau]?[csi]{{1,2}}[ia]?d(?:e|es|al|ally|ality)(?!{_TRAINING})",
        (r"(?:kill(?:ed|ing|s)?|drown(?:ed|ing)?|hang(?:ed|ing)?|hung|shoot(?:ing)?|shot|stab(?:bed|bing)?|gas(?:sed|sing)?"
         r"|poison(?:ed|ing)?|suffocat(?:e|ed|ing)|top(?:ped|ping)?|unaliv(?:e|ed|ing)|throw(?:ing)?|threw|chuck(?:ing)?"
         rf"|electrocut(?:e|ed|ing)) {_ME}"),
        rf"(?:do|doing|did|done) (?:{_ME} in|away with {_ME})",
        r"kms",
        r"unaliv\w+",
        r"sewer ?slide",
        rf"(?:end(?:ed|ing)?|take|took|taking|takes) {_MY}(?: own)? li(?:fe|ves)(?!-)",
        r"end(?:ed|ing)? it all",
        r"end(?:ing)? (?:it|things) (?:tonight|tonite|today|tomorrow|now|soon|for good)",
        (rf"(?:{_WANT} (?:to )?|thoughts? of |thinking (?:of |about )|thought (?:of |about )|about |how to |ways? (?:to|of)"
         r" )end(?:ing)? (?:it|things|everything|myself|my pain|the pain)(?! (?:early|there|at|on|by|up|with))"),
        (rf"(?<!no longer ){_WANT}? ?(?:to|wan|wanna) (?:die|be dead|be gone|not (?:be here|exist|be alive|wake up)|disappear"
         r"|cease to exist)(?! (?:at home|in (?:his|her|their|my|a|the|peace)|peaceful\w*|with|there|of|for|from|laughing"
         r"|comfortabl\w+))"),
        (r"(?:wish(?:ed)?|want(?:ed)?) (?:that )?(?:i|he|she|they) (?:was|were|had|could|could just|would) (?:just )?(?:dead|died"
         r"|never (?:been )?born|die|not wake up|gone|never woken|not woken)"),
        rf"(?:{_WANT}|wants|want) (?:it|this|everything)(?: just)? (?:all )?to (?:all )?(?:end|stop|be over)",
        rf"{_NOT}(?: \w+)? (?:want(?:s|ed|ing)? to|wanna|wan) (?:live|be here|be alive|go on|wake up|exist|carry on|be around|keep going)",
        r"(?:go to (?:sleep|bed)|fall asleep|sleep|asleep)(?: \w+){0,3} (?:not|never|don'?t|won'?t) wak\w+",
        rf"(?:{_WANT}|pray(?:ing|ed)?)(?: \w+){{0,4}} (?:won'?t|don'?t|do not|will not|never|wouldn'?t|not|didn'?t) wake",
        r"(?:god|the lord|jesus)(?: \w+)? (?:will |would |to |could |can )?(?:just )?takes? me",
        r"take me in my sleep",
        r"out of my misery",
        (r"(?:no|any|the|what'?s the|see the|see a|isn'?t a|not much) (?:point|reason)(?: in| to| of)? (?:me |my )?(?:living|live"
         r"|liv in|being here|being alive|going on|go on|carrying on|carry on|being around|keep going|keeping going|any ?more"
         r"|existing)(?! (?:about|with (?:it|the)))"),
        r"(?:nothing|nobody|no one|not much|anything|little)(?: \w+)? to live for",
        r"(?:lost|lose|no|losing)(?: \w+)? will to live",
        r"better off (?:dead|(?:with ?out|if) (?:me|i))",
        (r"better (?:with ?out me|dead|if i (?:(?:was|were)(?:n'?t| not| dead| gone)|died|had died)(?! (?:kept|told|sent|given|made"
         r"|put|seen|asked|moved)))"),
        (r"(?:kinder|easier)(?: \w+){0,3} if (?:the ambulance|they|i|you|he|she) (?:hadn'?t|had not|had never|never|didn'?t|died"
         r"|had died|had let)"),
        r"(?:wish|should have)(?: \w+){0,2} (?:let me (?:die|go)|left me to die|not saved me)",
        r"(?:wish|wished) (?:\w+ ){1,2}(?:hadn'?t|had not|never)(?: \w+)? (?:saved|found|revived|rescued|brought me)",
        r"(?:would(?:n'?t| not)|do(?:n'?t| not)) care if i (?:died|lived|got|was|were|never|didn'?t|don'?t|wake|woke|fell|drop\w*)",
        rf"{_CANT} (?:go|carry|keep) (?:on|going)(?! (?:enough|about))",
        (rf"{_CANT} (?:do|take|cope with|face|bear|stand|live with|live like|handle) (?:this|it|life"
         r"|living)(?: \w+){0,2}? (?:any ?more|nemore|no more|any longer|much longer|another)"),
        (r"(?:i|he|she)(?: have|'?ve|'?s|'?d| had| has)? had (?:more than |just )?enough of (?:living|life|being alive|it all"
         r"|everything|this life)"),
        r"(?:tired|sick|weary|fed up|done) (?:of|with) (?:living|being alive|life|being here|existing|it all|this life)",
        # not safe
        rf"{_NOT} keep {_ME} safe",
        rf"{_NOT}(?: be| feel| felt)? safe (?:on (?:my|his|her) own|with {_ME}|from {_ME}|(?:being )?(?:left )?alone|by {_ME})",
        rf"(?:a )?(?:danger|risk) to {_ME}",
        r"(?:suicid\w+|dark|bad|intrusive|horrible|awful|scary) thoughts?(?! (?:were|was) gone)",
        (r"thoughts? (?:of|about) (?:\w+ )?(?:ending|dying|death|harming|hurting|killing|jumping|taking|not (?:being|waking|living)"
         r"|suicide)"),
        rf"(?:{_IM}|{_THEY}) (?:just |only |nothing but |such )?a burden",
        r"(?:just |only )?a burden (?:to|on) (?:\w+ ){0,2}?(?:them|him|her|you|everyone|everybody|family|kids|children|husband|wife|all)",
        (r"(?:voices|my head|my brain|the voice)(?: (?:in my head|keeps?|kept|are|is|was|were)){0,3} (?:telling|tells?|told|saying"
         r"|says?|getting louder|shouting)"),
        r"(?:telling|tells?|say(?:s|ing)?|think|thought|thinking)(?: me)?(?: to)?(?: just)? do it(?! (?:again|at|in|on|for|with))",
        # plans and means
        (r"(?:know|knows|worked out|decided|planned|thought about|thinking about)(?: \w+)? (?:how|when|where|what)(?: (?:i'?d|i'?ll"
         r"|i|he'?d|she'?d|to|would|will|am|going|gonna|could)){1,4} (?:do it|end it|end things)"),
        (r"(?:going|gonna|gona|planning|plan|mind|ready|want) (?:to )?do it (?:tonight|tonite|this|tomorrow|today|now|soon|when"
         r"|while|before|after)"),
        r"(?:picked|chosen|set) (?:the|a|my) (?:day|date|time)(?! (?:for|of|with))",
        rf"(?:sav\w+|stockpil\w+|hoard\w+|stor\w+|collect\w+)(?: up)? (?:{_MY} |the |all |enough |some )*{_MEDS}(?! from)",
        (rf"(?:have|got|has) (?:all |enough |some )?(?:the |my |his |her )?(?:{_MEDS}|rope|razor\w*|blades?|knife|means|what i need"
         r"|a plan) (?:here|ready|beside|next to|in front|lined|with me|in my hand|in the house|to do it)"),
        r"(?:everything|it all|it'?s all) ready(?: \w+){0,5} (?:letters?|notes?|tonight|goodbyes?)",
        (r"(?:going to |gonna |gona |will |i'?ll )(?:use|take|inject|swallow|neck|down) (?:all (?:of )?(?:it|them)|them all|it all"
         r"|the lot|every)"),
        (r"(?:took|take|taken|taking|swallowed|swallow|swallowing|necked|downed|had)(?: (?:about|around|over|nearly|just|like|her"
         rf"|his|my|up to))* {_MANY} (?:of )?(?:the |my |his |her |our |mum'?s |dad'?s |some )?(?:\w+ )?{_MEDS}(?! (?:with|in|into|to"
         r"|a day|every|per|each|for|home|as|away))"),
        r"(?:goodbye|good-?bye|farewell|suicide) (?:letters?|notes?|messages?)",
        r"(?:my|this is) (?:final |last )?good-?bye",
        r"(?:i have|i'?ve) written (?:the|my|all my|all the|some) letters",
        r"(?:has|'?s|have|he|she) left a note and",
        (r"(?:an?|my|his|her|another|the|attempted|second|third|deliberate|intentional)"
         r" (?:\w+ )?over-?dose(?! (?:of (?!\w+ (?:tablets|pills))(?:paper|info|form|talk|admin|leaflet)\w*|and|unit|clinic|team))"),
        r"over-?dos(?:ed|ing)",
        r"od'd",
        r"oded",
        r"od'?ing",
        (r"(?:jump(?:ed|ing|s)?|step(?:ped|ping)?|walk(?:ed|ing)?|run|ran|throw\w*) (?:\w+ )?(?:off|from|in front of|out of|under"
         r"|into|out in(?:to)?) (?:a |the |an )?(?:moving )?(?:road(?! to)|traffic|bridge|roof|cliff|car park roof|multi-?stor\w+"
         r"|window|train|tube|bus|lorry|balcony|building|river|sea|canal|railway)"),
        (r"(?:on|onto|at|off|to) the (?:railway bridge|railway lines?|railway tracks?|train tracks?|tracks|ledge|parapet"
         r"|edge of the (?:roof|bridge|cliff|platform))"),
        (r"(?:standing|stood|sitting|sat|stand|sit|up) (?:here )?on (?:the|a|this) (?:\w+ ){0,3}(?:roof|ledge|bridge|cliff|parapet"
         r"|railings)"),
        rf"slit(?:ting)? {_MY} (?:wrists?|throat|own)",
        rf"slash(?:ed|ing)? {_MY} (?:wrists?|throat|arms?)",
        rf"cut(?:ting)? {_MY} (?:own )?(?:wrists|throat)",
        r"noose",
        r"ligatures?",
        r"(?:bought|got|tied|with|found|has|have|had|get|buy) (?:a|the|some) rope",
        r"(?:drink|drank|drunk|drinking|swallow\w*) (?:\w+ )?(?:bleach|antifreeze|anti-freeze|weed ?killer|cleaning fluid|toilet cleaner)",
        rf"(?:gun|shotgun|rifle|knife|it|blade) on {_ME}",
        rf"(?:look(?:ing)?|star(?:e|ing)) at (?:the|my|all the|those) (?:\w+ )?(?:kni(?:fe|ves)|{_MEDS}|razors?|train tracks|bridge)",
        (rf"(?:second|third|fourth|fifth|last|latest|another|previous|{_MY}|an) (?:attempt|try) (?:this|at my life|on my life|last"
         r"|in a|was|in (?:two|three))"),
        rf"(?:attempt|attempted) (?:on {_MY} life|to (?:end|take|kill|die|hang))",
        r"stopp?(?:ed|ing)? (?:taking|eating|drinking)(?: \w+){0,5} (?:on purpose|deliberately|because (?:i|he|she) (?:want|wish)\w*)",
        # said sideways
        (r"(?:i|he|she) (?:will not|won'?t|wont|might not|may not|'?ll not) be (?:here|around|alive)(?! (?:on|next|until|from|at|for"
         r"|to|that|this|because|between|when))"),
        r"(?:i'?m|i am) not going to be (?:here|around|alive)",
        r"(?:will|'?ll|gonna) (?:soon )?all be over",
        r"be all over soon",
        r"too late for me",
        r"(?:it'?s|it will be) over for me",
        (rf"(?:{_NOT}|doubt)(?: \w+){{0,4}} (?:make|last|get|see|survive|be here)(?: it)?(?: to| until| till| at| for"
         rf"| past)? (?:christmas|xmas|new year|next year|{_MY} (?:next )?birthday|the (?:new year|weekend|end of the (?:year|week"
         r"|month))|tomorrow|morning|spring)(?! (?:clinic|appointment|party|visit|because))"),
        r"(?:only |just )?one way out(?! (?:of the (?:building|car|hospital|ward|site)|and))",
        r"no way out(?! (?:of the))",
        rf"{_CANT} see (?:a|any|no|the) (?:way out|future|way forward)(?! of the (?:car|building|hospital))",
        r"no future(?! (?:appoint|plan|refer|treat)\w*)",
        r"(?:given|giving|gave|find(?:ing)?|found)(?: away)? my (?:cat|dog|pets?)(?: away)?(?: to| a)",
        r"sorted (?:out )?my (?:will|affairs|funeral)",
        r"(?:i am|i'?m|im) (?:so |just |really )?(?:done|finished) (?:with (?:it|this) all|living|now goodbye)",
        rf"{_IVE} (?:just )?had enough of (?:living|being)(?! (?:in|on the|ill|treated|told|sent|passed|kept))",
        rf"{_CANT} (?:do|take|cope)(?: \w+){{0,2}} (?:any ?more|nemore|no more|any longer)",
    ),
    Sign.SELF_HARM: (
        r"self[- ]?(?:harm|injur|mutilat)\w*(?! leaflet)",
        (r"(?:cut(?:s|ting)?|hurt(?:s|ing)?|harm(?:s|ed|ing)?|burn(?:s|t|ed|ing)?|starv(?:e|ed|ing)|scratch(?:ed|ing)?|bit(?:e|ing)"
         r"|punch(?:ed|ing)?|hit(?:ting)?|scald(?:ed|ing)?) (?:my ?|him|her|them)sel(?:f|ves)(?! (?:fall\w*|when|while|badly|at"
         r"|on (?:a|the|some)|shaving|playing|slipp\w+|lifting|doing|trying|getting|in (?:the|a)|cooking|climbing|running|off|quite"
         r"|by|out|short|making|with (?:a )?(?:hot|boiling)))"),
        (r"(?:been|started|start|keep|kept|am|back to|stop|stopped|i'?m|im) cutting(?! (?:down|out|back|the|corners|it|off|in|costs"
         r"|staff|services|hours|my (?:grass|hair)))"),
        r"(?:covered in|full of) (?:cuts|burns|scars|scratches)",
        rf"cuts (?:on|all over|up|down) {_MY} (?:arms?|legs?|wrists?|thighs?|stomach)",
        rf"(?:bang(?:ing|s)?|hitting|smash(?:ing|es)?|bash(?:ing|es)?) {_MY} (?:own )?head (?:on|against|off|into)",
        (r"(?:hit|hits|headbutt\w*) (?:my|his|her) head (?:on|against|off) (?:the|a) walls?(?: \w+)? (?:until|because|to|over|again"
         r"|when|so)"),
        r"punch(?:ing|es)? (?:the )?walls?",
        rf"(?:mak(?:e|es|ing)|made) {_ME} (?:sick|vomit|throw up)",
        r"purg(?:e|ing) (?:after|my|every)",
    ),
    Sign.ABUSE: (
        (r"(?<!drug )(?<!alcohol )(?<!substance )(?<!drugs )(?<!solvent )abus(?:e|ed|er|ers|ive|ing)(?! of (?:alcohol|drugs|our"
         r"|staff|the (?:system|booking|appointment|blue|parking)))"),
        r"rap(?:e|es|ed|ist|ing)",
        r"molest\w*",
        r"groom(?:ed|ing)(?! (?:and|service|salon|parlour|kit|appointment))",
        r"sexual(?:ly)? (?:assault\w*|touch\w*|harass\w*|abus\w*|exploit\w*)",
        r"traffick(?:ed|ing)",
        r"forced marriage",
        r"fgm",
        r"honou?r (?:based|violence|killing)",
        r"(?<!drug )assault(?:s|ed|ing)?(?! course)",
        r"touch(?:ed|es|ing) (?:me|him|her|them) (?:in a way|inappropriat\w+|where|down there|private|and|when (?:we'?re|i'?m) alone|up)",
        (rf"{_HURTER} (?:always |just |keeps? |kept |still |has |have |also )?(?:touch(?:es|ing)|feels? up|gropes?|groped) (?:me|us"
         r"|her|him)(?! (?:with|deeply|on the (?:arm|shoulder|hand)))"),
        rf"(?:forc(?:es|ed|ing)|push(?:es|ed|ing)?) {_ME} on",
        r"(?:forced|forces|made|makes) (?:me|her|him|us) (?:to )?(?:have sex|touch|undress|strip|kiss|sleep with)",
        (r"(?:gets?|got|climb\w*|comes?|came|coming) (?:in|into|in to) (?:my|her|his) (?:bed|bedroom|room) (?:at night|when|and"
         r"|in the night)"),
        (r"(?:hit|hits|hitting|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|shov(?:e|es|ed|ing)|pinned|pins|drag(?:s"
         r"|ged)|chok(?:e|es|ed|ing)|strangl(?:e|es|ed|ing)|throttl\w+|beat(?:s|ing|en)?|batter(?:s|ed|ing)|belt(?:s|ed))"
         rf" {_ONE}(?: up)?(?! (?:that|hard|like|when|how|to it|{_BODY}|own|on the way))"),
        (rf"(?:push(?:es|ed|ing)?|knock(?:s|ed|ing)?|throw(?:s|ing)?|threw|chuck\w*) {_ONE} (?:about|around|down|against|into the"
         r"|over|to the (?:floor|ground))"),
        (rf"{_HURTER} (?:always |sometimes |really |keeps? |still |also )?(?:hurts|hurting|burns|bites|rapes|raped|beats|hurt) (?:me"
         rf"|us|my \w+|her|him|them|mum)(?! (?:when (?:i|she|he) (?:walk|move|breath|eat|cough)\w*|feelings|back|{_BODY}))"),
        rf"(?:he|she|{_MY} (?:{_KIN}|carer)) (?:broke|cracked|fractured|dislocated|bruised|burnt|burned|twisted) my \w+",
        r"(?:did|does|doing|done) (?:this|that|it|these|things) to (?:me|her|him|mum|us)(?! (?:at|in|on|by))",
        r"domestic (?:violence|abuse)(?! (?:charity|awareness|training|course|team|nurse))",
        r"refuge (?:worker|for|because|place)",
        r"(?:in|to|at) (?:a|the) (?:women'?s )?refuge",
        r"coercive",
        r"gaslight\w*",
        r"controls? (?:everything|my|me|what|who|where|all)",
        (rf"(?:frightened|scared|afraid|terrified|petrified) of (?:him|(?:my|her|his|the) (?:own )?(?:{_KIN}|carers?|night|man|men"
         r"|staff|neighbour|lodger)|going home|being at home)"),
        r"(?:terrified|frightened|petrified) of them",
        r"(?:scared|frightened|afraid|terrified|too scared) (?:to|of) (?:go(?:ing)?|be(?:ing)?) (?:back )?(?:home|alone with|at home)",
        (r"bruis(?:e|es|ed|ing) (?:on|all over) (?:his|her|my|their|mum|dad)(?!(?: own)? (?:arm|hand|leg)s? (?:from|where)"
         r" (?:the )?(?:blood|needle|cannula|injection|drip))"),
        r"(?:about|explain\w*|ask(?:ed|s)? about|hid\w*|cover\w*(?: up)?) (?:the|my|her|his) (?:bruis\w+|marks|black eye|injuries)",
        (r"(?:marks|bruises|burns|welts|handprints?) (?:on|all over) (?:his|her|their|the (?:child|baby|boy|girl)'?s?)"
         r" (?:\w+ )?(?:arms?|legs?|back|face|neck|body|bottom)"),
        r"(?:marks|bruis(?:es?|ing))\b[\w,' ]{0,50}\b(?:like|from|the shape of) (?:someone|somebody|a (?:hand|grip)|fingers?|thumbs?)\w*",
        r"(?:said|says|told me|tells me) (?:don'?t|not to|never to) (?:say (?:anything|a word)|tell (?:any\w+|them|you|mum|dad))",
        r"our (?:little )?secret",
        r"if i (?:tell|told|say anything)(?: \w+){0,6} (?:he'?ll|she'?ll|they'?ll|he will|put me in|hurt|kill|care)",
        r"(?:is|was|are|were|if) (?:everything|things)(?: \w+){0,2} (?:all right|alright|ok|okay|safe) at home",
        r"(?:he|she) (?:always )?(?:answers|speaks|talks) for me",
        (r"(?:he|she|they|carer|partner|husband|son|daughter|ex)(?: always| even| also)? (?:checks?|reads?|looks through"
         r"|goes through) my (?:phone|messages|texts|emails|calls|post)"),
        r"(?:takes?|taking|took|steal\w*|stole) (?:all )?(?:my|her|his|mum'?s|dad'?s) (?:money|pension|bank card|benefits|wages|savings)",
        (r"(?:won'?t|doesn'?t|does not|will not|don'?t|never|not) let (?:me|her|him) (?:use (?:the|my|a) phone|out of the house"
         r"|leave the house|leave him|see (?:my|her|his) (?:family|friends|mum|sister)|have (?:any |my )?money|speak to (?:any\w+"
         r"|my)|go out)"),
        (r"(?:my|her|his) (?:dad|father|mum|mother|step\w+|uncle|brother|boyfriend|husband|partner|ex)(?: \w+){0,3} (?:gets?|is|was)"
         r" (?:really |so |very )?(?:angry|violent|drunk) and"),
    ),
    Sign.NEGLECT: (
        r"neglect(?:ed|ful|ing)?",
        rf"left {_ONE} (?:lying |sitting )?(?:in|on) (?:my|his|her|their|the) (?:own )?(?:{_WET}|blood|floor)",
        rf"(?:in|lying in|sitting in) (?:my|his|her|their) own {_WET}",
        r"not (?:been )?(?:fed|washed|changed|turned) for",
        r"(?:nothing|not a thing) to (?:eat|drink) for (?:\w+ )?(?:days?|hours)",
        (rf"(?:{_NOT}|{_IVE} not|not) (?:properly )?(?:eaten|eating|had (?:any food|anything to eat|a (?:meal|drink"
         r"|wash)))(?: \w+){0,3} (?:for|in|since) (?:\w+ )?(?:days?|weeks?|monday|tuesday|wednesday|thursday|friday|saturday"
         r"|sunday)"),
        r"(?:no|any|no more) (?:food|water|heating|electric\w*|gas) (?:in the (?:house|flat|fridge|cupboards?)|left|at all|at home)",
        r"(?:with|have|has) no (?:heating|food)(?! (?:on the ward|for|from|after|before|until))",
        r"starv(?:ed|ing) (?:him|her|them|mum|dad)",
        r"lock(?:s|ed|ing)? (?:me|him|her|them|my \w+|mum|dad) (?:in|out)(?! (?:the (?:car park|waiting)))",
        r"ti(?:e|es|ed) (?:me|him|her|them|mum|dad|people|residents) (?:to|down|up)",
        r"left (?:on (?:her|his|my|their) own|alone|by (?:herself|himself|myself)) (?:with no|without (?:food|water|heating|any))",
        (r"(?:nobody|no one|no-one|no carers?|none of the carers)(?:'?s| has| have)? (?:been|come|visited"
         rf"|turned up)(?: \w+){{0,2}} {_SINCE}"),
        rf"(?:{_WET}|floor|wet|soiled|chair|same clothes) {_SINCE}(?: \w+){{0,3}} (?:and|with) (?:no|nobody)",
        (rf"{_CANT} (?:get|move) (?:out of|off|from) (?:the|my|her|his) (?:chair|bed|bath|floor)(?: \w+){{0,2}}? (?:nobody|no one"
         r"|and (?:nobody|no one)|because|no carer)"),
        r"(?:outside|street|road|garden|wandering|out)(?: \w+){0,3} in (?:her|his) (?:nightdress|nightie|pyjamas|dressing gown|slippers)",
        r"living in (?:squalor|filth|(?:my|her|his) (?:own|car))",
        r"(?:pass(?:ed)? out|faint\w*) from hunger",
    ),
    Sign.THREAT: (
        r"threaten(?:ed|ing|s)?(?: me| him| her| us| to)(?! with (?:a )?(?:parking|court|fine|bill|being discharged|the sack))",
        (r"(?:going to|gonna|will|'?ll|i'?d|want(?:ed|s)? to|telling me to|told me to|tells me to|like to|swear i'?ll)"
         r" (?:\w+ )?(?:kill|hurt|stab|harm|attack|punch|shoot|smash|strangle) (?:you|him|her|them|me|us|someone|somebody|that \w+"
         r"|the (?!infection|bacteria|virus|cancer|bugs?|germs?|cells|nerve|pain|tumour|worms|lice)\w+|my (?!back|legs?|feet|knees?"
         r"|hand|arm|chances)\w+)(?! to (?:eat|smile))"),
        r"(?:thoughts?|urges?|images|thinking) (?:of|about|to) (?:hurt|harm|kill|stab|smother|shak|drown|dropp)(?:e|ing)? ",
        (r"(?:have|has|had|with|pulled|got|carries|carrying|keeps) (?:a|an) (?:\w+ )?(?:knife|gun|weapon|shotgun|machete|rifle"
         r"|hammer at)(?! (?:and fork|wound|crime))"),
        r"burn (?:it|the (?:place|surgery|hospital|ward)) down",
    ),
    Sign.CHILD: (
        r"(?:take|took|taking|taken) (?:my|our|her|the) (?:baby|child|children|kids|son|daughter)(?: away| into care| off (?:me|us|her))",
        (r"(?:take|took|taking|taken) (?:my|our|her|the) (?:baby|child|children|kids|son|daughter)(?! (?:for|to|in|so|home|out|back"
         r"|'s|swim\w*|with|and|on|there)|'s)"),
        r"child protection(?! (?:nurse|training|course|awareness|policy|lead))",
        r"safeguarding(?! (?:training|course|lead|policy|policies|awareness|team were|poster))",
        (r"(?:a|the|my|our) (?:baby|child|son|daughter|little (?:boy|girl)) (?:is|was|isn'?t) (?:not )?(?:not safe|safe(?= (?:with"
         r"|at|there)))"),
        r"sh(?:aken|ook|aking) (?:(?:the |my |our |his |her )?(?:baby|newborn)|him(?! warmly)|my (?:son|daughter|child|little \w+))",
        r"(?:put|take|taken|go|going) (?:me|us|him|her|them) (?:back )?(?:in|into) care(?! (?:home|of))",
    ),
    Sign.WORRY: (
        (r"(?:don'?t|do not|not sure|doubt|wonder)(?: know)?(?: if| that| whether)? (?:i'?ll|i will|i'?m going to|he'?ll|she'?ll)"
         r" (?:still )?(?:be (?:here|alive|around)|make it|see (?:it|next|the))"),
        r"(?:starving|starve) (?:my|his|her|the)",
        r"lost (?:\w+ ){1,2}stone",
        r"can'?t reach (?:his|her|my|the) (?:food|drink|water|meals?)",
        (r"(?:stop|keep|can'?t stop|always|been) thinking (?:about|of) (?:the )?(?:bridge|train|tracks|pills|tablets|rope|knife|roof"
         r"|cliff|river|dying|death|it all the time)"),
        (r"(?:knife|blade|razor|gun|rope)(?: \w+)? (?:to|at|on|against|round|around) (?:my|his|her) (?:own )?(?:throat|neck|wrists?"
         r"|head|chest|stomach)"),
        (r"(?:bottle|box|packet|pile|drawer|stash)(?: full)? of (?:pills|tablets|medication|paracetamol)(?: \w+)? (?:next|beside|by"
         r"|in|ready|here|under)"),
        r"drink to (?:forget|cope|sleep|numb)",
        r"good-?bye (?:texts?|messages?|calls?|posts?|videos?)",
        r"(?:texted|messaged|rang|told)(?: me| us)? to say good-?bye",
        r"wish(?:ing|ed)?(?: that)? (?:i'?d|i had|he'?d|she'?d) (?:just )?(?:died|not survived|never survived|gone too|not woken)",
        r"rather not (?:be alive|be here|live|exist|wake)",
        r"burn (?:the|my|our|down)(?: \w+)? (?:house|flat|home)",
        r"with me in it",
        r"if i leave (?:him|her)",
        r"(?:won'?t|doesn'?t|never) let me (?:see|be|go|talk)",
        r"(?:on|from) the floor(?: [\w',]+){0,4} (?:ambulance|hours|all night|since|alone|can'?t get up)",
        r"(?:he'?s|she'?s) on the floor",
        # farewells, and longing for an end
        r"only (?:thing|reason|person)(?: [\w']+){0,3} (?:stopping|keeping|holding|left|i'?m still|i am still|between)",
        r"when (?:i'?m|i am|i'?ve|i have) gone(?! (?:to|for|home|back|through|in))",
        r"(?:isn't|not|is not) anything left",
        r"nothing left (?:for|to live|of me)",
        r"(?:no|not any|without a|without any) reason to (?:get up|carry on|go on|live|be here|keep)",
        r"(?:be|feel|you'll all be|they'll be|will be) sorry when",
        r"point of no return",
        r"not existing",
        r"stop existing",
        r"finish(?:es)? (?:it|me) (?:off|first)",
        r"finishes it",
        r"engine running",
        r"hose ?pipe",
        r"insurance papers",
        r"stopped making plans",
        r"look after my (?:children|kids|boys|girls|dog|cat|mum|family) (?:when|after|if)",
        r"what i (?:might|may|could|will|'d|would) do",
        r"(?:bought|ordered|got)(?: \w+){0,3} (?:pills|tablets)(?: \w+){0,2} (?:online|on the internet|off the internet)",
        r"(?:dark|bad|low|black) place and",
        r"(?:very|really|such a) dark place",
        r"(?:begs?|begging|asks?|asking) (?:us|me|them|him|her)(?: \w+){0,2} to (?:let|help) (?:her|him|me) (?:die|go)",
        r"went missing",
        r"gone missing",
        r"(?:has|is|been) missing (?:from|since)",
        r"written (?:me |us |his mum )?a note",
        r"(?:get|getting|climb\w*|going) (?:to|onto|on|over) the (?:balcony|railings|window)",
        # somebody is made to, or kept from
        r"makes me (?:do|watch|touch|take|wear|eat|drink|send|say|feel dirty)",
        r"not allowed to (?:talk|say|tell|speak|see|leave|go|eat|have)",
        r"(?:have|has) to ask (?:him|her|permission|before)",
        r"(?:cameras?|tracker) (?:in|on) (?:every|my|the)(?: \w+)? (?:rooms?|phone|car|bedroom)",
        r"(?:took|taken|takes|keeps|hid|hidden) my (?:passport|keys|papers|phone|papers|medication|tablets)",
        r"(?:throws?|threw|smash(?:es|ed)?) (?:things|plates|stuff|furniture) (?:at|around)",
        r"when (?:he|she|dad|mum)(?:'s| is| has been)? (?:drunk|drinking|high|angry)",
        (r"(?:slaps?|pinches|hits|pulls|yanks|bites|scratches|grabs) (?:\w+'s? )?(?:and \w+ )?(?:me|his|her|their|grandad|gran|nan"
         r"|mum|dad|my)(?:'s)? (?:hands?|arms?|hair|face|ears?)"),
        r"bites and scratches",
        r"how i got the marks",
        r"tablets to keep (?:her|him|them|me) quiet",
        r"(?:drugged|sedated|doped)(?: up)? (?:all|so|to|at)",
        r"don't let (?:him|her|them) (?:wash|touch|near|in|do)",
        r"kicked me in",
        r"(?:hit|smacked|slapped|shook|hurt) my (?:toddler|baby|child|son|daughter|little \w+|kids?)",
        r"put (?:him|her|them|you) in (?:hospital|the ground|a box)",
        r"near my (?:daughter|son|child|kids)",
        # left without, or ill at this moment
        r"maggots?",
        r"full of (?:rubbish|rats|mice|flies)",
        r"rats and",
        r"can't afford to (?:eat|heat)",
        r"can'?t afford (?:food|heating)",
        r"nobody (?:comes|checks|visits)",
        r"no one (?:comes|checks|visits)",
        r"not had (?:his|her|my) (?:medication|tablets|insulin|injection)s? (?:for|since|in)",
        r"talking to (?:the )?(?:television|tv|wall|walls|people who aren't)",
        r"i have (?:nobody|no one)",
        r"(?:got|have) nobody",
        r"down my (?:left )?arm",
        r"(?:he|she)'s fitting",
        r"fitting (?:again|now)",
        r"waters have (?:gone|broken)",
        r"as i type this",
        r"(?:isn'?t|not) stopping(?=[.!]|$)",
        r"(?:feel|felt|thought) like (?:throwing|jumping|ending|hurting|killing|cutting|dying|running in front)",
        r"throwing myself",
        # hopeless, worn out, alone with it
        (r"(?:los(?:t|ing)|no|without|out of|not any|given up|giv\w+ up all)(?: all| any| my)? hope(?! (?:of|for|that|to|they|you|it"
         r"|in|we))"),
        r"hopeless(?:ness)?(?! (?:service|system|staff|reception\w*|at|phone|organi\w+|communication|place|hospital|surgery|practice))",
        r"nothing (?:matters|left (?:to|for|in)|to lose)",
        (r"(?:nobody|no one|no-one) (?:would |will |'?d )?(?:even |really )?(?:cares?|notice|miss)(?: (?:me|if|whether|about me"
         r"|what happens))"),
        (r"(?:would|will|'d|'ll|they) (?:even |only |ever )?(?:notice|miss|care|find|cry)(?: [\w']+){0,2} (?:if|when|that) (?:i|he"
         r"|she|i'?m|i'?d)"),
        r"miss me when",
        (r"(?:don'?t|can'?t|not|cannot) (?:know|see)(?: [\w']+){0,2} how (?:much longer|long i|i(?:'m| am| can)?(?: going to"
         r"| supposed to)? (?:cope|carry|go on|keep|get through|live|survive|face))"),
        (r"(?:stop|stopped|give|given|giving|gave|ready to give|want to give) (?:up )?(?:fighting|trying|on (?:life|myself"
         r"|everything|living))"),
        r"given up (?:hope|completely|now)",
        r"my mind is made up",
        r"made up my mind",
        r"out of (?:everyone|everybody|your|their|people)(?:'?s)? (?:hair|way|lives|misery)",
        rf"{_NOT} trust {_ME}",
        rf"(?:do|doing|done) (?:something|anything) (?:stupid|silly|drastic|terrible|bad|to {_ME}|i'?ll regret)",
        (r"(?:dr(?:ove|iven|iving)|went|walked|go|going|been|came|stood|sat|got)(?: [\w']+){0,2} (?:to|at|by|near) (?:the "
         r"|a )?(?:edge|top|cliffs?|bridge|railway line|train line|tracks|multi-?stor\w+|beachy head)(?! of (?:the|a) (?:bed|queue"
         r"|list|stairs|road|hill))"),
        r"(?:wanting|wants|want) to (?:be gone|not be here|give up|end|vanish|escape from life)",
        r"rather (?:be )?(?:dead|die|not be here|not wake)",
        r"sooner (?:be dead|die)",
        (rf"(?:{_WANT}|need|needs|needed|wanted) (?:it|this|everything|the pain|the noise|the voices|my head|the thoughts)(?: all"
         r"| just)? (?:to )?(?:stop|end|go away|be over|go quiet)"),
        r"(?:want|need|wish) (?:it|this|everything)(?: [\w']+){0,2} (?:over|finished|done) ?(?:with)?(?=[.!]|$)",
        r"(?:told|said|says|tells)(?: [\w']+){0,4} (?:he|she|i) (?:had|has|have|'d got|'s got) a plan(?! (?:for|of))",
        (rf"(?:going to|gonna|want to|wanna|soon|ready to|i'll) (?:be with|join|see) {_MY} (?:late )?(?:mum|dad|wife|husband|son"
         r"|daughter|baby|brother|sister|nan|mother|father|little \w+)(?: again| soon| now)?(?=[.!]|$)"),
        (rf"(?:pray(?:ed|ing)?|{_WANT})(?: [\w']+){{0,4}} (?:wouldn'?t|won'?t|don'?t|didn'?t|not|never|hadn'?t) (?:to )?(?:come (?:to"
         r"|round|back)|wake|survive|make it|recover|pull through)"),
        r"when it'?s too late",
        r"too late (?:then|by then|to (?:save|help)|for (?:me|her|him))",
        r"my own funeral",
        r"plan\w* (?:my|a|the) funeral",
        r"end of my (?:rope|tether)",
        r"(?:at|reached|hit|past) (?:my |a |the )?(?:breaking point|rock bottom|lowest|limit)",
        r"rock bottom",
        r"(?:at )?my wits'? end",
        rf"{_CANT} (?:cope|function|face (?:another|it|the|life|tomorrow)|live like|get out of bed|stop crying)",
        r"(?:not|barely|hardly|isn'?t|wasn'?t|stopped|struggling to|trying to) (?:coping|cope)",
        (r"(?:so|really|totally|feel|feeling|am|i'?m|im|getting|utterly|absolutely) (?:desperate|suffocated|trapped|worthless"
         r"|useless|empty|numb inside|hopeless|helpless|broken)"),
        r"desperation",
        r"in (?:total |utter |complete )?despair",
        r"despairing",
        r"worthless(?:ness)?",
        r"hate (?:myself|my life|being alive|living|who i am)",
        (r"(?:my )?life(?:'s| is| isn'?t| was| feels?)?(?: not| just| really)? (?:worth|not worth|unbearable|over|pointless|hell"
         r"|meaningless|a misery|ruined|ended)"),
        r"not worth (?:living|it any ?more|being here)",
        r"worth living",
        r"(?:no|little) quality of life",
        r"existing not living",
        r"not living",
        r"just existing",
        r"if i (?:had|owned|could get) (?:a|some) (?:gun|knife|rope|pills|tablets)",
        r"(?:a|you|them|everyone|everybody|him|her|all) (?:all )?a? ?favour if i",
        r"be doing (?:\w+ ){1,2}a favour",
        r"please (?:help me|somebody|someone)",
        r"(?:somebody|someone|anyone|anybody)(?: please)? help (?:me|us|her|him|them)",
        r"(?:nobody|no one|no-one) (?:i can (?:tell|talk)|to (?:talk|turn)|(?:will|can|wants to|would) help (?:me|us|her|him))",
        r"cry(?:ing)? for help",
        r"crying out for help",
        (r"(?:i'm|i am|im|we'?re|she'?s|he'?s) (?:so |really |absolutely |just |too |that )?(?:scared|frightened|terrified|afraid)"
         r" (?:of what|that (?:he|she|i|they)|for (?:my|her|his|our|the)|to (?:be|go|stay|leave|tell|sleep|say|speak|ask|eat)"
         r"|i'?(?:ll|m)|he'?ll|of (?:what|losing|myself|them|him))"),
        r"(?:i'?m|i am|im|she'?s|he'?s) not (?:ok|okay|alright|all right|coping|safe|well in)",
        (r"(?:not|isn'?t|don'?t feel|doesn'?t feel|never feel|aren'?t|didn'?t feel|no longer feel|not feel|don'?t think (?:i'?m"
         r"|he'?s|she'?s)) (?:very |really |at all )?safe"),
        r"hear(?:s|ing)? voices",
        r"the voices",
        r"paranoi[ad]",
        r"(?:they'?re|they are|people are|someone is) (?:watching|following|after|coming for|listening to) me",
        r"drinking (?:every|again|heavily|myself|to (?:cope|sleep|forget|get)|all day|more and more)",
        r"relaps(?:ed|ing|e)",
        r"using again",
        r"back on (?:heroin|crack|the drink|drugs)",
        r"sleeping (?:rough|in my car)",
        r"nowhere (?:to (?:go|sleep|live|turn)|safe|else)",
        r"on the streets",
        r"sofa surfing",
        r"kicked (?:me |him |her )?out(?! of bed)",
        # hurting oneself, by other words
        r"swallow(?:ed|s|ing) (?:batteries|blades?|glass|screws?|pins?|objects|magnets|razors?|coins|things)",
        rf"cut(?:s|ting)? {_MY} (?:own )?(?:legs|arms|thighs|wrists|stomach|skin)(?! (?:off|out|on (?:a|the)|open in))",
        r"overexercis\w*",
        r"laxatives to",
        r"(?:urges?|tempted|temptation|impulse|itching) to (?:\w+ )?(?:hurt|harm|cut|kill|jump|hit|burn|die|end)",
        (rf"(?:harm|hurt|harming|hurting|injur\w+|scar\w*|blam\w+) {_ME}(?! (?:fall\w*|when|while|badly|at|on|shaving|playing"
         r"|slipp\w+|lifting|doing|in|off|by))"),
        r"not (?:eating|eaten|drinking|sleeping) (?:at all|anything|properly|for)",
        r"weigh(?:s|ed)? (?:only |just |under )?(?:three|four|five|six|[3-6]) ?(?:and a half )?(?:stone|st)",
        (r"(?:stopped|stopping|refus(?:es|ed|ing)|given up|won'?t) (?:eat(?:ing)?|drink(?:ing)?|to eat|to drink|wash(?:ing)?|take"
         rf"|taking)(?: (?:water|food|{_MY}|all|any|anything|her|his|my|and drinking|or drink)){{1,3}}(?! (?:blood|bag|coat|dog|call"
         r"|temperature|word|notes|time))"),
        # somebody hurts, controls, threatens
        r"(?:asks?|asked|asking) (?:me )?for (?:\w+ )?(?:pictures|photos|pics|nudes)",
        r"send(?:s|ing)? (?:me )?(?:\w+ )?(?:pictures|pics|photos) of (?:him|his)",
        r"(?:says?|said|told|tells)(?: \w+)? not to (?:tell|say)",
        r"don'?t tell (?:any\w+|mum|dad|your|my)",
        r"(?:can'?t|must not|mustn'?t|daren'?t|scared to|afraid to) tell (?:any\w+|my|them|mum)",
        r"(?:keeps?|kept|keeping) (?:me|her|him|them) (?:locked|in (?:the|her|his|a) (?:room|house|bedroom)|away from|prisoner|a prisoner)",
        r"locked (?:in|up in) (?:the|a|my|her|his) (?:house|room|bedroom|garage|flat|home|cupboard)",
        r"won'?t let (?:me|her|him) (?:out|leave|go|see|have|eat|sleep|speak|work)",
        r"(?:of )?what (?:he|she|they)(?:'ll|'d| will| would| might| is going to)(?: \w+)? do",
        r"(?:if|when|in case|before|until) he (?:finds|found|gets|comes|sees|wakes)(?: me| out| home| back| in| up)",
        r"he'?ll (?:find|hurt|hit|take|go mad|kill)",
        (r"(?:rough|cruel|nasty|aggressive|violent|brutal|vicious) (?:with|to|towards) (?:her|him|me|mum|dad|residents|the residents"
         r"|them|us|my|people|the (?:old|other))"),
        r"(?:finger|grip|hand|teeth|bite|burn|belt|rope|choke|strangle) ?marks",
        r"covered in (?:bruis\w+|blood|marks|sores|burns)",
        r"black eyes?",
        r"bruises (?:he|she|they|nobody|no one|that nobody|on (?:his|her|the))",
        (r"(?:being|been|getting|is|gets|keeps getting) (?:hit|kicked|punched|slapped|beaten|attacked|strangled|bullied|abused"
         r"|starved|robbed|exploited|groomed|threatened|followed|stalked|controlled|hurt by|restrained|tortured|mistreated"
         r"|ill-treated|harmed)(?! by (?:a|the) (?:car|bus|ball|horse|dog|wasp|bee|wave))"),
        (r"(?:push(?:es|ed)|shov(?:es|ed)|grab(?:s|bed)|pull(?:s|ed)|spat|spits|threw|throws|pinch(?:es|ed)|shak(?:es|en)|hurts|hits"
         r"|beats|punches|kicks|slaps|thump(?:s|ed)|smack(?:s|ed)) (?:at |on )?(?:me|her|him|us|them|mum|my (?:mum|nan|dad|son"
         r"|daughter|wife|husband|brother|sister|baby|\w+ by the))(?! (?:head|hand|leg|arm|elbow|knee|hip|as a|how|towards|that"
         r"|aside|forward|to (?:bits|one|\w+ appointment|my \w+|his \w+|her \w+"
         r"|\[)|out of (?:the |my )?\w+ in|in (?:the|a|my|his|her) (?:wheel|chair|bed|ambulance)\w*|round the ward))"),
        (r"(?:steal(?:s|ing)?|stole|tak(?:es|ing)|took) (?:money )?(?:from|off) (?:her|him|me|mum|dad|residents|my|their) (?:purse"
         r"|bank|account|pension|money|card|handbag)"),
        r"steal(?:s|ing) (?:from|her|his|my)",
        r"call(?:s|ed|ing) (?:me|her|him|them) names",
        (r"(?:shout(?:s|ing)?|scream(?:s|ing)?|swear(?:s|ing)?|yell(?:s|ing)?) at (?:me|her|him|them|mum|dad|(?:the )?residents|my"
         r"|people|us)"),
        r"controls? (?:me|her|him|what|who|where|when|how|my|everything|all)",
        (r"(?:he|she|partner|husband|boyfriend|mother)(?: always| still)? (?:follows|tracks|watches|stalks|threatens|humiliates"
         r"|isolates|controls|sits in)"),
        r"sits in on (?:all |every )?(?:of )?my",
        r"left (?:home )?(?:alone|by themselves|on their own)(?: in the house)? (?:all|overnight|at night|every|for|with)",
        r"(?:nobody|no one|no-one|isn'?t anybody) (?:is )?(?:looking after|feeds|feeding|watching|caring for) (?:her|him|them|the|my)",
        (r"(?:soaking|soaked|sodden|wringing|wet|soiled|dirty|filthy)(?: wet)? (?:bed|sheets?|pads?|napp\w+|clothes|bedding"
         r"|chair)(?: [\w']+){0,2} (?:all night|all day|for|every|since|and)"),
        r"sores? (?:down to|to the bone|infected|all over|on (?:her|his) (?:bottom|heel|back|hip)|(?:that|which) (?:smell|weep|ooz)\w*)",
        r"living on (?:biscuits|tea|toast|cereal|crisps|nothing|bread|water)",
        (rf"{_NOT} (?:been )?(?:washed|bathed|showered|changed (?:her|his|my|for|since)|fed|left the house|left (?:her|his|my)"
         r" (?:room|bed))(?! (?:up|properly before|my mind))"),
        (r"(?:malnourished|dehydrated|skin and bones?|skeletal|wasting away|fading away|going downhill fast|hypotherm\w+"
         r"|freezing cold at home)"),
        r"won'?t wake",
        r"(?:not|isn'?t|stopped|won'?t) (?:feeding|feed|responding|passing urine)(?: \w+)?",
        r"turned blue",
        r"bleeding (?:heavily|badly|again|and|a lot)",
        r"feel(?:s|ing)? (?:really|so|very|dreadfully) (?:ill|unwell|poorly|bad)(?: (?:now|and|still)|(?=[.!?]|$))",
        r"what (?:should|do) i do(?=[?]| now| next| please|$)",
    ),
    Sign.CARE_NOW: (
        # somebody may need an ambulance
        rf"{_CANT} (?:wake|rouse) (?:(?:him|her|them|mum|dad|the baby)(?: up)?|my \w+)",
        (rf"(?:{_THEY}|(?:my|the|our) \w+(?: \w+)? (?:is|has gone)|gone|going|went) (?:all |so |very |really |gone )?(?:floppy"
         r"|lifeless|unresponsive|unconscious|limp)(?! (?:wrist|and then))"),
        rf"(?:{_IM}|{_THEY}|is|stopped) (?:not |barely |struggling to |hardly )breath(?:e|ing)(?! (?:exercise|test|properly last))",
        r"(?:lips|face|tongue)(?: \w+){0,2} (?:gone|going|turned|turning|is|are) (?:all |very )?blue",
        (r"(?:chest pains?|pains? in my chest|the bleeding|crushing pain|slurring|face (?:has )?dropp\w+)(?: \w+){0,4} (?:right now"
         r"|at the moment|now|tonight|as i (?:write|type))"),
        r"(?:won'?t|will not|has not|hasn'?t|can'?t|cannot) stop(?:ped)? (?:the )?bleeding",
        r"bleeding (?:really )?(?:heavily|badly|out) (?:now|right now|and)",
        r"having a (?:stroke|heart attack|seizure|fit) (?:now|right now)",
        # asks to be called back
        rf"(?:can|could|would|will) {_SOMEBODY} (?:please |kindly |just )?{_ASK_BACK} (?:me|us|him|her|mum|dad|my {_KIN})",
        rf"please (?:can (?:\w+ )?)?{_ASK_BACK} (?:me|us)(?! (?:mrs?|ms|miss|by)\b)",
        rf"(?:i|we) (?:really |urgently |still |just )?need {_SOMEBODY} to (?:{_ASK_BACK}|see|look at|help)",
        (rf"(?:i am|i'm|{_THEY}|we are|we're) (?:still |now )*(?:waiting for|trying to (?:reach|get hold of)) (?:{_SOMEBODY}|a call"
         r"|anybody)(?: \w+){0,2} (?:back|to (?:ring|call|phone|see))"),
        r"my (?:phone |telephone |mobile )?number is [+0][\d ]{6,}\d",
        r"(?:should|do) (?:i|we) (?:need to )?(?:go to|ring|call|phone) (?:a ?& ?e|a and e|casualty|999|111|an ambulance)",
        # something is wrong at this moment
        (rf"{_PART} (?:(?:is|are|has|have|'s|'ve) )?(?:now |still |all |just )*(?:gone|going|turned|turning|getting|looks?|feels?)"
         rf" (?:\w+ )?{_LOOKS}"),
        rf"{_PART} (?:is|are) (?:now |still |all |very |so )*{_UNWELL}",
        # black skin, blue eyes and open arms are nothing wrong
        rf"(?!skin|face|eye){_PART} (?:is|are) (?:now |still |all |very |so )*(?:blue|black)",
        r"(?:wound|scar|stitches) (?:is|are) (?:now |still |all )*open",
        r"(?:plaster|cast|bandage|dressing)(?: is|'s) (?:now |still |far |much |so |very )*(?:too tight|tight|wet|loose|soaked)",
        (r"(?:i|he|she|we) (?:can't|cannot|can not) (?:now |even |still )?(?:breathe|swallow|feel (?:my|his|her)|pass (?:water"
         r"|urine)|wee|stand up|keep (?:anything|food|water) down)"),
        (rf"(?:i am|i'm|{_THEY}) (?:still |now |also )*(?:bleeding|vomiting|being sick|in agony|in (?:severe|terrible|awful|constant)"
         r" pain|burning up|struggling to breathe)"),
        r"(?:chest pains?|the bleeding|the pain|a (?:high )?temperature|a fever)(?: \w+){0,3} (?:right now|at the moment|tonight)",
        r"(?:won't|will not|has not|hasn't) stop(?:ped)? bleeding",
        (r"(?<!was )(?<!were )still (?:bleeding|vomiting|being sick|swollen|infected|oozing|weeping|in (?:a lot of |so much |severe "
         r"|terrible |constant |great )?(?:pain|agony))"),
        (rf"(?:(?:pain|swelling|rash|breathing|cough|infection|headaches?|symptoms) (?:is|are)|i am|i'm|{_THEY}) (?:now "
         r"|still )?getting (?:much |a lot )?worse"),
        (r"(?:i have|i've|he has|she has|we have) (?:now |nearly |almost )*run out of (?:my |his |her |the )?(?:insulin|tablets"
         r"|medic\w+|inhalers?|pain ?killers|morphine|patches|oxygen)"),
    ),
    Sign.YOUNG: (
        rf"(?:i|i've|i have) (?:just )?turned {_UNDER_18}",
        (rf"(?:{_I}|i've turned|my age is|aged) (?:only |just |nearly |almost |about |now |still |turning )*{_UNDER_18}(?: years? old"
         r"| yrs?(?: old)?| ?y/?o)?(?! ?(?:[-.:,/%°]\d|%|per|[ap]m|st\b|nd|rd|th|weeks?|months?|days?|hours?|hrs?|minutes?|mins?"
         r"|miles?|times?|metres?|stones?|foot|feet|ft|kilos?|kg|lbs?|out of|on|of|in|from|hundred|thousand|years? (?:on|into|post"
         r"|later|since|in|clean|sober|older|younger|ago)|who|more|other|inch\w*|mg|ml))"),
        rf"{_I} (?:now |still |going )?(?:in|into) (?:year|yr|y) ?(?:[1-9]|1[0-3]|seven|eight|nine|ten|eleven)",
        rf"{_I} (?:still )?at (?:school|primary|secondary|sixth form)",
        r"i go to (?:\w+ )?school",
        rf"{_I} (?:just |only |still )?a (?:kid|child|teenager|teen|schoolboy|schoolgirl|minor|young carer)",
        r"my (?:[5-9]|1[0-7])(?:th|st|nd|rd)? birthday",
        r"(?:missed|miss|off|back at|back to) school",
        r"my (?:head ?teacher|teacher|form tutor|school|classmates|class)",
        r"(?:year|yr) (?:[7-9]|1[01]) (?:at|in) my",
    ),
    Sign.WORKS_THERE: (
        (r"(?:i|we)(?: have|'?ve)?(?: \w+)? work(?:s|ed|ing)? (?:here|there|on|at|in|for|alongside) (?:this|that"
         r"|the (?:\w+ )?(?:ward|unit|home|trust|practice|surgery|hospital|department|clinic|team|service)|your|these|here)"),
        r"(?:i|we)(?: have|'?ve)?(?: \w+)? work(?:ed|ing)? (?:here|there)",
        r"i used to work (?:on|at|in|for|here|there)",
        rf"{_I} (?:one of )?(?:a|an|the) (?:\w+ ){{0,3}}?{_STAFF} (?:here|on|at|in|there|for|working|employed|who works?)",
        rf"as (?:a|an|one of the) (?:\w+ ){{0,2}}?{_STAFF}(?: \w+)? (?:here|on|at|in|there|i|we|who|myself)",
        r"(?:my|our) (?:own )?(?:colleagues?|line managers?|ward manager|team leader|shifts?|rota|employers?|co-?workers?|matron|handover)",
        r"(?:my|our) manager(?!'s)",
        r"(?:on|during) (?:my|our) (?:last |next |night |first )?shifts?",
        r"we (?:are|were|'re) (?:\w+ ){0,2}?(?:short|under) ?-?staffed",
        r"(?:some|those|most|all) of us (?:who work )?(?:here|on (?:this|the) ward) (?:are|have|feel|get)",
        r"whistle-?blow\w*",
        r"bl(?:ow|ew|owing|own) the whistle",
        r"(?:freedom to )?speak(?:ing)? up guardian",
        r"gagging (?:clause|order)",
        (r"(?:we|i) (?:are|am|were|was|have been|'ve been) (?:told|asked|made|forced|ordered) to (?:falsif\w+|change the notes"
         r"|cover (?:up|it up)|lie|sign)"),
    ),
    Sign.DEATH: (
        r"died",
        r"passed away",
        r"stillb(?:orn|irth)",
        r"miscarri(?:ed|age)",
        r"lost (?:my|our|the) (?:baby|husband|wife|mum|dad|mother|father|son|daughter)",
    ),
    Sign.LEGAL: (
        r"(?:crown|county|high|family|magistrates'?|sheriff|coroner'?s|employment|supreme|appeal|youth|civil) courts?",
        r"court of (?:protection|appeal|session|law)",
        r"court (?:order|judg\w+|proceedings|papers|action|battle)",
        r"legal (?:action|proceedings|advice|team|claim|battle)",
        r"litigation",
        r"judicial review",
        r"injunction",
        r"(?:a |the |our |my )(?:claim|case) against (?:the|them|him|her)",
        r"compensation (?:claim|from)",
        r"claim(?:ing|ed)? (?:for )?(?:compensation|damages)",
        r"out of court",
        r"non-?disclosure",
        r"prosecut\w+",
        r"on trial",
        r"(?:was|were|been|is) (?:arrested|convicted|sentenced|acquitted|charged with|on bail)",
        r"arrested (?:him|her|me|them)",
        (r"(?:(?:referred|reported)(?: \w+){0,2} to|investigat\w+ by|hearing at) the (?:nmc|gmc|hcpc|nursing and midwifery council"
         r"|general medical council)"),
        r"fitness[- ]to[- ]practise",
        r"struck off(?! the (?:list|practice|books))",
        r"public inquiry",
        r"serious case review",
        r"solicitors?",
        r"lawyers?",
        r"barrister",
        r"inquest",
        r"coroner\w*",
        r"(?:going|gone|take|taking|took) (?:\w+ ){0,3}to court",
        r"court (?:case|hearing|date)",
        r"tribunal",
        r"su(?:e|ed|ing) (?:the|them|him|her|you)",
        r"negligen(?:ce|t)",
        r"malpractice",
        r"police (?:investigation|statement|report)",
        r"reported (?:\w+ ){0,3}to the police",
        r"under investigation",
        r"ombudsman",
        r"employment tribunal",
        r"gagging",
        r"defamat\w+",
        r"libel\w*",
    ),
    Sign.HATE: (
        r"n[i1]gg\w+",
        r"p[a4]k[i1]s?",
        r"ret[a4]rds?",
        r"f[a4]gg?ots?",
        r"tr[a4]nn(?:y|ies)",
        r"g[yi]ppos?",
        r"p[i1]keys?",
    ),
    Sign.ADVERT: (
        (r"(?:visit|see|browse|check out|go to|find|follow|like|join|contact) (?:our|us) (?:website|web ?site|page|shop|online"
         r"|on (?:facebook|instagram|tiktok|twitter)|store|showroom)"),
        r"follow us",
        r"(?:book|order|buy|call|enquire|enrol|sign up|register) (?:now|today|your (?:free|appointment (?:now|today)))",
        (r"(?:call|ring|phone|contact|email|whatsapp|message|dm) us (?:now|today|on|at|for)(?! (?:if|monday|tuesday|wednesday"
         r"|thursday|friday|saturday|sunday))"),
        r"\d+ ?(?:%|per ?cent) off",
        r"discounts? (?:code|on|for|available)",
        r"promo(?:tion|tional)? code",
        r"voucher code",
        r"special offers?",
        r"limited (?:time|offer|places)",
        r"half price",
        r"(?:our|a|offers?|offering) free (?:consultations?(?! room)|trials?|quotes?|delivery|demo|assessment (?:today|now))",
        r"(?:best|lowest|affordable|competitive|unbeatable|great) (?:prices?|rates?|deals)",
        r"money[- ]back",
        r"satisfaction guaranteed",
        r"100% (?:natural|guaranteed|safe)",
        r"5 ?star (?:service|rated)",
        r"we (?:offer|provide|speciali[sz]e|deliver|supply|are proud to|pride ourselves|are a leading|guarantee|have over)",
        (r"our (?:clients|customers|products|range|services include|friendly team|experts|clinic (?:offers?|is|in|has)|prices"
         r"|company|business)"),
        r"i(?:'?m| am)? (?:highly |strongly )?recommend (?:dr\.?|doctor) \w+ (?:for|on|via|at) (?:\w+ ){0,12}(?:whatsapp|email|instagram)",
        r"(?:cured|restored) (?:me|my \w+) (?:of|from|with) (?:\w+ ){0,4}(?:herbal|spell)",
        r"herbal (?:cure|remed\w+) from",
    ),
}  # fmt: skip
