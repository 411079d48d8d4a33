from heard.core.events import on
from heard.enquiries import actions
from heard.enquiries.events import EnquiryAnswered, EnquirySent


@on(EnquirySent)
def owe_first_letters(fact: EnquirySent) -> None:
    actions.owe_first_letters(enquiry_id=fact.enquiry_id)


@on(EnquiryAnswered)
def owe_answer(fact: EnquiryAnswered) -> None:
    actions.owe_answer(enquiry_id=fact.enquiry_id)
