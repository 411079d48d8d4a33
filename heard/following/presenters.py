"""What the author's page says, worked out before the template."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from heard.core.texts.differences import Piece, word_differences
from heard.core.working_time import HOURS_A_DAY
from heard.following.queries import MyStory
from heard.moderation.queries.reports import ReportMade
from heard.reach.queries import Told
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, Change
from heard.stories.lifecycle import STORY
from heard.stories.models import DeclineReason, EditReason, State
from heard.stories.presenters import steps
from heard.ui import presenters as ui
from heard.ui.wording import date_time, date_words, number, worded

PUBLIC = gettext_lazy("Everyone can read your story.")
HEADLINES = {
    State.WAITING: (
        gettext_lazy("We have your story"),
        gettext_lazy("A moderator will read it, usually within one working day. No one else can see it yet."),
    ),
    State.ASKED: (
        gettext_lazy("We have a question for you"),
        gettext_lazy("Your story is waiting for your answer. No one else can see it yet."),
    ),
    State.HELD: (
        gettext_lazy("We’re taking advice about your story"),
        gettext_lazy("We’ll decide when we have it. No one else can see your story yet."),
    ),
    State.DECLINED: (
        gettext_lazy("We did not publish your story"),
        gettext_lazy("A moderator wrote to you. You can read what they said below."),
    ),
    State.PUBLISHED: (gettext_lazy("Your story is public"), PUBLIC),
    State.WITHDRAWN: (gettext_lazy("You took your story back"), gettext_lazy("No one can read it on Heard any more.")),
}
"""Of a story that is public, or was taken back, what came of it is said too: see `headline`."""
READ_LATER = gettext_lazy("A moderator will read it. No one else can see it yet.")
"""What is said of a story that waits where reading takes longer than a working day."""
APPEALED = {
    State.WAITING: (
        gettext_lazy("We’re looking at your story again"),
        gettext_lazy("A moderator who wasn’t involved in the decision will read it. No one else can see it yet."),
    ),
    State.DECLINED: (
        gettext_lazy("We looked again and did not publish your story"),
        gettext_lazy("A moderator who wasn’t involved in the first decision wrote to you. You can read what they said below."),
    ),
}
"""The same, once the author asked us to look again."""
NOBODY_ELSE = {
    State.WAITING: gettext_lazy(
        "Everyone who reads stories here was involved in the decision. So the same people may read it again, with what you told us. "
        "No one else can see it yet."
    ),
    State.DECLINED: gettext_lazy(
        "Everyone who reads stories here was involved in the first decision, so the same people read it again. You can read what they said "
        "below."
    ),
}
"""And where there is nobody who had no part in the decision."""
MOVE_WORDS: dict[str, str | Promise] = {
    "send": gettext_lazy("You sent your story"),
    "ask": gettext_lazy("A moderator asked you a question"),
    "reply": gettext_lazy("You answered the moderator"),
    "hold": gettext_lazy("A moderator asked for advice"),
    "release": gettext_lazy("The moderator got the advice"),
    "publish": gettext_lazy("A moderator published your story"),
    "edit": gettext_lazy("A moderator edited your published story"),
    "decline": gettext_lazy("A moderator decided not to publish your story"),
    "reconsider": gettext_lazy("You asked us to look again"),
    "correct": gettext_lazy("You changed your words"),
    "correct-held": gettext_lazy("You changed your words"),
    "withdraw": gettext_lazy("You took your story back"),
}
MOVES: dict[str, str | Promise] = {**{move: does.words for move, does in STORY.moves.items()}, **MOVE_WORDS}
"""And a move that only concerns the desk is called here as there."""
VOICE_WORDS = {
    "answer": gettext_lazy("%(who)s, %(organisation)s, answered"),
    "reply": gettext_lazy("You replied"),
    "update": gettext_lazy("You added an update"),
    "not-yet": gettext_lazy("You said that a promised change hasn’t happened"),
    "plan": gettext_lazy("%(organisation)s said what it will change"),
    "made": gettext_lazy("%(organisation)s said what it changed"),
}


SAID_WITH = ("ask", "reply", "decline", "reconsider", "edit", "correct", "correct-held")
"""Moves whose message is the author's to read."""
FOLDED_FROM = 3
"""So many lines that say nearly the same are one, which opens."""
TOLD_WORDS = (
    ("told_at", gettext_lazy("We told %(name)s"), ngettext_lazy("We told %(count)s organisation", "We told %(count)s organisations", "n")),
    (
        "heard_at",
        gettext_lazy("%(name)s heard: someone there has been emailed about it"),
        ngettext_lazy(
            "%(count)s organisation heard: someone there has been emailed about it",
            "%(count)s organisations heard: someone at each has been emailed about it",
            "n",
        ),
    ),
    (
        "read_at",
        gettext_lazy("%(name)s read your story"),
        ngettext_lazy("%(count)s organisation read your story", "%(count)s organisations read your story", "n"),
    ),
)
HOW_FAR = (
    (
        "read_at",
        gettext_lazy("Someone at %(name)s has read it. No one has answered yet."),
        ngettext_lazy(
            "People at %(count)s organisation have read it. No one has answered yet.",
            "People at %(count)s organisations have read it. No one has answered yet.",
            "n",
        ),
    ),
    (
        "heard_at",
        gettext_lazy("Someone at %(name)s has been emailed about it. No one has read it yet."),
        ngettext_lazy(
            "People at %(count)s organisation have been emailed about it. No one has read it yet.",
            "People at %(count)s organisations have been emailed about it. No one has read it yet.",
            "n",
        ),
    ),
    (
        "told_at",
        gettext_lazy("We’ve told %(name)s. No one has read it yet."),
        ngettext_lazy(
            "We’ve told %(count)s organisation. No one has read it yet.",
            "We’ve told %(count)s organisations. No one has read it yet.",
            "n",
        ),
    ),
)
"""Of a public story that nobody answered: the furthest it came, with one organisation and with several."""
TAKE_BACK = {"update": gettext_lazy("Take back your update"), "reply": gettext_lazy("Take back your reply")}


def take_back(kind: str) -> str:
    """What the page is called on which a reply, an update or “this hasn’t happened” is taken back."""
    return str(TAKE_BACK.get(kind) or _("Take back what you said"))


@dataclass(frozen=True)
class Happened:
    """`each` are the lines that this one stands for, oldest first; they are shown when it is opened."""

    at: datetime
    words: str
    message: str = ""
    each: tuple["Happened", ...] = ()


@dataclass(frozen=True)
class Quoted:
    """What somebody else said, above the form that answers it."""

    kind: str
    who: str
    text: str
    role: str = ""
    at: datetime | None = None
    photo: str = ""


def from_moderator(text: str) -> Quoted:
    return Quoted("platform", _("A moderator at Heard"), text)


def quoted(answer: Answer) -> Quoted:
    return Quoted(
        "answer", answer.name, answer.text, _role(answer.job_title, answer.organisation.name), answer.published_at, answer.person.photo_key
    )


def promised(change: Change) -> Quoted:
    said = {"organisation": change.organisation, "lead": change.who_leads}
    if change.due_on:
        role = _("%(organisation)s. Lead: %(lead)s, due %(day)s") % (said | {"day": date_words(change.due_on)})
    else:
        role = _("%(organisation)s. Lead: %(lead)s") % said
    return Quoted("change", _("Change planned"), change.what, role, change.planned_at)


def _role(job_title: str, organisation: str) -> str:
    return _("%(job_title)s, %(organisation)s") % {"job_title": job_title, "organisation": organisation}


@dataclass(frozen=True)
class Answered:
    id: int
    who: str
    at: datetime


def answered(mine: MyStory) -> list[Answered]:
    """Who answered, and when: said first on the page."""
    voices = [voice for voice in mine.voices if voice.kind == "answer"]
    who = _("%(name)s, %(job_title)s, %(organisation)s")
    return [
        Answered(voice.id, who % {"name": voice.who, "job_title": voice.role, "organisation": voice.organisation}, voice.at)
        for voice in voices
        if mine.is_public
    ]


@dataclass(frozen=True)
class Changes:
    """What a moderator changed in the words that are public, marked as the moderator's own page marks it."""

    words: list[Piece]
    hope: list[Piece]
    title: tuple[str, str] | None
    name: tuple[str, str] | None


def changes(mine: MyStory) -> Changes | None:
    """None while there is no public text, or it is the author's own to the letter."""
    story, own = mine.story, mine.story.own
    if not story.text:
        return None
    found = Changes(
        words=_marked(own.words, story.text),
        hope=_marked(own.hope, story.hope),
        title=(own.title, story.title) if own.title.strip() and own.title.strip() != story.title else None,
        name=(own.chosen_name, story.chosen_name) if own.chosen_name.strip() not in ("", story.chosen_name) else None,
    )
    return found if any((found.words, found.hope, found.title, found.name)) else None


def _marked(own: str, public: str) -> list[Piece]:
    own, public = (text.replace("\r\n", "\n").strip() for text in (own, public))
    return word_differences(own, public) if own != public else []


def headline(mine: MyStory) -> tuple[str, str]:
    """What the page says first: the heading and a sentence, which are true together, and with all that stands below."""
    state = State(mine.story.state)
    title, lead = (str(words) for words in HEADLINES[state])
    if state == State.PUBLISHED:
        return _what_came_of_it(mine)
    if state == State.WITHDRAWN:
        return title, _gone(mine)
    if mine.public_from:
        public_from = _("A moderator has read it. It will be public on %(day)s.") % {"day": date_time(mine.public_from)}
        return _("Your story will be public soon"), public_from
    if not mine.appeals or state not in APPEALED:
        slow = state == State.WAITING and setting(mine.story.region_id, SettingKey.MODERATED_WITHIN) > HOURS_A_DAY
        return title, str(READ_LATER) if slow else lead
    title, lead = (str(words) for words in APPEALED[state])
    another = mine.by_another if state == State.DECLINED else mine.somebody_else
    return title, lead if another else str(NOBODY_ELSE[state])


def _what_came_of_it(mine: MyStory) -> tuple[str, str]:
    """Of a public story: the heading says the furthest it came, the sentence what else there is; before anybody answered, how far it is."""
    count = Counter(voice.kind for voice in mine.voices)
    planned = [voice for voice in mine.voices if voice.kind == "plan" and not voice.done]
    also = [str(PUBLIC)]
    if count["made"]:
        title = _numbered(
            ngettext("Your story has brought a change", "Your story has brought %(count)s changes", count["made"]), count["made"]
        )
        if planned:
            also.append(_numbered(ngettext("One more is planned.", "%(count)s more are planned.", len(planned)), len(planned)))
    elif planned:
        title = _numbered(
            ngettext("A change is planned because of your story", "%(count)s changes are planned because of your story", len(planned)),
            len(planned),
        )
    elif count["answer"]:
        return (
            _numbered(ngettext("Your story has an answer", "Your story has %(count)s answers", count["answer"]), count["answer"]),
            str(PUBLIC),
        )
    else:
        return str(HEADLINES[State.PUBLISHED][0]), _how_far(mine)
    if count["answer"]:
        also.append(_numbered(ngettext("It has an answer.", "It has %(count)s answers.", count["answer"]), count["answer"]))
    if late := sum(voice.overdue for voice in planned):
        also.append(_numbered(ngettext("A promised change is overdue.", "%(count)s promised changes are overdue.", late), late))
    return title, " ".join(also)


def _numbered(words: str, count: int) -> str:
    return words % {"count": number(count)}


def _how_far(mine: MyStory) -> str:
    """Of a public story without an answer or a change: the furthest it came, and nothing that is only hoped for."""
    for when, one, many in HOW_FAR:
        if names := [told.organisation for told in mine.told if getattr(told, when)]:
            return str(one) % {"name": names[0]} if len(names) == 1 else str(many % _counted(names))
    if any(asked.reached for asked in mine.asked):
        return _("The people who run the service aren’t listening here yet. We’ve emailed them and asked them to.")
    return f"{PUBLIC} " + _("No one who runs the service is listening here yet.")


def _counted(things: Sequence[object]) -> dict[str, object]:
    """What a sentence with a number is filled with: `n` decides its form."""
    return {"n": len(things), "count": number(len(things))}


def _gone(mine: MyStory) -> str:
    """Of a story that was taken back: whether its words are still here, as `stories.rules.taking_back` promised."""
    if mine.story.erased_at:
        return _("We deleted its words on %(day)s.") % {"day": date_words(mine.story.erased_at)}
    gone = str(HEADLINES[State.WITHDRAWN][1])
    if mine.deleted_on is None:
        return gone
    return f"{gone} " + _("We’ll delete its words on %(day)s.") % {"day": date_words(mine.deleted_on)}


def reports(mine: MyStory) -> list[str]:
    """Each report of being treated differently: when it came, and what became of it or is next."""
    return [_report(each) for each in mine.reports]


def _report(report: ReportMade) -> str:
    if report.seen_to_at:
        said = _("You told us on %(day)s. A senior moderator dealt with it on %(dealt)s.")
        return said % {"day": date_words(report.told_at), "dealt": date_words(report.seen_to_at)}
    return _(
        "You told us on %(day)s. It’s with our senior moderators. One of them will read it and decide what to do. You’ll see here when "
        "that’s done."
    ) % {"day": date_words(report.told_at)}


def in_words(held: dict[str, Any]) -> dict[str, Any]:
    """What `everything_held` found, with codes that only the desk uses in the words that the author's own page has for them.

    Why a story is held (which advice is asked) is the desk's own note about what may be a third person: it is said as kindly as there.
    """
    held = held | {"story_key": key_in_words(**held["story_key"])}
    story = held.get("story")
    if story is None:
        return held
    moves = [
        {"at": each["at"], "what": move_words(each["name"]), "message": each["said"]}
        | ({"reason": worded(dict(DeclineReason.choices), each["reason"])} if each["name"] == "decline" and each["reason"] else {})
        for each in story["moves"]
    ]
    edits = [
        {"version": each["version__number"], "reason": worded(dict(EditReason.choices), each["reason"]), "note": each["note"]}
        for each in story["edits"]
    ]
    return held | {"story": story | {"state": str(HEADLINES[State(story["state"])][0]), "moves": moves, "edits": edits}}


def key_in_words(*, given: bool, words_kept_until: datetime | None) -> str:
    """What is held of the story key, as it stands at this moment: before there is one, while its words can be shown again, and after."""
    if not given:
        return _("You don’t have a story key yet.")
    if words_kept_until is None:
        return _("We only keep your story key in a scrambled form. No one can work out the words from it.")
    return _(
        "We keep your story key in a scrambled form. No one can work out the words from it. We also keep the words themselves, encrypted, "
        "so that we can show them to you again. We’ll delete them when you type them to come back, when you say you’ve saved them, or on "
        "%(day)s, whichever comes first."
    ) % {"day": date_words(words_kept_until)}


def move_words(name: str) -> str:
    """What happened, said to the author."""
    return worded(MOVES, name)


def history(mine: MyStory) -> list[Happened]:
    """What happened, oldest first, with times. Messages of moderators to the author are part of it."""
    said = [Happened(move.at, move_words(move.name), move.said if move.name in SAID_WITH else "") for move in mine.moves]
    for when, one, many in TOLD_WORDS:
        lines = sorted(
            (Happened(at, str(one) % {"name": told.organisation}) for told in mine.told if (at := getattr(told, when))),
            key=lambda each: each.at,
        )
        if len(lines) < FOLDED_FROM:
            said += lines
        else:
            said.append(Happened(lines[0].at, str(many % _counted(lines)), each=tuple(lines)))
    not_listening = _("%(provider)s isn’t listening here yet. We asked them to.")
    said += [Happened(asked.asked_at, not_listening % {"provider": asked.provider}) for asked in mine.asked]
    said += [Happened(each.told_at, _("You told us that you were treated differently")) for each in mine.reports]
    said += [Happened(each.seen_to_at, _("A senior moderator dealt with what you told us")) for each in mine.reports if each.seen_to_at]
    said += [
        Happened(each.at, worded(VOICE_WORDS, each.kind) % {"who": each.who, "organisation": each.organisation}) for each in mine.voices
    ]
    return sorted(said, key=lambda each: each.at)


def progress(mine: MyStory) -> tuple[ui.Step, ...]:
    unheard = mine.is_public and not mine.told
    return steps(mine.story, {"Heard": _("no one is listening here yet")} if unheard else None)


def told_entries(told: list[Told]) -> list[ui.ToldEntry]:
    return [ui.told_entry(each.organisation, each.told_at, heard_at=each.heard_at, read_at=each.read_at) for each in told]


def edits(mine: MyStory) -> list[tuple[str, str]]:
    """Each edit as (kind of reason, the moderator's note)."""
    return [(edit.get_reason_display(), edit.note) for edit in mine.edits]
