"""Deciding what is not a story: words are published or given back, a report is seen to. What a kind's decision calls, the kind says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Person
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.reviewing import Report
from heard.core.texts.differences import as_one, is_edited, is_heavy
from heard.moderation.actions.cases import close_case, own_case
from heard.moderation.lifecycle import CaseMoves
from heard.moderation.models import Case, Outcome
from heard.moderation.queries.cases import help_to_send
from heard.moderation.queries.looks import noticed_in_said, words_of
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules.looking import check_looked_at
from heard.moderation.rules.messages import with_help


@transaction.atomic
def publish_words(
    *, case_id: int, words: Mapping[str, Any], seen_version: int | None = None, note: str = "", looked_at: Sequence[str] = (), by: Person
) -> Case:
    """Publish an answer, a reply, a change, with these words (by field), perhaps other ones than were sent; `note` says what was changed
    and why. More than a little changed lowers the score of whoever answered. `looked_at` are keys of what was found in just these words,
    and in how they are signed, and can stay.

    Raises:
        ChangedSince: it was changed since `seen_version`.
        NotAcceptable: there are no words left, they were changed without a note, or nobody looked at something that was found in them.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide, it is about something else, or it was taken back.
    """
    case = own_case(case_id, by)
    kind, thing = words_of(case), case.thing
    own = kind.own(thing)
    edited = is_edited(own, words)
    if edited and not note.strip():
        raise NotAcceptable(str(kind.say_why), field="note")
    heavily = kind.edits_count and edited and is_heavy(as_one(own), as_one({name: words.get(name) for name in own}))
    kind.publish(thing, words, seen_version=seen_version, note=note, heavily=heavily, by=by)
    looks = check_looked_at(noticed_in_said(case, words), looked_at)  # whatever was found and nobody looked at undoes it all
    outcome = Outcome.PUBLISHED_EDITED if edited else Outcome.PUBLISHED
    return close_case(case, CaseMoves.DECIDE, outcome=outcome, looked_at=looks, by=by)


@transaction.atomic
def give_back(*, case_id: int, reason: str, seen_version: int | None = None, by: Person) -> Case:
    """Do not publish; `reason` is what whoever wrote it reads, kindly. Where an author wrote words with signs of crisis, the region's
    crisis lines stand under it.

    Raises:
        ChangedSince, NotAcceptable, BeingRead, WrongState, NotAllowed: as in `publish_words`.
    """
    case = own_case(case_id, by)
    kind = words_of(case)
    said = with_help(reason, help_to_send(case)) if kind.of_author and reason.strip() else reason
    return close_case(case, CaseMoves.DECIDE, outcome=kind.give_back(case.thing, said, seen_version=seen_version, by=by), by=by)


@transaction.atomic
def see_to_report(*, case_id: int, note: str, by: Person) -> Case:
    """A report is seen to; the note says what was done.

    Raises:
        NotAcceptable: there is no note.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide, or it is about something else.
    """
    case = own_case(case_id, by)
    if not isinstance(case.kind, Report):
        raise NotAllowed(_("You can’t do this with this kind of case."))
    if not note.strip():
        raise NotAcceptable(_("Say what you did"), field="note")
    return close_case(case, CaseMoves.DECIDE, outcome=Outcome.SEEN_TO, note=note, by=by)


@transaction.atomic
def put_away(*, case_id: int, by: Person) -> Case:
    """What the case was about was taken back or is decided: there is nothing left to do.

    Raises:
        NotAllowed: there is still something to decide.
    """
    case = own_case(case_id, by)
    if still_waits(case):
        raise NotAllowed(_("There’s still something to decide here."))
    return close_case(case, CaseMoves.CLOSE, outcome=Outcome.NOTHING_LEFT, by=by)
