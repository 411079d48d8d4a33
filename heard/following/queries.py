"""Everything an author may see about their own story, in one place."""

from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from heard.accounts.models import Author, ContactDetail
from heard.accounts.queries import key_shown_until
from heard.core import clock
from heard.moderation.models import STORY
from heard.moderation.queries.appeals import another_decided, somebody_else_can_look
from heard.moderation.queries.reports import REPORT, ReportMade, false_alarms, reports_of
from heard.moderation.queries.waits import public_from
from heard.reach.queries import Asked, Told, who_was_asked, who_was_told
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, Change, Reply
from heard.responses.queries import Voice, conversation, new_dates_among, public_answers, public_changes, said_in_public
from heard.stories.lifecycle import UNDECIDED, StoryMoves
from heard.stories.models import Consent, Edit, State, Story, StoryMove, Version
from heard.stories.queries import AUTHOR_SPOKE, about_author, appeals_left, earlier_words, own_words, story_of
from heard.stories.rules.signs import calls_for_help
from heard.telling.queries import draft_of


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
    reports: list[ReportMade]
    """What the author told us of being treated differently."""
    deleted_on: date | None
    """Of a story that was taken back: when its words will be deleted (⚙ `taken_back_kept`)."""

    @property
    def is_public(self) -> bool:
        return self.story.is_public


def my_story(author: Author) -> MyStory | None:
    """The author's story with all that happened to it; None while there is only a draft, or nothing."""
    story = Story.objects.select_related("region").prefetch_related("services", "story_tags__tag").filter(author=author).first()
    if story is None:
        return None
    moves = list(story.moves.all())
    appeals = sum(move.name == StoryMoves.RECONSIDER for move in moves)
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
        question=next((move.message for move in reversed(moves) if move.name == StoryMoves.ASK), "") if story.state == State.ASKED else "",
        declined_with=next((move for move in reversed(moves) if move.name == StoryMoves.DECLINE), None) if is_declined else None,
        appeals=appeals,
        appeals_left=appeals_left(story),
        somebody_else=somebody_else_can_look(story.pk) if is_declined or (appeals and story.state in UNDECIDED) else True,
        by_another=another_decided(story.pk) if is_declined and appeals else True,
        public_from=public_from(story.pk) if story.state == State.WAITING else None,
        reports=reports_of(story.pk),
        deleted_on=_deleted_on(story, moves),
    )


def _deleted_on(story: Story, moves: list[StoryMove]) -> date | None:
    taken_back = next((move.at for move in reversed(moves) if move.name == StoryMoves.WITHDRAW), None)
    if story.state != State.WITHDRAWN or story.erased_at or taken_back is None:
        return None
    return clock.day_of(taken_back) + timedelta(days=setting(story.region_id, SettingKey.TAKEN_BACK_KEPT))


def may_be_in_danger(mine: MyStory, *, hidden_at: datetime | None = None) -> bool:
    """Whether the author wrote, in the last ⚙ `help_shown_for` days, that somebody may be in danger: whatever was decided since, also of a
    story that they took back. Not what a moderator who read it called a false alarm, and not what they wrote before `hidden_at`.
    """
    since = clock.now() - timedelta(days=setting(mine.story.region_id, SettingKey.HELP_SHOWN_FOR))
    since = max(since, hidden_at) if hidden_at else since
    alarms = false_alarms(mine.story.pk)
    return any(at > max(since, alarms.get(thing, since)) and calls_for_help(words) for thing, at, words in _written(mine))


def _written(mine: MyStory) -> Iterator[tuple[tuple[str, int], datetime, str]]:
    """All that the author wrote, with when and in what. What they corrected since, they wrote all the same."""
    story, sent_at = mine.story, mine.story.sent_at
    of_story = (STORY, story.pk)
    yield of_story, sent_at, "\n\n".join((story.unknown_service, *(each.tag.name for each in story.story_tags.all())))
    for words in earlier_words(story.pk):
        yield of_story, sent_at, f"{words.title}\n\n{words.words}\n\n{words.hope}\n\n{words.chosen_name}"
        sent_at = words.replaced_at
    yield of_story, sent_at, "\n\n".join(astuple(own_words(story)))
    for move in mine.moves:
        if move.name in (*AUTHOR_SPOKE, "reconsider"):
            yield of_story, move.at, move.message
    for reply in story.replies.all():
        yield ("reply", reply.pk), reply.sent_at, reply.original
    for report in mine.reports:
        yield (REPORT, report.id), report.told_at, report.text


def published_answer(story: Story, answer_id: int) -> Answer | None:
    return public_answers(story).filter(pk=answer_id).first()


def last_answer(story: Story) -> Answer | None:
    """The newest public answer, which a reply to nobody in particular is most likely to be about."""
    return public_answers(story).order_by("-published_at", "-pk").first()


def planned_change(story: Story, change_id: int) -> Change | None:
    """A public plan for the story, whatever has become of it."""
    return public_changes(story).select_related("organisation").filter(pk=change_id, planned_at__isnull=False).first()


def overdue_promises(story: Story) -> list[Voice]:
    """What was promised for a day that has passed, and of which the author has not said so yet."""
    return [each for each in conversation(story.pk) if each.overdue and not each.not_yet]


def open_question(story: Story) -> str:
    """The moderator's question that waits for an answer; "" when none does."""
    if story.state != State.ASKED:
        return ""
    return story.moves.filter(name=StoryMoves.ASK).order_by("-pk").values_list("message", flat=True).first() or ""


def public_soon(story: Story) -> datetime | None:
    """When the story will be public, if it is approved already."""
    return public_from(story.pk) if story.state == State.WAITING else None


def own_reply(author: Author, reply_id: int) -> Reply | None:
    """A reply or update of the author's own, in whatever state."""
    return Reply.objects.filter(pk=reply_id, story__author=author).first()


def made_change(story: Story, change_id: int) -> Change | None:
    return public_changes(story).filter(pk=change_id, made_at__isnull=False).first()


def contact_kinds(author: Author) -> list[ContactDetail]:
    """Which ways to reach the author are kept. What they are, this process cannot read."""
    return list(ContactDetail.objects.filter(author=author, kind__in=ContactDetail.Kind.values).order_by("kind"))


def has_contact(author: Author) -> bool:
    """Whether the author left an email address."""
    return bool(contact_kinds(author))


def everything_held(author: Author) -> dict[str, Any]:
    """All that Heard holds about an author, for them to take away. Contact details are sealed to another process: their kind is told."""
    story = story_of(author)
    draft = draft_of(author)
    held: dict[str, Any] = {
        "about": _("Everything Heard holds about you and your story."),
        "made_at": author.made_at,
        "story_key": {"given": author.key_digest is not None, "words_kept_until": key_shown_until(author)},
        "pin": bool(author.pin_hash),
        "contact_details": [
            {
                "kind": each.kind,
                "language": each.language,
                "given_at": each.given_at,
                "wants_notices": each.wants_notices,
                "value": _("encrypted; only our email system can use it"),
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
        "moves": [{name: getattr(each, name) for name in ("name", "to_state", "reason", "said", "at")} for each in story.moves.all()],
        "consents": list(story.consents.values("use", "wording", "language", "given_at", "taken_back_at")),
        "replies": [
            {name: getattr(each, name) for name in ("kind", "text", "original", "promised_for", "state", "sent_at", "published_at")}
            | {"change": each.change.what if each.change and each.change.planned_at else "", "message": _last_reason(each)}
            for each in replies
        ],
        "told": [asdict(each) for each in who_was_told(story)],
        "asked": [asdict(each) for each in who_was_asked(story)],
        "answers": [_answer(voice) for voice in voices if voice.kind == "answer"],
        "changes": [_change(voice) for voice in voices if voice.kind in {"plan", "made"}],
        "treated_differently": [
            {"text": each.text, "told_at": each.told_at, "seen_to_at": each.seen_to_at} for each in reports_of(story.pk)
        ],
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
