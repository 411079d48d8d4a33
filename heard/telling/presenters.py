"""What pages of telling show, worked out before a template sees it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from heard.accounts.models import Author
from heard.accounts.queries import wants_notices, ways_to_reach
from heard.core import limits, sites
from heard.core.working_time import HOURS_A_DAY
from heard.directory.models import Service, Standing
from heard.directory.queries import answers_for
from heard.regions.models import Region
from heard.regions.queries import care_since, setting
from heard.regions.rules import UK, SettingKey
from heard.stories.models import AboutFields, AuthorRole, role_words
from heard.stories.presenters import own_frame, particulars
from heard.stories.rules.going_out import As, GoesOut, look_through
from heard.stories.rules.personal_data import HitKind
from heard.stories.rules.titles import in_small_letters, is_in_capitals
from heard.telling import forms
from heard.telling.models import Draft
from heard.telling.queries import HOUR, services_of
from heard.telling.rules import chosen_names
from heard.telling.rules.opening import WORDS, Needed
from heard.ui import wording
from heard.ui.forms import count_words
from heard.ui.presenters import Link, Row, other_sites
from heard.ui.wording import listed


def telling_frame(region: Region) -> dict[str, Any]:
    """What every page of telling and of coming back has around it: help at any hour, a way out, and no menu."""
    return own_frame(region) | {"telling": True}


def promises(region: Region) -> dict[str, Any]:
    """What the first and the last page promise in numbers, as this region has set them."""
    hours, years = setting(region.pk, SettingKey.MODERATED_WITHIN), setting(region.pk, SettingKey.CARE_WITHIN)
    if hours <= HOURS_A_DAY:
        moderated = ngettext(
            "We aim to read half of all stories within %(hours)s working hour, and nearly all by the next working day.",
            "We aim to read half of all stories within %(hours)s working hours, and nearly all by the next working day.",
            hours,
        )
    else:
        moderated = ngettext(
            "We aim to read half of all stories within %(hours)s working hour.",
            "We aim to read half of all stories within %(hours)s working hours.",
            hours,
        )
    taken = ngettext(
        "We take stories about care in the last year. You can ask a question, too.",
        "We take stories about care in the last %(years)s years. You can ask a question, too.",
        years,
    )
    return {"when_moderated": moderated % {"hours": hours}, "what_is_taken": taken % {"years": years}}


def closed_frame(region: Region | None, missing: Iterable[Needed]) -> dict[str, Any]:
    """What the page shows where nobody can tell a story yet. Without a region there are no lines of its own."""
    frame = telling_frame(region) if region else {"telling": True, "leave_quickly": True, "crisis_lines": None, "all_crisis_lines": []}
    return frame | {
        "missing": [WORDS[each] for each in missing],
        "closed_on": region.closed_on if region else None,
        "read_in": read_in(region),
        "others": other_sites(),
    }


def read_in(region: Region | None) -> str:
    """The region whose site reads the story, by name, where that is another one than this; else nothing."""
    site = sites.elsewhere(region.pk) if region else None
    return site.name if site else ""


def apart(draft: Draft, services: Iterable[Service]) -> dict[int, str]:
    """Of each place that isn't in the region of the story, since it was moved to another one, what to do about it."""
    said = _("This is in %(region)s now. One story can only be about places in one area, so remove this one or the others.")
    return {each.pk: said % {"region": each.region.name} for each in services if each.region_id != draft.region_id}


def beside_words(region: Region, draft: Draft | None) -> dict[str, Any]:
    return {"story_words": setting(region.pk, SettingKey.STORY_WORDS), "draft_kept": setting(region.pk, SettingKey.DRAFT_KEPT)}


def beside_title(region: Region, draft: Draft | None) -> dict[str, Any]:
    return {"shouted": draft is not None and is_in_capitals(draft.title)}


def beside_when(region: Region, draft: Draft | None) -> dict[str, Any]:
    years = setting(region.pk, SettingKey.CARE_WITHIN)
    why = ngettext(
        "We only take stories about the last year, so that staff can still remember, answer and put things right.",
        "We only take stories about the last %(years)s years, so that staff can still remember, answer and put things right.",
        years,
    )
    return {"why_not_older": why % {"years": years}}


@dataclass(frozen=True)
class NoRoom:
    """What somebody can do whose words could not be kept: `hour` is when counting what comes from one place begins again."""

    too_long: bool
    asks: bool
    hour: str


def no_room(region: Region, *, too_long: bool, asks: bool) -> NoRoom:
    return NoRoom(too_long, asks, wording.time_of(limits.next_window(HOUR).astimezone(ZoneInfo(region.time_zone))))


def reach_form(draft: Draft | None, author: Author | None, data: Any = None, *, country: str = UK) -> forms.ReachForm:
    """The form for ways to reach the author: what was given before is only counted, never shown. `country`: how a postcode is written."""
    given = given_by(author) if author else set()
    initial = {"postcode": draft.postcode if draft else ""}
    return forms.ReachForm(data, initial=initial, given=given, chosen_name=draft.chosen_name if draft else "", country=country)


def given_by(author: Author) -> set[str]:
    """What the author left that cannot be shown: kinds of contact, and "pin"."""
    return ways_to_reach(author.pk) | ({"pin"} if author.pin_hash else set())


def stored_words(draft: Draft, names: Iterable[str]) -> str:
    """What another window saved in these fields, in words, to be shown beside what was typed here."""
    return "\n\n".join(words for name in names if (words := _in_words(draft, name)))


def _in_words(draft: Draft, name: str) -> str:
    value = getattr(draft, name)
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool) or not value:
        return ""
    shown = getattr(draft, f"get_{name}_display", None)  # of what was chosen from a list
    return str(shown() if shown else value)


def after_closing(services: Iterable[Service]) -> dict[int, str]:
    """Of each of these places that has closed, who answers for it now."""
    return {each.pk: _after_closing(each, answers_for(each)) for each in services if each.standing == Standing.CLOSED}


def _after_closing(place: Service, now: Service | None) -> str:
    closed = _("Closed in %(month)s.") % {"month": wording.month_words(place.closed_on)} if place.closed_on else _("Closed.")
    if now is None:
        unknown = _("We don’t know who is responsible for it now, so there may be no one for us to tell. You can still tell your story.")
        return f"{closed} {unknown}"
    if now.pk in place.ancestors:
        said = _("%(place)s is responsible for it now.")
    else:
        said = _("Its work moved to %(place)s, which is responsible for it now.")
    return f"{closed} {said % {'place': now.name}}"


@dataclass(frozen=True)
class Noticed:
    """Something in an author's words that might tell who somebody is: what it could be, as a sentence that ends in the words, and on which
    page they stand.
    """

    what: str
    words: list[str]
    page: str


NOTICED = {
    HitKind.NAME: gettext_lazy("This could be someone’s name:"),
    HitKind.FIRST_NAME: gettext_lazy("This could be someone’s first name:"),
    HitKind.STAFF_NAME: gettext_lazy("This could be the name of a member of staff:"),
    HitKind.PHONE: gettext_lazy("This could be a phone number:"),
    HitKind.EMAIL: gettext_lazy("This could be an email address:"),
    HitKind.POSTCODE: gettext_lazy("This could be a full postcode:"),
    HitKind.ADDRESS: gettext_lazy("This could be a street address:"),
    HitKind.NHS_NUMBER: gettext_lazy("This could be an NHS number:"),
    HitKind.NUMBER: gettext_lazy("This could be a personal or case number:"),
    HitKind.DATE: gettext_lazy("This could be an exact date:"),
    HitKind.LINK: gettext_lazy("This could be a link:"),
    HitKind.HANDLE: gettext_lazy("This could be a social media name:"),
}


MOST_NOTICED = 8
"""Words shown for one kind of thing on one page: a list nobody reads helps nobody."""


LOOKED_AT = 50_000
"""Letters and signs of a text that are looked through while the author waits; the moderator's desk looks at all of it."""


def noticed(draft: Draft, services: Iterable[Service]) -> list[Noticed]:
    """What the author may want to look at again before sending: a kind word, never a wall. Services and the chosen name are no secret."""
    known = [
        draft.chosen_name or chosen_names.suggested(draft.pk),
        *(name for each in services for name in (each.name, each.town, each.parent.name if each.parent else "")),
    ]
    found: dict[tuple[str, str], dict[str, None]] = {}
    written = {name: getattr(draft, name) for name in Draft.WRITTEN}
    if is_in_capitals(draft.title):  # shouted, every word looks like a name
        written["title"] = in_small_letters(draft.title)
    texts = [GoesOut(page, page, text[:LOOKED_AT]) for page, text in written.items()]
    texts += [GoesOut(page, page, tag, As.TAG) for page in Draft.TAGGED for tag in getattr(draft, page)]
    for each in look_through(texts, known=known):
        for hit in each.hits:
            found.setdefault((each.of.field, str(NOTICED[HitKind(hit.kind)])), {})[" ".join(hit.excerpt.split())] = None
    return [Noticed(what, list(words)[:MOST_NOTICED], page) for (page, what), words in found.items()]


@dataclass(frozen=True)
class Preview:
    """A draft as it will look in public, and what of it will not."""

    title: str
    role: str
    name: str
    services: list[Link]
    unknown_service: str
    words: str
    hope: str
    good: list[str]
    better: list[str]
    feelings: list[str]
    particulars: tuple[str, ...]
    is_question: bool
    private: list[Row]
    count: int
    too_long: bool
    too_long_ago: str
    shouted_title: bool
    noticed: list[Noticed]


def preview(draft: Draft, author: Author, *, path_to: Callable[[str], str]) -> Preview:
    """The draft as a reader will see it, before a moderator has read it. `path_to` gives the path of a page on which it can be changed."""
    count = count_words(draft.words)
    services = services_of(draft)
    name = draft.chosen_name or chosen_names.suggested(draft.pk)
    return Preview(
        title=draft.title,
        role=role_words(draft.role or AuthorRole.SOMEBODY, after=name),
        name=name,
        services=[Link(_service_words(service)) for service in services],
        unknown_service=draft.unknown_service,
        words=draft.words,
        hope=draft.hope,
        good=draft.good,
        better=draft.better,
        feelings=draft.feelings,
        particulars=particulars(draft),
        is_question=draft.is_question,
        private=_private_rows(draft, author, path_to),
        count=count,
        too_long=count > setting(draft.region_id, SettingKey.STORY_WORDS),
        too_long_ago=_too_long_ago(draft),
        shouted_title=is_in_capitals(draft.title),
        noticed=noticed(draft, services),
    )


def _too_long_ago(draft: Draft) -> str:
    """That it happened longer ago than stories are taken about, where it was another site's when its author said so; else nothing."""
    years = setting(draft.region_id, SettingKey.CARE_WITHIN) if draft.happened_month else 0
    if draft.happened_month is None or draft.happened_month >= care_since(years):
        return ""
    said = ngettext(
        "We only take stories about care in the last year. Check when it happened. You can still send it, and a moderator will decide.",
        "We only take stories about care in the last %(years)s years. Check when it happened. You can still send it, and a moderator will "
        "decide.",
        years,
    )
    return said % {"years": years}


def _service_words(service: Service) -> str:
    return f"{service.name}, {service.parent.name}" if service.parent else service.name


def _private_rows(draft: Draft, author: Author, path_to: Callable[[str], str]) -> list[Row]:
    given = given_by(author)
    change, more = path_to("reach") + "?to=check", path_to("more") + "?to=check"
    kept, not_given = _("We have it. It’s encrypted: only our email system can use it"), _("Not given")
    return [
        Row(_("Email address"), kept if "email" in given else not_given, change),
        *([Row(_("First half of your postcode"), draft.postcode or not_given, change)] if draft.postcode or _asks_postcode(draft) else []),
        Row(_("About you"), listed([said_about(draft, name) for name in AboutFields.ABOUT if getattr(draft, name)]) or not_given, more),
        Row(_("PIN"), pgettext("PIN", "Chosen") if "pin" in given else pgettext("PIN", "None"), change),
        Row(_("The day you send it"), _("Never shown. Readers only see the day it’s published")),
    ]


def _asks_postcode(draft: Draft) -> bool:
    """Whether a postcode is asked for, where the story goes."""
    return draft.region.country in forms.POSTCODES


def said_about(row: AboutFields, name: str) -> str:
    """What an author said about themselves, in words; nothing where they said nothing."""
    return str(getattr(row, f"get_{name}_display")())


def reachable(author: Author) -> dict[str, Any]:
    """Whether we can tell the author what happens, for the page after sending."""
    return {"has_email": "email" in ways_to_reach(author.pk), "wants_notices": wants_notices(author.pk)}
