"""Common first names of the UK and Ireland. A word here is a possible name, never more than that.

Names that are also everyday words count only inside a sentence and with a capital letter: “the nurse, Grace, was kind”.
"""


def words_of(block: str) -> frozenset[str]:
    return frozenset(block.split())


SURE = words_of(
    """
    aaliyah aaron abdul abigail adam adnan adrian agnes ahmed aidan aisha alan alana alasdair albert alejandro alex alexander alexandra
    alfie ali alice alison alistair amanda amara amber amelia amina amir amrit amy ana andrea andrew angela angus anil anita ann anna
    anne annie anthony antonia anwen aoife archie ariana arjun arthur asha ashley ashok audrey ava ayesha
    barbara barry beatrice becky ben benjamin bernadette bernard beryl beth bethan bethany bev beverley bhavna blessing brenda brendan
    brian bridget bronwen bronagh bryan
    caitlin callum cameron carl carly carmel carol caroline carolyn catherine cathy catrin ceri charlie charles charlotte chen cheryl
    chloe chris christina christine christopher chidi ciara ciaran claire clare clive colette colin conor craig cynthia
    daisy damian daniel daniela danielle danny darren dave david dean debbie deborah declan deirdre deepak delroy denise dennis derek
    diana diane dilys dominic donald donna doreen doris dorothy doug douglas duncan dylan
    ebony eddie edith edward efua eileen eilidh elaine eleanor elena eleri elizabeth ella ellen elliot elsie emily emma emmanuel eoin
    eric erin esther ethan eunice evelyn evie ewan
    farah fatima fergus fiona florence fran frances francesca francis fraser fred freya
    gabriel gareth gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard ghulam giovanni gillian gladys glen
    glenys gordon graeme graham grainne greg gregory gurpreet gwen gwyneth
    hamish hanif hannah hannan harjit harold harpreet harriet harry hasan hassan hayley hazel heather hector helen henry hilary howard
    huda hugh hussain
    ian ibrahim iain imogen imran ines inga ingrid iona irene isaac isabel isabella isla ismail
    jackie jacob jacqueline jade jake jamal james jamie jan jane janet janice jasmine jason javier jayne jean jeffrey jen jenna jennifer
    jenny jeremy jerome jess jessica jill jim jimmy joan joanna joanne joe joel john johnny jonathan jordan jose joseph josephine josh
    joshua joyce juan judith julia julian julie juliet june jyoti
    kamal karen karim kate katherine kathleen kathryn kathy katie katy keiran keith kelly ken kenneth kerry kevin khadija kieran kim
    kimberley kiran kirsten kirsty kofi krishna kumar kwame kyle
    lakshmi lara laura lauren laurence leah leanne lee leila len leo leon leonard lesley leslie lewis liam linda lindsay lisa liz lloyd
    lorna lorraine louis louise lucas lucy luke lydia lynn lynne lynsey
    mabel maeve magda maisie malcolm mandy manjit marek margaret maria mariam marian marie marilyn marion marjorie marta martin martina
    martyn mary maryam matilda matt matthew maureen maurice megan mei melanie melissa meera michael michelle miguel mike millie mohamed
    mohammad mohammed moira mollie molly monica muhammad mustafa myra
    nadia naomi narinder natalie natasha nathan neil nia niamh nicholas nick nicola nicole nigel nikhil nina noah noel noor nora norah
    norman nuala
    oisin olga oliver olivia olu olwen omar oonagh orla oscar oswald owen
    paddy padraig pamela patel patricia patrick paul paula pauline pearl penelope peter phil philip philippa phillip phoebe pradeep
    pravin priya priyanka przemek
    rachel rafael raj rajesh ralph ramesh ravi raymond rebecca reginald rhian rhiannon rhona rhys richard ricky roberta robert roberto
    robin robyn roderick rodney roger roisin ronald rory rosalind rosemary rosie ross rowan roy ruby rupert russell ruth ryan
    sabrina sadie saima sally salma sam samantha samira samuel sandra sangita sanjay sara sarah sasha saoirse scott sean sebastian
    seamus selina shabnam shahid sharon shaun shauna sheila shelley shirley shona shreya sian siddharth simon simone sinead siobhan
    sofia sonia sophia sophie stacey stanley stella stephanie stephen steve steven stuart sunil sunita surinder susan susanna suzanne
    sylvia
    tamara tanya tara tariq tegan terence teresa terry thelma theo theresa thomas tim timothy tina toby tom tomasz tommy toni tony
    tracey tracy trevor tricia trish tunde
    una uzma valerie vanessa vera vernon veronica vicky victor victoria vijay vikram vincent violet vivian vivienne
    walter wayne wendy wilfred william winifred winston xiao yasmin yusuf yvette yvonne zac zach zahra zainab zara zoe zofia
    """
)

ALSO_WORDS = words_of(
    """
    art bill bob carmen christian clay cliff crystal dale dawn dee don drew earl eve faith flora frank gene gail
    gill glory grace grant guy heath holly hope iris ivy jack jay joy kay kit lily mark marina max mercy miles nat olive pat penny
    ray rich rob robbie rod ron rose roman sandy sky skye stan sue sunny ted tess verity victor wade will
    """
)
