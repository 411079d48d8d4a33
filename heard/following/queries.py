"""Everything an author may see about their own story, in one place."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from heard.accounts.models import Author, ContactDetail
from heard.accounts.queries import key_shown_until
from heard.core import clock
from heard.moderation.queries import another_decided, public_from, somebody_else_can_look
from heard.reach.queries import Asked, Told, who_was_asked, who_was_told
from heard.responses.models import Answer, AnswerState, Change, ChangeState, Reply, TreatedDifferently
from heard.responses.queries import Voice, conversation, new_dates_among, said_in_public
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import Consent, Edit, State, Story, StoryMove, Version
from heard.stories.queries import (
    AUTHOR_SPOKE,
    about_author,
    appeals_left,
    draft_of,
    earlier_words,
    own_words,
    speaks_of_danger,
    story_of,
)
from heard.stories.rules.signs import calls_for_help


@dataclass(frozen=True)
class MyStory:
    """A story as its author sees it. `question` is the moderator's that waits for an answer, if one does."""

    story: Story
    moves: list[StoryMove]
    edits: list[Edit]
    told: list[Told]
    asked: list[Asked]
    voices: list[Voice]
    new_dates: dict[int, str]
    """Of plans whose day was moved, how often, and how often it can be moved again."""
    waiting: list[Reply]
    declined: list[tuple[Reply, str]]
    consents: list[Consent]
    question: str
    declined_with: StoryMove | None
    appeals: int
    appeals_left: int
    somebody_else: bool
    """Of a decline: whether anybody who had no part in it can look again."""
    by_another: bool
    """Of a decline after an appeal: whether it was made by somebody who had no part in the one before."""
    public_from: datetime | None

    @property
    def is_public(self) -> bool:
        return self.story.state == State.PUBLISHED


def my_story(author: Author) -> MyStory | None:
    """The author's story with all that happened to it; None while there is only a draft, or nothing."""
    story = Story.objects.select_related("region").prefetch_related("services", "story_tags__tag").filter(author=author).first()
    if story is None:
        return None
    moves = list(story.moves.all())
    appeals = sum(move.name == "reconsider" for move in moves)
    is_declined = story.state == State.DECLINED
    replies = list(story.replies.prefetch_related("moves").order_by("sent_at"))
    voices = conversation(story.pk)
    moved = [voice.id for voice in voices if voice.kind == "plan" and voice.first_due_on]
    new_dates = new_dates_among(moved, region_id=story.region_id) if moved else {}
    return MyStory(
        story=story,
        moves=moves,
        edits=list(Edit.objects.filter(version__story=story).select_related("version").order_by("version__number", "pk")),
        told=who_was_told(story),
        asked=who_was_asked(story),
        voices=voices,
        new_dates={pk: each.in_words for pk, each in new_dates.items()},
        waiting=[reply for reply in replies if reply.state == "waiting"],
        declined=[(reply, _last_reason(reply)) for reply in replies if reply.state == "declined"],
        consents=list(story.consents.filter(taken_back_at=None).order_by("pk")),
        question=next((move.message for move in reversed(moves) if move.name == "ask"), "") if story.state == State.ASKED else "",
        declined_with=next((move for move in reversed(moves) if move.name == "decline"), None) if is_declined else None,
        appeals=appeals,
        appeals_left=appeals_left(story),
        somebody_else=somebody_else_can_look(story.pk) if is_declined or (appeals and story.state in UNDECIDED) else True,
        by_another=another_decided(story.pk) if is_declined and appeals else True,
        public_from=public_from(story.pk) if story.state == State.WAITING else None,
    )


def may_be_in_danger(mine: MyStory) -> bool:
    """Whether what waits for a moderator says that somebody may be in danger: the story, what its author told a moderator, or a reply."""
    said = [reply.original for reply in mine.waiting]
    if mine.story.state in UNDECIDED:
        if speaks_of_danger(mine.story):
            return True
        said += [move.message for move in mine.moves if move.name in (*AUTHOR_SPOKE, "reconsider")]
    return any(calls_for_help(words) for words in said)


def published_answer(story: Story, answer_id: int) -> Answer | None:
    return Answer.objects.filter(pk=answer_id, story=story, state=AnswerState.PUBLISHED).first()


def last_answer(story: Story) -> Answer | None:
    """The newest public answer, which a reply to nobody in particular is most likely to be about."""
    return Answer.objects.filter(story=story, state=AnswerState.PUBLISHED).order_by("-published_at", "-pk").first()


def planned_change(story: Story, change_id: int) -> Change | None:
    """A public plan for the story, whatever has become of it."""
    plans = Change.objects.select_related("organisation").filter(planned_at__isnull=False).exclude(state=ChangeState.LAPSED)
    return plans.filter(pk=change_id, story=story).first()


def overdue_promises(story: Story) -> list[Voice]:
    """What was promised for a day that has passed, and of which the author has not said so yet."""
    return [each for each in conversation(story.pk) if each.overdue and not each.not_yet]


def open_question(story: Story) -> str:
    """The moderator's question that waits for an answer; "" when none does."""
    if story.state != State.ASKED:
        return ""
    return story.moves.filter(name="ask").order_by("-pk").values_list("message", flat=True).first() or ""


def public_soon(story: Story) -> datetime | None:
    """When the story will be public, if it is approved already."""
    return public_from(story.pk) if story.state == State.WAITING else None


def own_reply(author: Author, reply_id: int) -> Reply | None:
    """A reply or update of the author's own, in whatever state."""
    return Reply.objects.filter(pk=reply_id, story__author=author).first()


def made_change(story: Story, change_id: int) -> Change | None:
    return Change.objects.filter(pk=change_id, story=story, made_at__isnull=False).first()


def contact_kinds(author: Author) -> list[ContactDetail]:
    """Which ways to reach the author are kept. What they are, this process cannot read."""
    return list(ContactDetail.objects.filter(author=author, kind__in=ContactDetail.Kind.values).order_by("kind"))


def contact_words(author: Author) -> list[str]:
    """The same in words, for a sentence."""
    words = {ContactDetail.Kind.EMAIL: "e-mail address"}
    return [words[ContactDetail.Kind(each.kind)] for each in contact_kinds(author)]


def everything_held(author: Author) -> dict[str, Any]:
    """All that Heard holds about an author, for them to take away. Contact details are sealed to another process: their kind is told."""
    story = story_of(author)
    draft = draft_of(author)
    held: dict[str, Any] = {
        "about": "Everything Heard holds about you and your story.",
        "made_at": author.made_at,
        "story_key": {"given": author.key_digest is not None, "words_kept_until": key_shown_until(author)},
        "pin": bool(author.pin_hash),
        "contact_details": [
            {
                "kind": each.kind,
                "given_at": each.given_at,
                "wants_notices": each.wants_notices,
                "value": "sealed; only the mailer can read it",
            }
            for each in contact_kinds(author)
        ],
        "wanted_emails": list(author.notices_spans.order_by("since").values("since", "until")),
    }
    if draft:
        held["draft"] = _fields(draft, leave_out=("author", "region")) | {"services": [each.name for each in draft.services.all()]}
    if story:
        held["story"] = _story(story)
    return held


def _story(story: Story) -> dict[str, Any]:
    voices = said_in_public(story.pk)  # and nothing of what is on its way: that is its organisation's until a moderator has read it
    replies = story.replies.select_related("change").prefetch_related("moves").order_by("sent_at", "pk")
    return _fields(story, leave_out=("author", "region", "criticality", "ancestors", "service_ids")) | {
        "services": [each.name for each in story.services.all()],
        "about_you": _fields(about, leave_out=("id", "story")) if (about := about_author(story)) else None,
        "original": asdict(own_words(story)),
        "earlier_words": [asdict(each) for each in earlier_words(story.pk)],
        "versions": [_fields(each, leave_out=("story", "by")) for each in Version.objects.filter(story=story).order_by("number")],
        "edits": list(Edit.objects.filter(version__story=story).values("version__number", "reason", "note")),
        "moves": list(story.moves.values("name", "to_state", "reason", "message", "at")),
        "consents": list(story.consents.values("use", "wording", "given_at", "taken_back_at")),
        "replies": [
            {name: getattr(each, name) for name in ("kind", "text", "original", "promised_for", "state", "sent_at", "published_at")}
            | {"change": each.change.what if each.change and each.change.planned_at else "", "message": _last_reason(each)}
            for each in replies
        ],
        "told": [asdict(each) for each in who_was_told(story)],
        "asked": [asdict(each) for each in who_was_asked(story)],
        "answers": [_answer(voice) for voice in voices if voice.kind == "answer"],
        "changes": [_change(voice) for voice in voices if voice.kind in {"plan", "made"}],
        "treated_differently": list(TreatedDifferently.objects.filter(story=story).values("text", "told_at")),
    }


def _answer(voice: Voice) -> dict[str, Any]:
    return {
        "organisation": voice.organisation,
        "name": voice.who,
        "role": voice.role,
        "text": voice.text,
        "sign_off": voice.sign_off,
        "published_on": clock.day_of(voice.at),
        "helpful": voice.helpful,
    }


def _change(voice: Voice) -> dict[str, Any]:
    """A plan, or that it was made: each by itself, as they became public."""
    said = {"organisation": voice.organisation, "published_on": clock.day_of(voice.at)}
    if voice.kind == "plan":
        return said | {"planned": voice.text, "who_leads": voice.who, "due_on": voice.due_on, "first_due_on": voice.first_due_on}
    return said | {"made": voice.text, "helped": voice.helpful}


def _fields(row: Any, *, leave_out: tuple[str, ...]) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields if field.name not in leave_out]  # noqa: SLF001
    return {name: getattr(row, name) for name in names}


def _last_reason(reply: Reply) -> str:
    moves = sorted(reply.moves.all(), key=lambda move: move.pk)
    return moves[-1].reason if moves else ""
