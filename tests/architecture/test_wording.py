"""What readers once found on the pages and said of it that it read as if translated. None of it comes back.

Looked for in all that is marked for translation, which is all that templates say (`test_marked.py`), and in the texts that come with Heard.
"""

import re

import pytest

from heard.demo.rules.plainness import measure
from heard.ui.catalogues import collected
from tests.pages.texts import all_terms, all_texts

RATHER = {
    r"starts no complaint|makes nobody answer": "This is not a formal complaint. Services don’t have to reply by law.",
    r"who should not be\b": "takes out anything that could identify you or someone else",
    r"no address of your computer": "we don’t store your IP address",
    r"those who check services": "organisations that inspect care, such as the CQC",
    r"what name shall we|put to it": "What name should we show with your story?",
    r"calling themselves": "tired daughter, a carer",
    r"would stop at": "A few words that would make someone stop and read.",
    r"with your eyes": "through your eyes",
    r"which group are you part of": "What is your ethnic group?",
    r"an illness that lasts": "a long-term condition",
    r"\bneed not\b": "You don’t have to",
    r"the machine that sends": "only our email system can use them",
    r"i have it safe": "I’ve saved my key",
    r"\btake off\b": "Remove",
    r"a comma between": "separate with commas",
    r"no story is like that": "No stories match",
    r"who listens there|was sent the news": "a member of staff was emailed",
    r"not heard yet": "No one there has been emailed yet.",
    r"year or day of birth": "a year or date of birth",
    r"at any hour": "day or night",
    r"\bwrite (?:four|the|your) (?:words|key)\b": "type four words",
    r"for which organisation": "Which organisation are you working for?",
    r"\bread elsewhere\b": "Another organisation read it on …",
    r"\bthaw": "Unfreeze",
    r"your part would be": "You’d be a responder: you can answer stories and plan changes.",
    r"address that the letter|a letter with a link": "the address we emailed, an email with a link",
    r"\bat least 10 signs|six numbers\b": "At least 10 characters, the 6-digit code in your app",
    r"return it with words": "Send it back with a note",
    r"leave it \(cancel\)": "Cancel",
    r"is planned after your story": "A change is planned because of your story",
    r"should be the last day": "What should the last day be?",
    r"say that it was made": "Mark as done",
    r"woman or man": "Sex or gender",
    r"\bbe somebody\b": "Try Heard as…",
    r"how far it came": "Progress",
    r"\bsomebody\b|\beverybody\b|\banybody\b": "someone, everyone, anyone",
    r"\bwhoever (?:has|told|reads|writes|does)\b": "anyone who",
    r"\bupon\b": "on",
    r"\bshall\b": "should, or will",
    r"\be-mails?\b": "email",
    r"\bby now\b": "already",
    r"\bput right\b": "correct",
    r"\b(?:rows? with|in rows)\b": "what happens, not how our machine thinks of it",
    r"\bit is public that\b": "Anyone can see that …",
    r"\b(?:by|for|from|in) which (?!language)": "the month it happened, the day it’s due by",
    r"\bhad (?:no|a) part in\b": "wasn’t involved in, was involved in",
    r"\b(?:keep|sell|pass on|pays?) nothing\b|\bneeds? no\b": "don’t keep anything, doesn’t need",
    r"^enter why\b": "Say why …",
}
"""What was found, and what people say."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>|https?://\S+|\S+@\S+")


@pytest.fixture(scope="module")
def messages():
    """Everything that is marked, and each text of ours, without what is filled in, and where it stands."""
    found = [(said, f"pages/content/{text.name}") for text in all_texts() for said in text.read]
    found += [(term["meaning"], "pages/content/terms") for term in all_terms()]
    for each in collected():
        texts = [each.id] if isinstance(each.id, str) else each.id
        found += [(" ".join(PLACEHOLDER.sub("…", text).split()), each.locations[0][0]) for text in texts if text]
    assert found
    return found


@pytest.mark.parametrize("found", RATHER)
def test_what_read_as_if_translated_does_not_come_back(messages, found):
    again = [f"{where}: {text}" for text, where in messages if re.search(found, text, re.IGNORECASE)]
    assert not again, f"Better: {RATHER[found]}\n" + "\n".join(again)


def test_no_word_stands_twice(messages):
    twice = re.compile(r"\b(?!had had|that that)([a-z]+) \1\b", re.IGNORECASE)
    assert not [f"{where}: {text}" for text, where in messages if twice.search(text)]


def test_quotation_marks_apostrophes_and_dots_are_those_of_print(messages):
    typed = re.compile(r"""['"]|\.\.\.""")
    assert not [f"{where}: {text}" for text, where in messages if typed.search(text)]


def test_at_most_one_sentence_in_twenty_is_long(messages):
    plain = measure(text for text, _ in messages)
    assert len(plain.long) <= plain.sentences / 20, "\n".join(plain.long)


def test_what_authors_read_while_they_tell_can_be_read_at_eleven(messages):
    assert measure(text for text, where in messages if "/telling/" in where).age <= 11
