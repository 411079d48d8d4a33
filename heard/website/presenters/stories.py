"""Cards of stories, and everything a story's own page says about it."""

from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils.html import format_html

from heard.core import clock
from heard.core.texts import beginning
from heard.published.queries.lists import Listed
from heard.published.queries.parts import ServiceRef
from heard.published.queries.story_page import AnswerGiven, AuthorsReply, ChangeSaid, StoryPage, Told
from heard.stories.models import AuthorRole
from heard.stories.presenters import edits_in_words, particulars, still_to_be_put_in
from heard.ui import wording
from heard.ui.presenters import STEP_NAMES, Link, Step, StoryCard, ToldEntry, line_of_steps, told_entry
from heard.website.presenters.addresses import anchor, path_of, story_path, tag_path

ROLES = {role.value: str(role.label) for role in AuthorRole}
READERS = {
    "member": "members",
    "responder": "responders",
    "co-ordinator": "co-ordinators",
    "approver": "approvers",
    "administrator": "administrators",
}
HELPFUL = {"yes": "{name} found this helpful", "partly": "{name} found this partly helpful", "no": "{name} did not find this helpful"}


def linked(services: tuple[ServiceRef, ...]) -> tuple[Link, ...]:
    return tuple(Link(service.label, path_of(service)) for service in services)


# ---------------------------------------------------------------- cards


def card(story: Listed, *, letters: int = 180, change_letters: int = 90) -> StoryCard:
    """A story in a list; `letters` of its beginning and `change_letters` of what was changed are shown."""
    return StoryCard(
        path=story_path(story.number),
        title=story.title,
        role=ROLES[story.role],
        services=linked(story.services),
        when=wording.date_words(story.told_on).replace(" ", "\u00a0"),
        excerpt=beginning(story.beginning, letters),
        steps=_reached(
            story.heard_on is not None,
            story.read_on is not None,
            story.answered_on is not None,
            story.planned_on is not None,
            story.made_on is not None,
        ),
        progress=_furthest(story, change_letters),
    )


@cache
def _reached(*done: bool) -> tuple[Step, ...]:
    """The six steps of a card, which shows no dates: there are only so many ways to have come so far."""
    return tuple(Step(name, each) for name, each in zip(STEP_NAMES, (True, *done), strict=True))


def _steps(story: StoryPage, notes: dict[str, str]) -> tuple[Step, ...]:
    return line_of_steps(
        {
            "Told": story.told_on,
            "Heard": story.heard_on,
            "Read": story.read_on,
            "Answered": story.answered_on,
            "Change planned": story.planned_on,
            "Change made": story.made_on,
        },
        notes,
    )


def _furthest(story: Listed, change_letters: int) -> str:
    """The furthest step in words, with what it is about."""
    if story.made_on:
        return format_html("<b>Change made</b>: {}", beginning(story.note, change_letters))
    if story.planned_on:
        due = date.fromisoformat(story.note) if story.note else None
        if due is None:
            return f"Change planned, {wording.date_words(story.planned_on)}"
        return f"Change planned, {'overdue since' if due < clock.today() else 'due'} {wording.date_words(due)}"
    if story.answered_on:
        return f"Answered {after(story.told_on, story.answered_on)}"
    if story.read_on:
        return f"Read by {story.note}, {wording.date_words(story.read_on)}" if story.note else "Read"
    if story.heard_on:
        return f"Heard, {wording.date_words(story.heard_on)}"
    return "Unheard so far"


def after(first: date, then: date) -> str:
    """“the same day”, “after 3 days”."""
    days = (then - first).days
    return "the same day" if days <= 0 else f"after {wording.plural(days, 'day')}"


# ---------------------------------------------------------------- a story's page


class Turn(NamedTuple):
    """One voice of the conversation; the fields are those of the component `voice`. `foot` are sentences under it."""

    kind: str
    id: str
    who: str
    role: str
    on: date
    text: str
    initials: str = ""
    status: str = ""
    status_kind: str = "plain"
    sign_off: str = ""
    foot: tuple[str, ...] = ()


class StoryView(NamedTuple):
    """A story's page in the words it shows."""

    number: int
    path: str
    title: str
    description: str
    who: str
    name: str
    services: tuple[Link, ...]
    particulars: tuple[str, ...]
    is_question: bool
    text: str
    hope: str
    good: tuple[Link, ...]
    better: tuple[Link, ...]
    feelings: tuple[Link, ...]
    steps: tuple[Step, ...]
    turns: tuple[Turn, ...]
    told: tuple[ToldEntry, ...]
    asked: tuple[str, ...]
    unheard: bool
    nobody_told: bool
    opened: str
    me_too: str
    edits: str


def story_view(story: StoryPage) -> StoryView:
    """Everything that the page of `story` says."""
    tags = {
        kind: tuple(Link(t.name, tag_path(t.kind, t.slug)) for t in story.tags if t.kind == kind) for kind in ("good", "better", "feeling")
    }
    about = wording.listed([service.label for service in story.services])
    return StoryView(
        number=story.number,
        path=story_path(story.number),
        title=story.title,
        description=f"{ROLES[story.role]} about {about}: {beginning(story.text, 140)}",
        who=ROLES[story.role],
        name=story.chosen_name,
        services=linked(story.services),
        particulars=particulars(story),
        is_question=story.is_question,
        text=story.text,
        hope=story.hope,
        good=tags["good"],
        better=tags["better"],
        feelings=tags["feeling"],
        steps=_steps(story, _notes(story)),
        turns=tuple(turns(story)),
        told=tuple(_told(each) for each in story.told),
        asked=(
            *(_asked(each.provider, each.asked_on, reached=each.reached) for each in story.asked),
            *(still_to_be_put_in(name) for name in story.proposed),
        ),
        unheard=story.heard_on is None,
        nobody_told=not story.told,
        opened=f"Opened {_times(story.views)}." if story.views else "Not opened by anybody yet.",
        me_too=_me_too(story.me_too),
        edits=edits_in_words(
            protective=story.protective_edits, civil=story.civil_edits, clarity=story.clarity_edits, edited_on=story.edited_on
        ),
    )


def turns(story: StoryPage) -> list[Turn]:
    """The public conversation, day by day. A plan and its being made are two turns.

    Within a day it stands as it can be followed, and not as it became public, which would tell more than the day: each organisation's
    answers, by its name, with what the author replied to them; then what else the author added; then changes, each with what the author
    said of its date.
    """
    author = story.chosen_name
    organisations = {each.number: each.organisation for each in story.answers}
    promised = {each.number: each for each in story.changes}
    found = [((each.on, ANSWERS, _by_name(each.organisation), each.number, 0), _answer(each, author)) for each in story.answers]
    for said in story.replies:
        if said.change is not None:
            if (change := promised.get(said.change)) is not None:
                found.append(
                    ((said.on, CHANGES, _by_name(change.organisation), change.number, 2 + said.number), _not_yet(said, change, author))
                )
            continue
        to = said.answer if said.answer in organisations else None
        place = (ADDED, "", 0) if to is None else (ANSWERS, _by_name(organisations[to]), to)
        found.append(((said.on, *place, said.number), _reply(said, author)))
    for each in story.changes:
        of = (CHANGES, _by_name(each.organisation), each.number)
        doubted = any(said.change == each.number and said.promised_for == each.due_on for said in story.replies)
        found += [((each.planned_on, *of, 0), _plan(each, author, doubted=doubted))] if each.planned_on else []
        found += [((each.made_on, *of, 1), _made(each, author))] if each.made_on else []
    return [turn for _, turn in sorted(found, key=lambda one: one[0])]


ANSWERS, ADDED, CHANGES = range(3)


def _by_name(organisation: str) -> str:
    return organisation.casefold()


def _answer(answer: AnswerGiven, author: str) -> Turn:
    foot = (HELPFUL[answer.helpful].format(name=author),) if answer.helpful else ()
    return Turn(
        kind="answer",
        id=anchor("answer", answer.number),
        who=answer.name,
        role=f"{answer.job_title}, {answer.organisation}",
        on=answer.on,
        text=answer.text,
        initials=wording.initials(answer.name),
        sign_off=answer.sign_off,
        foot=foot,
    )


def _reply(reply: AuthorsReply, author: str) -> Turn:
    said = "told us more" if reply.kind == "update" else "replied"
    return Turn(kind="author", id=anchor("reply", reply.number), who=author, role=said, on=reply.on, text=reply.text)


def _not_yet(reply: AuthorsReply, change: ChangeSaid, author: str) -> Turn:
    due = f", due {wording.date_words(reply.promised_for)}" if reply.promised_for else ""
    return Turn(
        kind="author",
        id=anchor("reply", reply.number),
        who=author,
        role=f"says that this hasn’t happened{due}: “{beginning(change.what, 120)}”",
        on=reply.on,
        text=reply.text,
    )


def _plan(change: ChangeSaid, author: str, *, doubted: bool) -> Turn:
    """`doubted`: the author said that it hasn't happened by the day that stands."""
    late = change.made_on is None and change.due_on is not None and change.due_on < clock.today()
    due = f", due {wording.date_words(change.due_on)}" if change.due_on else ""
    first = f" (first promised for {wording.date_words(change.first_due_on)})" if change.first_due_on else ""
    status, kind = ("Done", "done") if change.made_on else ("Overdue", "late") if late else ("", "plain")
    return Turn(
        kind="change",
        id=anchor("change", change.number),
        who="Change planned",
        role=f"{change.organisation}. Lead: {change.who_leads}{due}{first}",
        on=change.planned_on or change.made_on or clock.today(),
        text=change.what,
        status=status,
        status_kind=kind,
        foot=(f"{author} says that this hasn’t happened",) if doubted and late else (),
    )


def _made(change: ChangeSaid, author: str) -> Turn:
    difference = {"yes": f"{author} says it made a difference", "no": f"{author} says it made no difference"}
    return Turn(
        kind="change",
        id=anchor("change", change.number) + ("-made" if change.planned_on else ""),
        who="Change made",
        role=change.organisation,
        on=change.made_on or clock.today(),
        text=change.made_what,
        foot=(difference[change.helped],) if change.helped else (),
    )


def _notes(story: StoryPage) -> dict[str, str]:
    notes = {}
    if story.heard_on is None:
        notes["Heard"] = "nobody is listening here yet" if not story.told else ""
    if story.helped_on:
        notes["Change made" if story.made_on else "Answered"] = "and it helped"
    open_plans = [each.due_on for each in story.changes if each.made_on is None and each.due_on]
    if open_plans and not story.made_on:
        due = min(open_plans)
        notes["Change made"] = f"{'overdue since' if due < clock.today() else 'due'} {wording.date_words(due)}"
    return notes


def _told(row: Told) -> ToldEntry:
    return told_entry(
        row.organisation, row.told_on, heard_at=row.heard_on, read_at=row.read_on, readers=[READERS[role] for role in row.roles]
    )


def _asked(provider: str, on: date, *, reached: bool) -> str:
    if reached:
        return f"{provider} does not listen here. We wrote to it on {wording.date_words(on)} and asked it to."
    return f"{provider} does not listen here, and we have not reached anybody there yet."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{wording.number(count)} times")


def _me_too(count: int) -> str:
    if not count:
        return ""
    return "One reader says this happened to them too." if count == 1 else f"{wording.number(count)} readers say this happened to them too."
