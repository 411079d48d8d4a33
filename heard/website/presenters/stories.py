"""Cards of stories, and everything a story's own page says about it."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.core import clock
from heard.core.texts import beginning
from heard.media.presenters import photo_path
from heard.published.queries.lists import Listed
from heard.published.queries.parts import ChangeSaid, ServiceRef
from heard.published.queries.story_page import AnswerGiven, AuthorsReply, OrganisationTold, StoryPage
from heard.stories.models import AuthorRole, role_words
from heard.stories.presenters import edits_in_words, particulars, still_to_be_put_in
from heard.ui import wording
from heard.ui.presenters import STEP_NAMES, Link, Step, StoryCard, ToldEntry, line_of_steps, told_entry
from heard.website.presenters.addresses import anchor, path_of, story_path, tag_path

HEARD, ANSWERED, MADE = STEP_NAMES[1], STEP_NAMES[3], STEP_NAMES[5]
"""Steps that may have a note."""
ROLES = {role.value: role.label for role in AuthorRole}
READERS = {
    "member": gettext_lazy("members"),
    "responder": gettext_lazy("responders"),
    "co-ordinator": gettext_lazy("co-ordinators"),
    "approver": gettext_lazy("approvers"),
    "administrator": gettext_lazy("administrators"),
}
HELPFUL = {
    "yes": gettext_lazy("%(name)s found this helpful"),
    "partly": gettext_lazy("%(name)s found this partly helpful"),
    "no": gettext_lazy("%(name)s didn’t find this helpful"),
}
DIFFERENCE = {"yes": gettext_lazy("%(name)s says it made a difference"), "no": gettext_lazy("%(name)s says it made no difference")}


def linked(services: tuple[ServiceRef, ...]) -> tuple[Link, ...]:
    return tuple(Link(service.label, path_of(service)) for service in services)


def links_listed(links: Sequence[Link]) -> str:
    """“a, b and c”, each of them a link."""
    made = [format_html('<a href="{}">{}</a>', link.path, link.label) for link in links]
    return format_html(wording.listed(["{}"] * len(made)), *made) if made else ""


# ---------------------------------------------------------------- cards


def card(story: Listed, *, letters: int = 180, change_letters: int = 90, everywhere: bool = False) -> StoryCard:
    """A story in a list; `letters` of its beginning and `change_letters` of what was changed are shown. Each story of a list of all sites
    (`everywhere`) names its own.
    """
    return StoryCard(
        path=story_path(story.number),
        title=story.title,
        role=wording.worded(ROLES, story.role),
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
        site=wording.name_of(story.region_id, all_named=everywhere),
    )


@cache
def _reached(*done: bool) -> tuple[Step, ...]:
    """The six steps of a card, which shows no dates: there are only so many ways to have come so far."""
    return tuple(Step(name, each) for name, each in zip(STEP_NAMES, (True, *done), strict=True))


def _steps(story: StoryPage, notes: dict[str, str]) -> tuple[Step, ...]:
    days = (story.told_on, story.heard_on, story.read_on, story.answered_on, story.planned_on, story.made_on)
    return line_of_steps(dict(zip(STEP_NAMES, days, strict=True)), notes)


def _furthest(story: Listed, change_letters: int) -> str:
    """The furthest step in words, with what it is about."""
    if story.made_on:
        return format_html(_("<b>Change made</b>: {what}"), what=beginning(story.note, change_letters))
    if story.planned_on:
        due = date.fromisoformat(story.note) if story.note else None
        if due is None:
            return _("Change planned, %(day)s") % {"day": wording.date_words(story.planned_on)}
        late = due < clock.today()
        return (_("Change planned, overdue since %(day)s") if late else _("Change planned, due %(day)s")) % {"day": wording.date_words(due)}
    if story.answered_on:
        return _answered((story.answered_on - story.told_on).days)
    if story.read_on:
        if not story.note:
            return _("Read")
        return _("Read by %(organisation)s, %(day)s") % {"organisation": story.note, "day": wording.date_words(story.read_on)}
    if story.heard_on:
        return _("Heard, %(day)s") % {"day": wording.date_words(story.heard_on)}
    return _("Unheard so far")


def _answered(days: int) -> str:
    if days <= 0:
        return _("Answered the same day")
    return ngettext("Answered after %(days)s day", "Answered after %(days)s days", days) % {"days": wording.number(days)}


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
    photo: str = ""


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
        description=about_in_a_line(story.role, about, beginning(story.text, 140)),
        who=role_words(story.role, after=story.chosen_name),
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
        opened=_opened(story.views),
        me_too=_me_too(story.me_too),
        edits=edits_in_words(
            protective=story.protective_edits, civil=story.civil_edits, clarity=story.clarity_edits, edited_on=story.edited_on
        ),
    )


def about_in_a_line(role: str, services: str, words: str) -> str:
    """Who tells of which services, and how they begin."""
    return _("%(who)s about %(services)s: %(words)s") % {"who": wording.worded(ROLES, role), "services": services, "words": words}


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
    foot = (wording.worded(HELPFUL, answer.helpful) % {"name": author},) if answer.helpful else ()
    return Turn(
        kind="answer",
        id=anchor("answer", answer.number),
        who=answer.name,
        role=_("%(job_title)s, %(organisation)s") % {"job_title": answer.job_title, "organisation": answer.organisation},
        on=answer.on,
        text=answer.text,
        initials=wording.initials(answer.name),
        sign_off=answer.sign_off,
        foot=foot,
        photo=photo_path(answer.photo),
    )


def _reply(reply: AuthorsReply, author: str) -> Turn:
    said = _("added an update") if reply.kind == "update" else _("replied")
    return Turn(kind="author", id=anchor("reply", reply.number), who=author, role=said, on=reply.on, text=reply.text)


def _not_yet(reply: AuthorsReply, change: ChangeSaid, author: str) -> Turn:
    what = beginning(change.what, 120)
    if reply.promised_for:
        due = wording.date_words(reply.promised_for)
        said = _("says that this was due on %(day)s and hasn’t happened: “%(what)s”") % {"day": due, "what": what}
    else:
        said = _("says that this hasn’t happened: “%(what)s”") % {"what": what}
    return Turn(
        kind="author",
        id=anchor("reply", reply.number),
        who=author,
        role=said,
        on=reply.on,
        text=reply.text,
    )


def _plan(change: ChangeSaid, author: str, *, doubted: bool) -> Turn:
    """`doubted`: the author said that it hasn't happened by the day that stands."""
    late = change.made_on is None and change.due_on is not None and change.due_on < clock.today()
    status, kind = (_("Done"), "done") if change.made_on else (_("Overdue"), "late") if late else ("", "plain")
    return Turn(
        kind="change",
        id=anchor("change", change.number),
        who=_("Change planned"),
        role=_promise(change),
        on=change.planned_on or change.made_on or clock.today(),
        text=change.what,
        status=status,
        status_kind=kind,
        foot=(_("%(name)s says that this hasn’t happened") % {"name": author},) if doubted and late else (),
    )


def _promise(change: ChangeSaid) -> str:
    """Who promised it, who leads it, and by when."""
    said = {"organisation": change.organisation, "lead": change.who_leads}
    if change.due_on is None:
        return _("%(organisation)s. Lead: %(lead)s") % said
    said["day"] = wording.date_words(change.due_on)
    if change.first_due_on is None:
        return _("%(organisation)s. Lead: %(lead)s, due %(day)s") % said
    said["first"] = wording.date_words(change.first_due_on)
    return _("%(organisation)s. Lead: %(lead)s, due %(day)s (first promised for %(first)s)") % said


def _made(change: ChangeSaid, author: str) -> Turn:
    return Turn(
        kind="change",
        id=anchor("change", change.number) + ("-made" if change.planned_on else ""),
        who=_("Change made"),
        role=change.organisation,
        on=change.made_on or clock.today(),
        text=change.made_what,
        foot=(wording.worded(DIFFERENCE, change.helped) % {"name": author},) if change.helped else (),
    )


def _notes(story: StoryPage) -> dict[str, str]:
    notes = {}
    if story.heard_on is None:
        notes[HEARD] = _("no one is listening here yet") if not story.told else ""
    if story.helped_on:
        notes[MADE if story.made_on else ANSWERED] = _("and it helped")
    open_plans = [each.due_on for each in story.changes if each.made_on is None and each.due_on]
    if open_plans and not story.made_on:
        due = min(open_plans)
        late = due < clock.today()
        notes[MADE] = (_("overdue since %(day)s") if late else _("due %(day)s")) % {"day": wording.date_words(due)}
    return notes


def _told(row: OrganisationTold) -> ToldEntry:
    return told_entry(
        row.organisation,
        row.told_on,
        heard_at=row.heard_on,
        read_at=row.read_on,
        readers=[wording.worded(READERS, role) for role in row.roles],
    )


def _asked(provider: str, on: date, *, reached: bool) -> str:
    if reached:
        said = _("%(provider)s isn’t listening here yet. We emailed them on %(day)s and asked them to.")
        return said % {"provider": provider, "day": wording.date_words(on)}
    return _("%(provider)s isn’t listening here yet, and we haven’t reached anyone there.") % {"provider": provider}


def _opened(count: int) -> str:
    if not count:
        return _("No one has opened it yet.")
    return ngettext("Opened once.", "Opened %(count)s times.", count) % {"count": wording.number(count)}


def _me_too(count: int) -> str:
    if not count:
        return ""
    return ngettext("One reader says this happened to them too.", "%(count)s readers say this happened to them too.", count) % {
        "count": wording.number(count)
    }
