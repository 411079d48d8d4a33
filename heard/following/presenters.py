"""What the author's page says, worked out before the template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.following.queries import MyStory
from heard.reach.queries import Told
from heard.stories.lifecycle import STORY
from heard.stories.models import DeclineReason, EditReason, State
from heard.stories.presenters import steps
from heard.ui import presenters as ui
from heard.ui.wording import date_time

HEADLINES = {
    State.WAITING: ("We have your story", "A moderator will read it, usually within one working day. Nobody else can see it yet."),
    State.ASKED: ("We have a question for you", "Your story waits for your answer. Nobody else can see it yet."),
    State.HELD: ("Your story is being looked at with care", "We are asking for advice before it goes on. Nobody else can see it yet."),
    State.DECLINED: ("We did not publish your story", "A moderator wrote to you. What they said is below."),
    State.PUBLISHED: ("Your story is public", "The people who run the service are told, and can answer here."),
    State.WITHDRAWN: ("You took your story back", "Nobody can read it any more."),
}
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
    "withdraw": "You took your story back",
}
VOICE_WORDS = {
    "answer": "{who}, {organisation}, answered",
    "reply": "You replied",
    "update": "You added to your story",
    "plan": "{organisation} said what it will change",
    "made": "{organisation} said what it changed",
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    words: str
    message: str = ""


def headline(mine: MyStory) -> tuple[str, str]:
    """What the page says first: the heading and a sentence."""
    state = State(mine.story.state)
    if mine.public_from:
        return ("Your story will be public soon", f"A moderator has read it. It is public from {date_time(mine.public_from)}.")
    if not mine.appeals or state not in APPEALED:
        return HEADLINES[state]
    title, lead = APPEALED[state]
    another = mine.by_another if state == State.DECLINED else mine.somebody_else
    return title, lead if another else NOBODY_ELSE[state]


def in_words(held: dict[str, Any]) -> dict[str, Any]:
    """What `everything_held` found, with codes that only the desk uses in the words that the author's own page has for them.

    Why a story is held (which advice is asked) is the desk's own note about what may be a third person: it is said as kindly as there.
    """
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


def move_words(name: str) -> str:
    """What happened, said to the author."""
    return MOVE_WORDS.get(name) or STORY.moves[name].words


def history(mine: MyStory) -> list[Happened]:
    """What happened, oldest first, with times. Messages of moderators to the author are part of it."""
    said = [
        Happened(
            move.at,
            move_words(move.name),
            move.message if move.name in ("ask", "reply", "decline", "reconsider", "edit") else "",
        )
        for move in mine.moves
    ]
    for told in mine.told:
        said.append(Happened(told.told_at, f"{told.organisation} was told"))
        if told.heard_at:
            said.append(Happened(told.heard_at, f"{told.organisation} heard: somebody who listens there was sent the news"))
        if told.read_at:
            said.append(Happened(told.read_at, f"{told.organisation} read your story"))
    said += [Happened(asked.asked_at, f"{asked.provider} does not listen here yet, and was asked to") for asked in mine.asked]
    said += [Happened(each.at, VOICE_WORDS[each.kind].format(who=each.who, organisation=each.organisation)) for each in mine.voices]
    return sorted(said, key=lambda each: each.at)


def progress(mine: MyStory) -> tuple[ui.Step, ...]:
    unheard = mine.is_public and not mine.told
    return steps(mine.story, {"Heard": "nobody listens for this service yet"} if unheard else None)


def told_entries(told: list[Told]) -> list[ui.Told]:
    return [ui.told(each.organisation, each.told_at, heard_at=each.heard_at, read_at=each.read_at) for each in told]


def edits(mine: MyStory) -> list[tuple[str, str]]:
    """Each edit as (kind of reason, the moderator's note)."""
    return [(edit.get_reason_display(), edit.note) for edit in mine.edits]
