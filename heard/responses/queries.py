"""What is read of responses. Public pages read `conversation`; everything else here is for members and moderators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.core import clock
from heard.core.reckoning import Missing, Window
from heard.core.texts.reading import plainly
from heard.directory.models import Service
from heard.organisations.models import Organisation
from heard.organisations.queries import contacts_of, is_in_remit
from heard.organisations.rules.contacts import contact_key
from heard.reach.models import Telling
from heard.regions.queries import numbers
from heard.responses.lifecycle import ANSWER, CHANGE, AnswerMoves, ChangeMoves
from heard.responses.models import Answer, AnswerMove, AnswerState, Change, ChangeMove, ChangeState, Reply, ReplyKind, ReplyState
from heard.responses.rules import fast_track
from heard.responses.rules.advice import Earlier
from heard.responses.rules.fast_track import About, Experience, Found, FoundInWords, Numbers, Route
from heard.responses.rules.new_dates import NewDates
from heard.responses.rules.texts import texts_of_answer
from heard.stories.models import State, Story, StoryBranch, role_words
from heard.stories.queries import SIGNED, published_stories, taken_back
from heard.stories.rules.going_out import Noticed, look_through, own_name
from heard.stories.rules.personal_data import Hit, HitKind

RETURNS = (AnswerMoves.RETURN, ChangeMoves.RETURN, ChangeMoves.RETURN_TO_PLAN)
"""Moves with which a moderator gives something back to its organisation."""
IN_HAND = (AnswerState.WINDOW, AnswerState.WAITING, AnswerState.RETURNED)
CHANGES_IN_HAND = (ChangeState.PLAN_WAITING, ChangeState.PLANNED, ChangeState.MADE_WAITING, ChangeState.RETURNED)
_IS_PLANNED = Q(state__in=(ChangeState.PLANNED, ChangeState.MADE_WAITING), planned_at__isnull=False)
REACHING = {HitKind.PHONE, HitKind.EMAIL, HitKind.LINK, HitKind.POSTCODE}
"""What is found in words and may be a way to reach an organisation rather than a person."""
COMPARED = 200
"""How many of an organisation's answers a new one is compared with."""


@dataclass(frozen=True)
class Words:
    """An answer as it is being written: what fast-track looks at."""

    name: str = ""
    job_title: str = ""
    text: str = ""
    sign_off: str = ""
    claims_change: bool = False


@dataclass(frozen=True)
class Voice:
    """One thing that was said in public about a story.

    `kind`: answer, reply, update, not-yet (the author's), plan, made (an organisation's). `id` is that of the answer, reply or change.
    `who` is a person's name, an author's chosen name, or (of changes) who leads; `role` a job title or the author's role in words.
    `helpful`: the author's yes, partly or no to an answer, yes or no to a change, empty while they have not said. `to` is the answer that
    a reply is to. Of a plan, `overdue`: it was not made by `due_on`; `done`: it was made; `first_due_on` the day promised first, if
    another; `not_yet`: the author said that it hasn't happened by the day that stands. Of not-yet, `of` is the change, `about` what was
    promised, `due_on` by when.
    """

    kind: str
    id: int
    at: datetime
    text: str
    who: str
    role: str = ""
    organisation_id: int | None = None
    organisation: str = ""
    organisation_slug: str = ""
    sign_off: str = ""
    helpful: str = ""
    to: int | None = None
    due_on: date | None = None
    overdue: bool = False
    done: bool = False
    first_due_on: date | None = None
    not_yet: bool = False
    of: int | None = None
    about: str = ""
    photo: str = ""
    """Of an answer, the key of the photo that its person has now."""


_CONVERSATION = f"""
WITH story AS (SELECT id, chosen_name, role FROM ({SIGNED}) story WHERE id = %(story)s AND state = ANY(%(states)s))
SELECT 'answer', a.id, a.published_at, a.text, a.name, a.job_title, o.id, o.name, o.slug, a.sign_off, a.helpful,
       NULL::bigint, NULL::date, '', NULL::date, NULL::bigint, '',
       coalesce((SELECT photo.key FROM public_photo photo WHERE photo.person_id = a.person_id), '')
  FROM responses_answer a JOIN story ON story.id = a.story_id JOIN public_organisation o ON o.id = a.organisation_id
 WHERE a.state = 'published'
UNION ALL
SELECT r.kind, r.id, r.published_at, r.text, story.chosen_name, story.role, NULL, '', '', '', '', r.answer_id, r.promised_for, '',
       NULL, r.change_id, CASE WHEN c.planned_at IS NULL THEN '' ELSE c.what END, ''
  FROM responses_reply r JOIN story ON story.id = r.story_id LEFT JOIN responses_change c ON c.id = r.change_id
 WHERE r.state = 'published'
UNION ALL
SELECT 'plan', c.id, c.planned_at, c.what, c.who_leads, '', o.id, o.name, o.slug, '', '', NULL, c.due_on, c.state,
       c.first_due_on, NULL, '', ''
  FROM responses_change c JOIN story ON story.id = c.story_id JOIN public_organisation o ON o.id = c.organisation_id
 WHERE c.planned_at IS NOT NULL AND c.state IN ('planned', 'made-waiting', 'made')
UNION ALL
SELECT 'made', c.id, c.made_at, c.made_what, c.who_leads, '', o.id, o.name, o.slug, '', c.helped, NULL, c.due_on, c.state,
       c.first_due_on, NULL, '', ''
  FROM responses_change c JOIN story ON story.id = c.story_id JOIN public_organisation o ON o.id = c.organisation_id
 WHERE c.state = 'made'
ORDER BY 3, 2
"""  # noqa: S608 - of constants


def conversation(story_id: int) -> list[Voice]:
    """Everything public that was said about a published story, in order; nothing of a story that is not public. One statement."""
    return _said_of(story_id, State.PUBLISHED)


def said_in_public(story_id: int) -> list[Voice]:
    """The same, also of a story that its author took back since: what its author, and nobody else, may still read of it. Words that no
    moderator has read are not among it, whatever became of them after.
    """
    return _said_of(story_id, State.PUBLISHED, State.WITHDRAWN)


def _said_of(story_id: int, *states: State) -> list[Voice]:
    with connection.cursor() as cursor:
        cursor.execute(_CONVERSATION, {"story": story_id, "states": [str(state) for state in states]})
        voices = [_voice(row) for row in cursor.fetchall()]
    said = {(each.of, each.due_on) for each in voices if each.kind == ReplyKind.NOT_YET}
    return [replace(each, not_yet=True) if each.kind == "plan" and (each.id, each.due_on) in said else each for each in voices]


def _voice(row: tuple[Any, ...]) -> Voice:
    kind, pk, at, text, who, role, organisation_id, organisation, slug, sign_off, helpful, to, due_on, state, first, of, about, photo = row
    by_author = kind in ReplyKind.values
    return Voice(
        kind=kind,
        id=pk,
        at=at,
        text=text,
        who=who,
        role=role_words(role) if by_author else role,
        organisation_id=organisation_id,
        organisation=organisation,
        organisation_slug=slug,
        sign_off=sign_off,
        helpful=helpful,
        to=to,
        due_on=due_on,
        overdue=kind == "plan" and state != ChangeState.MADE and due_on < clock.today(),
        done=state == ChangeState.MADE,
        first_due_on=first,
        of=of,
        about=about,
        photo=photo,
    )


def public_answers(story: Story | OuterRef) -> QuerySet[Answer]:
    """The door to public answers to a story that is public, as whoever asks has seen: the rows of `public_answer`, with their moments."""
    return Answer.objects.filter(state=AnswerState.PUBLISHED, story=story)


def public_replies(story: Story | OuterRef) -> QuerySet[Reply]:
    """The same of what its author added: the rows of `public_reply`."""
    return Reply.objects.filter(state=ReplyState.PUBLISHED, story=story)


def public_changes(story: Story | OuterRef) -> QuerySet[Change]:
    """The same of changes, public as a plan or as made: the rows of `public_change`."""
    return Change.objects.filter(_IS_PLANNED | Q(state=ChangeState.MADE), story=story)


def public_plans() -> QuerySet[Change]:
    """Public plans that are not made yet, for whatever story: the rows of `public_change` that are planned."""
    return Change.objects.filter(_IS_PLANNED, story__state=State.PUBLISHED)


def new_dates_of(change: Change, *, region_id: int) -> NewDates:
    """Which new dates were given for what was promised, and what its region allows."""
    return new_dates_among([change.pk], region_id=region_id)[change.pk]


def new_dates_among(change_ids: Iterable[int], *, region_id: int) -> dict[int, NewDates]:
    """The same of each of these changes. Two statements."""
    given: dict[int, list[date]] = {pk: [] for pk in change_ids}
    moved = ChangeMove.objects.filter(change__in=list(given), name=ChangeMoves.NEW_DATE).order_by("pk")
    for pk, at in moved.values_list("change_id", "at"):
        given[pk].append(clock.day_of(at))
    allowed = numbers(region_id)
    most, months, days = allowed["new_dates"], allowed["new_date_within"], allowed["new_date_every"]
    return {pk: NewDates(most, months, days, on) for pk, on in given.items()}


def is_overdue(change: Change) -> bool:
    """Whether the day by which it was promised has passed, and nobody has shown yet that it was made."""
    planned = change.state in (ChangeState.PLANNED, ChangeState.MADE_WAITING) and change.planned_at is not None
    return planned and change.due_on is not None and change.due_on < clock.today()


def story_in_remit(organisation_id: int, number: int) -> Story | None:
    """A published story that concerns the organisation; None for any other, so that nobody can tell whether there is one."""
    story = published_stories().filter(pk=number).first()
    return story if story is not None and is_in_remit(organisation_id, story.ancestors) else None


def is_taken_back(organisation_id: int, number: int) -> bool:
    """Whether the author took back this story, of which the organisation was told. Who was not told of it learns nothing of it."""
    told = Telling.objects.filter(story_id=number, organisation_id=organisation_id)
    return told.filter(story__state=State.WITHDRAWN).exists()


def answer_for(organisation_id: int, answer_id: int) -> Answer | None:
    """One of the organisation's answers, with its story; None for another's."""
    return Answer.objects.select_related("story", "organisation").filter(pk=answer_id, organisation_id=organisation_id).first()


def change_for(organisation_id: int, change_id: int) -> Change | None:
    return Change.objects.select_related("story", "organisation").filter(pk=change_id, organisation_id=organisation_id).first()


def answers_in_hand(organisation_id: int, story_id: int) -> list[Answer]:
    """The organisation's answers to a story that are on their way: in their window, with a moderator, or returned."""
    return list(
        Answer.objects.filter(story_id=story_id, organisation_id=organisation_id, state__in=IN_HAND).select_related("person").order_by("pk")
    )


def changes_in_hand(organisation_id: int, story_id: int) -> list[Change]:
    """The organisation's changes for a story that are not made yet: planned, with a moderator, or returned."""
    return list(
        Change.objects.filter(story_id=story_id, organisation_id=organisation_id, state__in=CHANGES_IN_HAND)
        .select_related("person")
        .order_by("pk")
    )


def why_returned(thing: Answer | Change) -> str:
    """What the moderator said who returned it last; empty if nobody did."""
    moves: Any = thing.moves
    return moves.filter(name__in=RETURNS).order_by("-pk").values_list("reason", flat=True).first() or ""


def promises_unplanned(answer: Answer) -> bool:
    """Whether this answer says, or sounds as if, something will change, and its organisation has planned nothing for the story yet."""
    if answer.state in {AnswerState.TAKEN_BACK, AnswerState.LAPSED}:
        return False
    if not (answer.claims_change or fast_track.phrases_claiming_change(answer.text)):
        return False
    changes = Change.objects.filter(story_id=answer.story_id, organisation_id=answer.organisation_id)
    return answer.story.state == State.PUBLISHED and not changes.exclude(state=ChangeState.LAPSED).exists()


def moderators_note(answer: Answer) -> str:
    """What the moderator who published an answer said to its responder; empty if nothing."""
    return answer.moves.filter(name=AnswerMoves.PUBLISH).values_list("reason", flat=True).first() or ""


def earlier_answers(organisation_id: int, *, but: int | None = None) -> list[Earlier]:
    """The organisation's latest published answers, newest first: what a new one is compared with."""
    rows = Answer.objects.filter(organisation_id=organisation_id, state=AnswerState.PUBLISHED)
    if but is not None:
        rows = rows.exclude(pk=but)
    return [Earlier(text, story) for text, story in rows.order_by("-published_at").values_list("text", "story_id")[:COMPARED]]


def route_of(answer: Answer) -> Route:
    """Which way this answer goes when its window closes, as things stand now."""
    words = Words(
        name=answer.name, job_title=answer.job_title, text=answer.text, sign_off=answer.sign_off, claims_change=answer.claims_change
    )
    noticed = noticed_in_words(words, answer.story, answer.organisation_id) if words.text.strip() else []
    return route_for(person_id=answer.person_id, story=answer.story, words=words, noticed=noticed)


def route_for(*, person_id: int, story: Story, words: Words, noticed: Sequence[Noticed]) -> Route:
    """Which way these words by this person about this story would go, in which so much was `noticed`. With no text yet, what depends on
    words is left open.
    """
    here = numbers(story.region_id)
    limits = Numbers(
        answers=here["fast_track_answers"],
        score=here["fast_track_score"],
        step=here["fast_track_step"],
        small_service=here["small_service"],
    )
    about = About(
        criticality=story.criticality,
        is_childs=fast_track.is_childs_story(about_child=story.about_child, role=story.role, words=f"{story.title}\n{story.text}"),
        in_small_service=_is_in_small_service(story, limits.small_service),
    )
    written = bool(words.text.strip())
    found = FoundInWords(
        ticked_change=words.claims_change,
        change_phrases=fast_track.phrases_claiming_change(words.text) if written else None,
        personal_data=[Found(hit.kind, hit.excerpt, each.of.field) for each in noticed for hit in each.hits] if written else None,
        signs=[Found(str(sign.sign), sign.excerpt, each.of.field) for each in noticed for sign in each.signs] if written else None,
    )
    return fast_track.decide(experience=experience_of(person_id), about=about, found=found, numbers=limits)


def experience_of(person_id: int) -> Experience:
    """What fast-track knows of a responder, whichever organisation they answered for."""
    decisions = (
        AnswerMove.objects.filter(answer__person_id=person_id, name__in=(AnswerMoves.FAST_TRACK, AnswerMoves.PUBLISH, AnswerMoves.RETURN))
        .order_by("-at", "-pk")
        .values_list("name", "answer__heavily_edited")[: fast_track.RECENT]
    )
    points: dict[str, int] = {
        AnswerMoves.FAST_TRACK: fast_track.PUBLISHED,
        AnswerMoves.PUBLISH: fast_track.PUBLISHED,
        AnswerMoves.RETURN: fast_track.RETURNED,
    }
    return Experience(
        published=Answer.objects.filter(person_id=person_id, state=AnswerState.PUBLISHED).count(),
        recent=tuple(fast_track.HEAVILY_EDITED if name == AnswerMoves.PUBLISH and heavily else points[name] for name, heavily in decisions),
    )


def hits_in(answer: Answer, text: str) -> list[Hit]:
    """What in `text`, an answer's words as they are or may become, might point at a person, with where in it."""
    return [hit for each in noticed_in(answer, text) if each.of.field == "text" for hit in each.hits]


def noticed_in(answer: Answer, text: str) -> list[Noticed]:
    """What the gate finds in an answer with these words, and in how it is signed. For whoever looks at it.

    No secret here are the responder's own name, but nobody else whom they name in it or in their role; the author's chosen name, the names
    of the places concerned and of the organisation, how these places can be reached by anybody, and what the organisation registered as
    its public contacts.
    """
    words = Words(name=answer.name, job_title=answer.job_title, text=text, sign_off=answer.sign_off)
    return noticed_in_words(words, answer.story, answer.organisation_id)


def noticed_in_words(words: Words, story: Story, organisation_id: int) -> list[Noticed]:
    """The same of an answer that is being written. The preview shows it, and fast-track asks it."""
    places = list(Service.objects.filter(pk__in=story.ancestors).values_list("name", "town", "telephone", "website", "postcode"))
    organisation = Organisation.objects.values_list("name", flat=True).get(pk=organisation_id)
    names = [own_name(words.name), story.chosen_name, organisation]
    names += [each for name, town, *_ in places for each in (name, town)]
    reached = {contact_key(each) for _, _, *ways in places for each in ways if each} | {each.key for each in contacts_of(organisation_id)}
    reached.discard("")
    telephones = {_digits(telephone) for _, _, telephone, _, _ in places if telephone}

    def is_open(hit: Hit) -> bool:
        if hit.kind in REACHING and contact_key(hit.excerpt) in reached:
            return True
        return hit.kind == HitKind.PHONE and _digits(hit.excerpt) in telephones

    texts = texts_of_answer(text=words.text, sign_off=words.sign_off, name=words.name, job_title=words.job_title)
    noticed = look_through(texts, known=[each for each in names if each])
    left = [replace(each, hits=tuple(hit for hit in each.hits if not is_open(hit))) for each in noticed]
    return [each for each in left if each]


def _digits(written: str) -> str:
    return "".join(sign for sign in plainly(written) if sign.isdecimal())


def _is_in_small_service(story: Story, fewest: int) -> bool:
    """Whether any service the story is about has fewer than `fewest` published stories in its branch, this one included."""
    if fewest == 0:
        return False
    nth_story = StoryBranch.objects.filter(service=OuterRef("pk")).order_by("pk")[fewest - 1 : fewest]
    return Service.objects.filter(~Exists(nth_story), pk__in=story.service_ids).exists()


# ---------------------------------------------------------------- what was done, for statements of others (ADR 42)

BECAME_PUBLIC = """
SELECT 'answer' AS kind, id, 'public' AS step, story_id, organisation_id, person_id, published_at AS at
  FROM responses_answer WHERE state = 'published'
 UNION ALL
SELECT 'change', id, 'planned', story_id, organisation_id, person_id, planned_at FROM responses_change WHERE planned_at IS NOT NULL
 UNION ALL
SELECT 'change', id, 'made', story_id, organisation_id, person_id, made_at FROM responses_change WHERE made_at IS NOT NULL"""
"""SQL: the steps by which answers and changes became public, when, and whose they are. They are public while their story is."""
REPLIED = """
SELECT reply.id, reply.story_id, reply.published_at AS at, reply.original <> '' AS in_words, promised.organisation_id AS promised_by
  FROM responses_reply reply LEFT JOIN responses_change promised ON promised.id = reply.change_id
 WHERE reply.state = 'published'"""
"""SQL: the replies that are public while their story is; whether it has words, and whose promise it is about, if it is about one."""
RATED = """
SELECT 'answer' AS kind, id, 'helpful' AS asked, helpful AS said, times_rated, story_id, organisation_id, person_id, helpful_at AS at
  FROM responses_answer WHERE state = 'published' AND helpful <> ''
 UNION ALL
SELECT 'change', id, 'helped', helped, times_rated, story_id, organisation_id, person_id, helped_at
  FROM responses_change WHERE helped <> ''"""
"""SQL: what authors say of answers and changes, since when, and how many times they have said something of it."""
MOVES = """
SELECT 'answer' AS kind, move.answer_id AS thing_id, move.id, thing.story_id, move.name, move.at
  FROM responses_answermove move JOIN responses_answer thing ON thing.id = move.answer_id
 UNION ALL
SELECT 'reply', move.reply_id, move.id, thing.story_id, move.name, move.at
  FROM responses_replymove move JOIN responses_reply thing ON thing.id = move.reply_id
 UNION ALL
SELECT 'change', move.change_id, move.id, thing.story_id, move.name, move.at
  FROM responses_changemove move JOIN responses_change thing ON thing.id = move.change_id"""
"""SQL: which move each answer, reply and change made, and when."""
RETURNED = """
SELECT 'answer' AS kind, answer.id, answer.story_id, answer.person_id, answer.organisation_id, max(move.at) AS at, count(*) AS times
  FROM responses_answer answer JOIN responses_answermove move ON move.answer_id = answer.id AND move.name = 'return'
 WHERE answer.state = 'returned' GROUP BY answer.id
 UNION ALL
SELECT 'change', change.id, change.story_id, change.person_id, change.organisation_id, max(move.at), count(*)
  FROM responses_change change JOIN responses_changemove move ON move.change_id = change.id AND move.name IN ('return', 'return-to-plan')
 WHERE change.state IN ('returned', 'planned') GROUP BY change.id"""
"""SQL: the answers and changes that a moderator returned to whoever sent them, and that are still with them; when last, and how often."""


def left_of_erased_stories(window: Window) -> list[Missing]:
    """Stories whose words were deleted, while what their author said in the conversation is still there."""
    left = Reply.objects.filter(story=OuterRef("pk")).exclude(original="")
    erased = Story.objects.filter(Exists(left), erased_at__gte=window.since, erased_at__lt=window.before)
    return [Missing(at, pk) for at, pk in erased.values_list("erased_at", "pk") if at]


def left_of_withdrawn_stories(window: Window) -> list[Missing]:
    """Withdrawn stories of which something is still on its way to becoming public."""
    answer = Answer.objects.filter(story=OuterRef("story"), state__in=ANSWER.moves[AnswerMoves.LAPSE].sources)
    change = Change.objects.filter(story=OuterRef("story"), state__in=CHANGE.moves[ChangeMoves.LAPSE].sources)
    reply = Reply.objects.filter(story=OuterRef("story"), state=ReplyState.WAITING)
    gone = taken_back(window).filter(Exists(answer) | Exists(change) | Exists(reply))
    return [Missing(*row) for row in gone.values_list("at", "story_id")]
