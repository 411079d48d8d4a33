"""What the author's page says, worked out before the template."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.following.queries import MyStory
from heard.moderation.rules.differences import Piece, word_differences
from heard.reach.queries import Told
from heard.responses.models import Answer, Change
from heard.stories.lifecycle import STORY, StoryMoves
from heard.stories.models import DeclineReason, EditReason, State
from heard.stories.presenters import steps
from heard.ui import presenters as ui
from heard.ui.wording import date_time, date_words, number, plural

PUBLIC = "Everyone can read your story."
HEADLINES = {
    State.WAITING: ("We have your story", "A moderator will read it, usually within one working day. Nobody else can see it yet."),
    State.ASKED: ("We have a question for you", "Your story waits for your answer. Nobody else can see it yet."),
    State.HELD: ("Your story is being looked at with care", "We are asking for advice before it goes on. Nobody else can see it yet."),
    State.DECLINED: ("We did not publish your story", "A moderator wrote to you. What they said is below."),
    State.PUBLISHED: ("Your story is public", PUBLIC),
    State.WITHDRAWN: ("You took your story back", "No one can read it on Heard any more."),
}
"""Of a story that is public, or was taken back, what came of it is said too: see `headline`."""
APPEALED = {
    State.WAITING: (
        "We are looking at your story again",
        "A moderator who had no part in the decision will read it. Nobody else can see it yet.",
    ),
    State.DECLINED: (
        "We looked again and did not publish your story",
        "A moderator who had no part in the first decision wrote to you. What they said is below.",
    ),
}
"""The same, once the author asked us to look again."""
NOBODY_ELSE = {
    State.WAITING: (
        "Everybody who reads stories here had a part in the decision. So the same people may read it again, with what you "
        "told us. Nobody else can see it yet."
    ),
    State.DECLINED: (
        "Everybody who reads stories here had a part in the first decision, so the same people read it again. What they said is below."
    ),
}
"""And where there is nobody who had no part in the decision."""
MOVE_WORDS = {
    "send": "You sent your story",
    "ask": "A moderator asked you something",
    "reply": "You answered the moderator",
    "hold": "A moderator asked for advice",
    "release": "The advice came",
    "publish": "A moderator published your story",
    "edit": "A moderator edited your published story",
    "decline": "A moderator decided not to publish your story",
    "reconsider": "You asked us to look again",
    "correct": "You changed your words",
    "correct-held": "You changed your words",
    "withdraw": "You took your story back",
}
VOICE_WORDS = {
    "answer": "{who}, {organisation}, answered",
    "reply": "You replied",
    "update": "You added to your story",
    "not-yet": "You said that a promised change hasn’t happened",
    "plan": "{organisation} said what it will change",
    "made": "{organisation} said what it changed",
}


SAID_WITH = ("ask", "reply", "decline", "reconsider", "edit", "correct", "correct-held")
"""Moves whose message is the author's to read."""
FOLDED_FROM = 3
"""So many lines that say nearly the same are one, which opens."""
TOLD_WORDS = (
    ("told_at", "{name} was told", "{count} were told"),
    ("heard_at", "{name} heard: someone there has been emailed about it", "{count} heard: someone there has been emailed about it"),
    ("read_at", "{name} read your story", "{count} read your story"),
)


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


def from_moderator(text: str) -> Quoted:
    return Quoted("platform", "A moderator of Heard", text)


def quoted(answer: Answer) -> Quoted:
    return Quoted("answer", answer.name, answer.text, f"{answer.job_title}, {answer.organisation.name}", answer.published_at)


def promised(change: Change) -> Quoted:
    due = f", due {date_words(change.due_on)}" if change.due_on else ""
    return Quoted("change", "Change planned", change.what, f"{change.organisation}. Lead: {change.who_leads}{due}", change.planned_at)


@dataclass(frozen=True)
class Answered:
    id: int
    who: str
    at: datetime


def answered(mine: MyStory) -> list[Answered]:
    """Who answered, and when: said first on the page."""
    voices = [voice for voice in mine.voices if voice.kind == "answer"]
    return [Answered(voice.id, f"{voice.who}, {voice.role}, {voice.organisation}", voice.at) for voice in voices] if mine.is_public else []


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
    if state == State.PUBLISHED:
        return _what_came_of_it(mine)
    if state == State.WITHDRAWN:
        return HEADLINES[state][0], _gone(mine)
    if mine.public_from:
        return ("Your story will be public soon", f"A moderator has read it. It is public from {date_time(mine.public_from)}.")
    if not mine.appeals or state not in APPEALED:
        return HEADLINES[state]
    title, lead = APPEALED[state]
    another = mine.by_another if state == State.DECLINED else mine.somebody_else
    return title, lead if another else NOBODY_ELSE[state]


def _what_came_of_it(mine: MyStory) -> tuple[str, str]:
    """Of a public story: the heading says the furthest it came, the sentence what else there is; before anybody answered, how far it is."""
    count = Counter(voice.kind for voice in mine.voices)
    planned = [voice for voice in mine.voices if voice.kind == "plan" and not voice.done]
    answers = "an answer" if count["answer"] == 1 else plural(count["answer"], "answer")
    also = [PUBLIC]
    if count["made"]:
        title = "Your story has brought a change" if count["made"] == 1 else f"Your story has brought {plural(count['made'], 'change')}"
        also += [f"{'One' if len(planned) == 1 else number(len(planned))} more {'is' if len(planned) == 1 else 'are'} planned."] * bool(
            planned
        )
    elif planned:
        title = (
            "A change is planned because of your story"
            if len(planned) == 1
            else f"{plural(len(planned), 'change')} are planned because of your story"
        )
    elif count["answer"]:
        return f"Your story has {answers}", PUBLIC
    else:
        return HEADLINES[State.PUBLISHED][0], _how_far(mine)
    also += [f"It has {answers}."] * bool(count["answer"])
    late = sum(voice.overdue for voice in planned)
    also += ["A promised change is overdue." if late == 1 else f"{plural(late, 'promised change')} are overdue."] * bool(late)
    return title, " ".join(also)


def _how_far(mine: MyStory) -> str:
    """Of a public story without an answer or a change: the furthest it came, and nothing that is only hoped for."""
    for when, words in (
        ("read_at", "Someone at {name} has read it. No one has answered yet."),
        ("heard_at", "Someone at {name} has been emailed about it. No one has read it yet."),
        ("told_at", "We’ve told {name}. No one has read it yet."),
    ):
        if names := [told.organisation for told in mine.told if getattr(told, when)]:
            return words.format(name=names[0] if len(names) == 1 else plural(len(names), "organisation"))
    if any(asked.reached for asked in mine.asked):
        return "The people who run the service don’t use Heard yet. We’ve written to them and asked them to."
    return f"{PUBLIC} No one who runs the service uses Heard yet."


def _gone(mine: MyStory) -> str:
    """Of a story that was taken back: whether its words are still here, as `stories.rules.taking_back` promised."""
    if mine.story.erased_at:
        return f"We deleted its words on {date_words(mine.story.erased_at)}."
    if mine.deleted_on is None:
        return HEADLINES[State.WITHDRAWN][1]
    return f"{HEADLINES[State.WITHDRAWN][1]} We’ll delete its words on {date_words(mine.deleted_on)}."


def reports(mine: MyStory) -> list[str]:
    """Each report of being treated differently: when it came, and what became of it or is next."""
    return [
        f"You told us on {date_words(each.told_at)}. "
        + (
            f"A senior moderator dealt with it on {date_words(each.seen_to_at)}."
            if each.seen_to_at
            else "It’s with our senior moderators. One of them will read it and decide what to do. You’ll see here when that’s done."
        )
        for each in mine.reports
    ]


def in_words(held: dict[str, Any]) -> dict[str, Any]:
    """What `everything_held` found, with codes that only the desk uses in the words that the author's own page has for them.

    Why a story is held (which advice is asked) is the desk's own note about what may be a third person: it is said as kindly as there.
    """
    held = held | {"story_key": key_in_words(**held["story_key"])}
    story = held.get("story")
    if story is None:
        return held
    moves = [
        {"at": each["at"], "what": move_words(each["name"]), "message": each["message"]}
        | ({"reason": str(DeclineReason(each["reason"]).label)} if each["name"] == "decline" and each["reason"] else {})
        for each in story["moves"]
    ]
    edits = [
        {"version": each["version__number"], "reason": str(EditReason(each["reason"]).label), "note": each["note"]}
        for each in story["edits"]
    ]
    return held | {"story": story | {"state": HEADLINES[State(story["state"])][0], "moves": moves, "edits": edits}}


def key_in_words(*, given: bool, words_kept_until: datetime | None) -> str:
    """What is held of the story key, as it stands at this moment: before there is one, while its words can be shown again, and after."""
    if not given:
        return "You have no story key yet."
    fingerprint = "a fingerprint of your story key, from which nobody can work out the words"
    if words_kept_until is None:
        return f"We keep only {fingerprint}."
    return (
        f"We keep {fingerprint}. We also keep the words themselves, encrypted, so that we can show them to you again. We delete them when "
        f"you type them to come back, when you say that they are safe, or on {date_words(words_kept_until)}, whichever comes first."
    )


def move_words(name: str) -> str:
    """What happened, said to the author."""
    return MOVE_WORDS.get(name) or STORY.moves[StoryMoves(name)].words


def history(mine: MyStory) -> list[Happened]:
    """What happened, oldest first, with times. Messages of moderators to the author are part of it."""
    said = [Happened(move.at, move_words(move.name), move.message if move.name in SAID_WITH else "") for move in mine.moves]
    for when, one, many in TOLD_WORDS:
        lines = sorted(
            (Happened(at, one.format(name=told.organisation)) for told in mine.told if (at := getattr(told, when))),
            key=lambda each: each.at,
        )
        if len(lines) < FOLDED_FROM:
            said += lines
        else:
            said.append(Happened(lines[0].at, many.format(count=plural(len(lines), "organisation")), each=tuple(lines)))
    said += [Happened(asked.asked_at, f"{asked.provider} does not listen here yet, and was asked to") for asked in mine.asked]
    said += [Happened(each.told_at, "You told us that you were treated differently") for each in mine.reports]
    said += [Happened(each.seen_to_at, "A senior moderator dealt with what you told us") for each in mine.reports if each.seen_to_at]
    said += [Happened(each.at, VOICE_WORDS[each.kind].format(who=each.who, organisation=each.organisation)) for each in mine.voices]
    return sorted(said, key=lambda each: each.at)


def progress(mine: MyStory) -> tuple[ui.Step, ...]:
    unheard = mine.is_public and not mine.told
    return steps(mine.story, {"Heard": "nobody listens for this service yet"} if unheard else None)


def told_entries(told: list[Told]) -> list[ui.ToldEntry]:
    return [ui.told_entry(each.organisation, each.told_at, heard_at=each.heard_at, read_at=each.read_at) for each in told]


def edits(mine: MyStory) -> list[tuple[str, str]]:
    """Each edit as (kind of reason, the moderator's note)."""
    return [(edit.get_reason_display(), edit.note) for edit in mine.edits]
