"""What the pages of answering would otherwise have to work out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import clock, links
from heard.responses.models import Answer, AnswerState, Change
from heard.responses.rules import sheets
from heard.responses.rules.fast_track import Condition, Route
from heard.responses.rules.texts import texts_of_answer
from heard.stories.rules.going_out import Noticed
from heard.stories.rules.personal_data import LABELS as HITS
from heard.stories.rules.sign_kinds import LABELS as SIGNS
from heard.ui import wording
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words


@dataclass(frozen=True)
class Way:
    """Which way an answer will go, for its responder. `sure`: the words were looked at."""

    title: str
    words: str
    conditions: tuple[tuple[str, str], ...]
    """`(yes, no or open, sentence)` of each condition."""


def way(route: Route, window: int) -> Way:
    """`window` is in minutes."""
    conditions = tuple(({True: "yes", False: "no", None: "open"}[each.holds], condition(each)) for each in route.conditions)
    first = ngettext(
        "You can edit it or take it back for %(count)s minute.", "You can edit it or take it back for %(count)s minutes.", window
    ) % {"count": wording.number(window)}
    if route.fast_track:
        return Way(_("It will be published automatically"), f"{first} " + _("Then we’ll publish it and tell the author."), conditions)
    if route.still_open:
        then = _("Then we’ll publish it, if it meets all these conditions.")
        return Way(_("It can be published automatically"), f"{first} {then}", conditions)
    then = _("Then a moderator will read it before it’s published.")
    return Way(_("A moderator will read it first"), f"{first} {then}", conditions)


def condition(each: Condition) -> str:
    """Whether a condition of fast-track holds, and why, in a sentence for the responder."""
    said, name = each.said, each.name
    match name:
        case "experience":
            have = ngettext("You’ve had %(have)s answer published.", "You’ve had %(have)s answers published.", said["have"])
            need = _("You need at least %(need)s.")
            return f"{have % said} {need % said}"
        case "score" if said["have"] is None:
            return (
                _("You don’t have a score yet, because no moderator has decided on any of your answers. This story needs %(need)s.") % said
            )
        case "score":
            return _("Your recent answers score %(have)s out of 100. This story needs %(need)s.") % said
        case "no-change" if said.get("ticked"):
            return _("You ticked that something has changed or will change.")
    return _not_known_yet(name) if each.holds is None else _holds(name) if each.holds else _stands_in_the_way(name, said)


def reason_for_desk(kept: Mapping[str, Any]) -> str:
    """A condition that did not hold, as its move keeps it, in a sentence for a moderator. Another Heard may have kept one that this one
    doesn't know, or in another way.
    """
    try:
        return _reason_for_desk(kept)
    except KeyError:
        return _("It didn’t meet one of the conditions for publishing without a moderator.")


def _reason_for_desk(kept: Mapping[str, Any]) -> str:
    name, said = kept["name"], kept
    match name:
        case "experience":
            words = ngettext(
                "The responder has had %(have)s answer published. They need at least %(need)s.",
                "The responder has had %(have)s answers published. They need at least %(need)s.",
                said["have"],
            )
            return words % said
        case "score" if said["have"] is None:
            return _("The responder doesn’t have a score yet. This story needs %(need)s.") % said
        case "score":
            return _("The responder’s recent answers score %(have)s out of 100. This story needs %(need)s.") % said
        case "no-change" if said.get("ticked"):
            return _("The responder ticked that something has changed or will change.")
    return _stands_in_the_way(name, said)


def _stands_in_the_way(name: str, said: Mapping[str, Any]) -> str:
    match name:
        case "no-change":
            phrases = {"phrases": wording.listed([_("“%(phrase)s”") % {"phrase": each} for each in said["phrases"]])}
            if said["more"]:
                return _("These words, and others, sound like a change: %(phrases)s.") % phrases
            return _("These words sound like a change: %(phrases)s.") % phrases
        case "no-personal-data":
            return _("Something in the answer could identify someone: %(found)s.") % {"found": _found(said["found"])}
        case "no-signs":
            return _("Some words need a second look: %(found)s.") % {"found": _found(said["found"])}
        case "not-a-childs":
            return _("The story is, or may be, about a child.")
        case "large-enough":
            return ngettext(
                "A service in the story has fewer than %(fewest)s story, so people could be recognised.",
                "A service in the story has fewer than %(fewest)s stories, so people could be recognised.",
                said["fewest"],
            ) % {"fewest": wording.number(said["fewest"])}
    raise KeyError(name)


def _holds(name: str) -> str:
    return {
        "no-change": _("The answer doesn’t say that something has changed or will change."),
        "no-personal-data": _("Apart from public contacts, we found nothing that could identify someone."),
        "no-signs": _("We found nothing else that needs a second look."),
        "not-a-childs": _("The story isn’t about a child."),
        "large-enough": _("The services in the story have enough stories that people aren’t likely to be recognised."),
    }[name]


def _not_known_yet(name: str) -> str:
    return {
        "no-change": _("The answer must not say that something has changed or will change."),
        "no-personal-data": _("Apart from public contacts, the answer must not include anything that could identify someone."),
        "no-signs": _("The answer must not include anything else that needs a second look, such as a death."),
    }[name]


def _found(found: Iterable[Sequence[str]]) -> str:
    """“Joy Smith” (possible name, in the sign-off) and so on: of each its kind, and where it stands if not in the answer itself."""
    where = {each.field: each.where for each in texts_of_answer(text="", sign_off="", name="", job_title="")}
    said = []
    for kind, excerpt, field in found:
        what = {"excerpt": excerpt, "what": HITS.get(kind) or SIGNS.get(kind, kind), "where": where.get(field, field)}
        said.append((_("“%(excerpt)s” (%(what)s)") if field == "text" else _("“%(excerpt)s” (%(what)s, in %(where)s)")) % what)
    return wording.listed(said)


@dataclass(frozen=True)
class PointedAt:
    """Something in an answer that may tell who somebody is, and in which of its texts (“the sign-off”)."""

    label: str
    excerpt: str
    where: str
    why: str


MOST_POINTED_AT = 12


def pointed_at(noticed: Iterable[Noticed]) -> list[PointedAt]:
    """What the gate found, for whoever wrote it: the same that a moderator is shown."""
    found = [PointedAt(hit.label, " ".join(hit.excerpt.split()), each.of.where, hit.why) for each in noticed for hit in each.hits]
    return list(dict.fromkeys(found))[:MOST_POINTED_AT]


@dataclass(frozen=True)
class WindowLeft:
    """How long an answer can still be changed. `minutes` are whole and begun ones."""

    until: datetime
    minutes: int


def window_left(answer: Answer) -> WindowLeft | None:
    """None once the window is over, even if the sweep has not come by yet."""
    if answer.state != AnswerState.WINDOW or answer.due_at is None or clock.now() >= answer.due_at:
        return None
    seconds = (answer.due_at - clock.now()).total_seconds()
    return WindowLeft(answer.due_at, int(-(-seconds // 60)))


def begun(texts: Sequence[Text], *, person_id: int, answers: Iterable[Answer], changes: Iterable[Change]) -> list[Begun]:
    """What members began about a story and did not send. `answers` and `changes` are those in hand: what is about another one can be read
    and copied here, and nobody can go on with it; nor can anybody but its sender with an answer.
    """
    own, open_changes = {each.pk for each in answers if each.person_id == person_id}, {each.pk for each in changes}
    found = []
    for text in texts:
        kind, thing = text.sheet.kind, text.sheet.thing
        words = main_words(text, sheets.MAIN.get(kind, ()))
        if not words:
            continue
        path = ""
        if kind in {sheets.ANSWER, sheets.PLAN, sheets.MADE}:
            path = links.path_of_view(f"responses:{kind}", number=thing)
        elif kind == sheets.ANSWER_AGAIN and thing in own:
            path = links.path_of_view("responses:edit", answer_id=thing)
        elif kind in {sheets.PLAN_AGAIN, sheets.MADE_OF_PLAN} and thing in open_changes:
            path = links.path_of_view("responses:change", change_id=thing)
        found.append(
            Begun(
                label=wording.worded(sheets.LABELS, kind),
                who=text.writer.name,
                at=text.written_at,
                words=words,
                path=f"{path}?use={text.version}" if path else "",
            )
        )
    return found
