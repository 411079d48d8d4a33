"""What an author does before they send: begin, save, say where it was, send; and what happens to what is never sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.actions.authors import delete_authors
from heard.accounts.models import Author
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, WrongState
from heard.directory.models import JOINED
from heard.directory.queries import joined_as, services_by_id
from heard.regions.queries import setting, stays_open
from heard.regions.rules import SettingKey
from heard.stories.actions.authoring import NewStory, send_story
from heard.stories.models import AboutFields, ParticularFields, Story
from heard.stories.queries import story_of
from heard.stories.rules.signs import calls_for_help
from heard.telling.actions.rush import Came, PlaceIsFull, notice_rush_from, weigh
from heard.telling.models import Draft
from heard.telling.queries import authors_without_anything, named_in, services_of, why_not_about, why_not_beside
from heard.telling.rules.places import not_on_the_list

MOST_SERVICES = 12
"""Services that one story can be about."""


class NotOpen(WrongState):
    """The site of this story's region takes none."""


@transaction.atomic
def begin_draft(*, region_id: int, author: Author) -> Draft:
    """Begin a draft for `author`, or give back the one there is: an author tells one story.

    Raises:
        Draft.DoesNotExist: that story was sent already.
    """
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if story_of(author) is not None:
        raise Draft.DoesNotExist
    expires = clock.now() + timedelta(days=setting(region_id, SettingKey.DRAFT_KEPT))
    return Draft.objects.get_or_create(author=author, defaults={"region_id": region_id, "expires_at": expires})[0]


@dataclass(frozen=True)
class OpenPage:
    """What a page knew when it was shown: which one it is (`window`), and the mark of what it held (`Draft.mark`)."""

    window: str
    seen: str


def save_draft(
    *,
    draft_id: int,
    changes: Mapping[str, Any],
    way: Sequence[str] = (),
    page: OpenPage | None = None,
    came: Came | None = None,
    by: Actor,
) -> Draft:
    """Save what one page of telling changed, and keep the draft for another while. What `came` from a stranger's place is counted there.

    `changes` are of what an author fills in (`Draft.CHANGEABLE`), and `services`: ids that we know ourselves. What somebody chose on a page
    goes through `add_service`, which asks whether a story may be told about it. `way` are the pages up to the one where the draft is gone
    on with, in their order: that only moves on.

    Raises:
        ValueError: it is not the author's to change.
        Draft.DoesNotExist: it was sent or deleted meanwhile.
        ChangedSince: another window saved something else in the same place after `page` was shown.
        PlaceIsFull: too much came from that place in this hour to keep this as well. Operators hear of it all the same.
    """
    try:
        return _save_draft(draft_id=draft_id, changes=changes, way=way, page=page, came=came, by=by)
    except PlaceIsFull as full:
        if full.alarms and came is not None:
            region_id = Draft.objects.values_list("region_id", flat=True).get(pk=draft_id)
            notice_rush_from(came.place, region_id=region_id, by=by)
        raise


@transaction.atomic
def _save_draft(
    *, draft_id: int, changes: Mapping[str, Any], way: Sequence[str], page: OpenPage | None, came: Came | None, by: Actor
) -> Draft:
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    wanted = dict(changes)
    services = wanted.pop("services", None)
    if others := wanted.keys() - Draft.CHANGEABLE:
        raise ValueError(f"Not the author's to change: {', '.join(sorted(others))}")
    begun = draft.version > 0
    if page is not None:
        same = all(getattr(draft, name) == value for name, value in wanted.items())
        if begun and not same and draft.window != page.window and draft.mark(wanted) != page.seen:
            raise ChangedSince(_("You changed this in another window after you opened this page."))
        draft.window = page.window
    before = draft.size()
    for name, value in wanted.items():
        setattr(draft, name, value)
    if services is not None:
        draft.services.set(services)
    if way and (not begun or draft.furthest in way):
        draft.furthest = way[-1]
    if came is not None:
        weigh(draft, before=before, came=came, by=by)
    draft.version += 1
    draft.saved_at = clock.now()
    draft.expires_at = clock.now() + timedelta(days=setting(draft.region_id, SettingKey.DRAFT_KEPT))
    draft.save()
    return draft


@transaction.atomic
def look_for_danger(*, draft_id: int, by: Actor) -> bool:
    """Whether the page of help comes before the next page: somebody may be in danger by what was typed. See `note_help_shown`.

    What is saved while somebody types is not looked at; it comes again with the button.

    Raises:
        Draft.DoesNotExist: it was sent or deleted meanwhile.
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    if draft.help == Draft.Help.NONE and calls_for_help(draft.typed()):
        draft.help = Draft.Help.DUE
        draft.save(update_fields=["help"])
    return draft.help == Draft.Help.DUE


@transaction.atomic
def note_help_shown(*, draft_id: int, by: Actor) -> None:
    """The author went on from the page of help: it does not come again. A click that never arrived leaves it due."""
    Draft.objects.filter(pk=draft_id, help=Draft.Help.DUE).update(help=Draft.Help.SHOWN)


@transaction.atomic
def add_service(*, draft_id: int, service_id: int, by: Actor) -> None:
    """The story is about this service, too; one that is there already stays where it is. The site of its region reads the story from now
    on: with its first place a story can go to another site than that on which it was begun.

    Raises:
        NotAcceptable: there are as many as one story can carry, no story is taken about it (`why_not_about`), or the story is about places
            of another region (`why_not_beside`).
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    (service_id,) = joined_as([service_id])
    if draft.services.filter(pk=service_id).exists():
        return
    place = services_by_id([service_id]).get(service_id)
    if place is None:
        raise NotAcceptable(not_on_the_list(), field="find")
    if wrong := why_not_about(place, region_id=draft.region_id):
        raise NotAcceptable(wrong, field="find")
    if wrong := why_not_beside(place, draft):
        raise NotAcceptable(wrong, field="find")
    if draft.services.count() >= MOST_SERVICES:
        raise NotAcceptable(_("A story can be about up to %(most)s services. Remove one first.") % {"most": MOST_SERVICES}, field="find")
    draft.services.add(service_id)
    _have_it_read_by(place.region_id, draft)


@transaction.atomic
def remove_service(*, draft_id: int, service_id: int, here: int, by: Actor) -> None:
    """The story is not about this service after all. With the last one it comes back to the site of region `here`, on which its author is:
    that finds out where it was.
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    draft.services.remove(service_id, *draft.services.filter(successor_id=service_id, register=JOINED).values_list("pk", flat=True))
    if not draft.services.exists():
        _have_it_read_by(here, draft)


@transaction.atomic
def follow_services(*, draft_id: int, by: Actor) -> None:
    """A place of the story is of another region now: the site of that one reads the story, if all of them are of one."""
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    regions = {each.region_id for each in services_of(draft)}
    if len(regions) == 1:
        _have_it_read_by(regions.pop(), draft)


def _have_it_read_by(region_id: int, draft: Draft) -> None:
    """The site of this region reads the story of the locked draft: help, numbers and rules are its own from now on."""
    if draft.region_id != region_id:
        draft.region_id = region_id
        draft.save(update_fields=["region"])


@transaction.atomic
def send_draft(*, draft_id: int, by: Author) -> Story:
    """Make a story of the draft, which is gone then. Sending again gives back the same story.

    Raises:
        NotOpen: its region's site was closed meanwhile, or isn't open yet; the draft is kept.
        NotAcceptable: there are no words, no role, no name or no consent to publish; or a place is of another region now (`services`).
        Draft.DoesNotExist: it was deleted meanwhile.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id, author=by).first()
    if draft is None:
        if sent := story_of(by):
            return sent
        raise Draft.DoesNotExist
    if not stays_open(draft.region_id):
        raise NotOpen(_("This site doesn’t take stories now."))
    if any(each.region_id != draft.region_id for each in services_of(draft)):
        raise NotAcceptable(_("Check the places again. One of them isn’t in the same area as before."), field="services")
    story = send_story(_handed_in(draft), by=by)
    draft.delete()
    return story


def _handed_in(draft: Draft) -> NewStory:
    """What the story begins with: all of the same name, and what the draft keeps in a way of its own."""
    own: dict[str, Any] = {
        "services": named_in(draft),
        "particulars": {name: getattr(draft, name) for name in ParticularFields.PARTICULARS},
        "about": {name: getattr(draft, name) for name in AboutFields.ABOUT},
        "read_last": draft.proof == Draft.Proof.ASKED,
    }
    return NewStory(**{each.name: own[each.name] if each.name in own else getattr(draft, each.name) for each in fields(NewStory)})


@transaction.atomic
def purge_drafts(*, by: Actor) -> int:
    """Delete drafts that were never sent and whose time is over, with their authors and all that these left; returns how many drafts.

    Authors of the day before who hold neither draft nor story (somebody's connection broke at the first page) go too.
    """
    over = list(Draft.objects.select_for_update(no_key=True, skip_locked=True).filter(expires_at__lt=clock.now()))
    Draft.objects.filter(pk__in=[draft.pk for draft in over]).delete()
    left = authors_without_anything(before=clock.now() - timedelta(days=1), or_among=[draft.author_id for draft in over])
    delete_authors(left, by=by)
    return len(over)
