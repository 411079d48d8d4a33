"""Common first names of the UK and Ireland. A word here is a possible name, never more than that.

Names that are also everyday words count only inside a sentence and with a capital letter: “the nurse, Grace, was kind”.
"""


def words_of(block: str) -> frozenset[str]:
    return frozenset(block.split())


SURE = words_of(
    """
    aaliyah aaron abdul abena abigail adaeze adam adebayo adnan adrian agnes agnieszka ahmad ahmed aidan ailsa aine aisha akosua alan
    alana alasdair albert aled alejandro aleksandra alex alexander alexandra alfie ali alice alison alistair alun amanda amandeep amara
    amber amelia amina amir amjad amrit amy ana analyn andrea andreea andrew andrzej angela angharad angus anil anita anjali ann anna
    anne annie anthony antonia anwen aoife archie ariana arif arjun arthur arun asha ashley ashok asif audrey ava ayesha
    baljit barbara barry beata beatrice becky ben benjamin bernadette bernard bernie beryl beth bethan bethany bev beverley bhavna biju
    bilal bincy blessing bogdan brenda brendan brian bridget bronagh bronwen bryan
    caitlin caleb callum cameron carl carlos carly carmel carol caroline carolyn carys cathal catherine cathy catrin catriona cecil ceri
    cerys charles charlie charlotte chen cheryl chidi chinwe chioma chloe chris christina christine christopher ciara ciaran claire
    clare clifford clive colette colin conor cormac craig cristina cynthia cyril
    dafydd daisy damian daniel daniela danielle danny darragh darren dave david dean debbie deborah declan deepa deepak deirdre delilah
    delroy denise dennis derek diana diane dilys dinesh divya dominic donal donald donna doreen doris dorota dorothy doug douglas duncan
    dylan
    eamon ebony eddie edith edna edward efua eileen eilidh eimear eira elaine eleanor elena eleri elijah eliza elizabeth ella ellen
    elliot elsie emeka emily emma emmanuel emyr enid eoin eric erin ernest esme esther ethan ethel eunice evelyn evie ewan ezra
    faisal farah farai fatima fergus ffion finlay finley fiona fionnuala florence florin folake fran frances francesca francis fraser
    fred freddie freya
    gabriel gabriela ganesh gareth gary gavin gemma geoff geoffrey george georgia georgina geraint gerald geraldine gerard gertrude
    gethin ghulam gillian giovanni giulia gladys glen glenys glyn gordon graeme graham grainne greg gregor gregory grzegorz gurpreet
    gwen gwilym gwyneth
    hamish hamza hanif hannah hannan harjit harold harpreet harriet harry hasan hassan hayley hazel heather hector hefin helen henry
    hilary hilda howard huda hugh hussain hussein huw
    iain ian ibrahim idris ieuan imogen imran ines inga ingrid ioana iona irene irina isaac isabel isabella isla ismail iwan iwona
    jacek jackie jacob jacqueline jacques jade jake jamal james jamie jan jane janet janice jasmine jason jaspreet javed javier jayden
    jayne jean jeffrey jen jenna jennifer jenny jeremy jerome jess jessica jill jim jimmy jincy joan joanna joanne joao jocelyn joe joel
    john johnny jomar jonathan jordan jose joseph josephine josh joshua joyce juan judith julia julian julie juliet june jyoti
    kamal karen karim kashif katarzyna kate katherine kathleen kathryn kathy katie katy kavita kayleigh keiran keith kelly kelsey ken
    kenneth kenny kerry kevin khadija khalid kieran kim kimberley kiran kirsten kirsty kofi krishna krzysztof kulwinder kumar kwabena
    kwame kyle
    lachlan lakshmi lara laura lauren laurence leah leanne lee leena leila len leo leon leonard lesley leslie lewis liam linda lindsay
    lisa liz llinos lloyd lorna lorraine louis louise lourdes lowri lucas lucy luis luke lydia lynn lynne lynsey
    mabel maeve magda magdalena mahesh mair mairead mairi maisie malcolm malgorzata mandy manjit manpreet marcia marcin marek margaret
    maria mariam marian maricel marie marilyn marion marites marjorie marta martin martina martyn mary maryam matilda matt matthew maud
    maureen maurice mavis meera megan mei meinir melanie melissa michael michelle miguel mihaela mihai mike millie mohamed mohammad
    mohammed moira mollie molly monica monika morag muhammad mukesh murdo muriel mustafa myra
    nadeem nadia nancy naomi narinder nasreen natalia natalie natasha nathan naveed nazia neha neil nellie nerys ngozi nia niall niamh
    nicholas nick nicola nicole nigel nikhil nina noah noel noor nora norah noreen norman nuala
    obinna oisin oksana olena olga oliver olivia ollie olu oluwaseun olwen omar oonagh orla oscar oswald owain owen
    paddy padraig pamela parminder parveen patel patricia patrick paul paula pauline paulo pawel peadar pearl pedro peggy penelope percy
    peter phil philip philippa phillip phoebe phyllis pierre piotr pooja pradeep prakash pravin priya priyanka przemek
    rachel rafael rahul raj rajesh rajinder ralph ramesh rashid ravi raymond rebecca reena reginald rekha renata rhian rhiannon rhodri
    rhona rhys richard ricky robert roberta roberto robin robyn rodel roderick rodney roger rohan roisin ronald rory rosalind rosario
    rosemary rosie ross rowan rowena roy ruairi ruby rukhsana rupert russell ruth ryan
    sabrina sadia sadie saima saira sally salma salman sam samantha samira samuel sandra sangita sanjay saoirse sara sarah sasha scott
    seamus sean sebastian selina sergei shabnam shahid sharon shaun shauna shazia sheeja sheila shelley shibu shirley shona shreya sian
    siddharth sienna simon simone simran sinead siobhan sioned sipho sneha sofia sonia sophia sophie sorcha stacey stanley stella
    stephanie stephen steve steven stewart stuart sukhdeep suleman sunil sunita suresh surinder susan susanna suzanne svetlana sybil
    sylvia
    tadhg tahir tamara tanya tara tariq tatenda tatiana tegan tendai terence teresa terry thandiwe thea thelma theo theresa thomas tim
    timothy tina toby tom tomasz tommy tomos toni tony tracey tracy trevor tricia trish tunde
    umar una usman uzma valerie vanessa varun vera vernon veronica vicky victoria vijay vikram vincent violet vivek vivian vivien
    vivienne vladimir
    walter wayne wendy wilf wilfred william winifred winnie winston wojciech
    xiao
    yasir yasmin yetunde yusuf yvette yvonne
    zac zach zahid zahra zainab zara zoe zofia zubair zuzanna
    """
)

ALSO_WORDS = words_of(
    """
    art bill bob carmen christian clay cliff crystal dale dawn dee don drew earl eve faith flora frank gene gail
    gill glory grace grant guy heath holly hope iris ivy jack jay joy kay kit lily mark marina max mercy miles nat olive pat penny
    ray rich rob robbie rod ron rose roman sandy sky skye stan sue sunny ted tess verity victor wade will
    """
)
