"""One story's life: told, moderated, published, read by organisations, answered, leading to a change. Every step is a real action."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from heard.accounts.actions import authors
from heard.accounts.models import Author, ContactDetail, Person
from heard.core import clock
from heard.demo.actions.county import County
from heard.demo.actions.timeline import Timeline
from heard.demo.rules.calendar import Calendar, part
from heard.demo.rules.content import Row
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as desk
from heard.moderation.models import STORY, Case
from heard.moderation.queries.looks import everything_in, everything_said_in, words_of
from heard.moderation.rules.work import StoryWork
from heard.organisations.models import Membership
from heard.organisations.policies import Permission, grants
from heard.reach.actions import note_followed, story_opened
from heard.reach.models import Telling
from heard.responses.actions import answers, changes, replies
from heard.responses.actions import authors as said_by_authors
from heard.responses.models import Answer, AnswerState, ReplyKind
from heard.stories.actions import authoring, readers
from heard.stories.models import AgeGroup, DeclineReason, Gender, Story
from heard.stories.rules import consent
from heard.telling.actions import drafts

WROTE = timedelta(minutes=25)
"""How long telling takes."""
READS = timedelta(minutes=12)
"""How long a moderator reads before deciding."""
WINDOW = timedelta(minutes=30)
FOLLOWS = timedelta(days=4)
"""How long after an author said something the responders have opened it."""
LEFT_AN_ADDRESS = 0.35
"""The share of authors who left an e-mail address."""
SAID_MORE = 0.7
"""The share of authors who said how old they are."""
READ_IN_TIME = 0.6
"""The share of organisations that open a story they were told of."""
HELD_FOR = 21
"""Days after which somebody looks again at what is held for advice."""
HARD = 4
"""From this criticality on, the second line and the senior moderator decide."""
SAID_AS_TOLD = ("hope", "unknown_service", "good", "better", "feelings", "role", "chosen_name", "is_question")
"""Of a row of the content: what stands there as its author told it."""
PAGES = {"services": "services", "tags": "better", "about-you": "you", "check": "check", "consent": "consent", "words": "words"}
"""Page of telling at which an author stopped, as the content calls it → as the journey does."""


@dataclass
class Life:
    """A story of the content and what became of it here."""

    row: Row
    county: County
    timeline: Timeline
    story: Story | None = None
    author: Author | None = None
    story_key: str = ""
    answered: dict[int, int] = field(default_factory=dict)
    """Position of an answer in the content → its id."""
    changed: dict[int, int] = field(default_factory=dict)
    replied: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """Working hours and days where it is told."""
        return self.county.calendar_of(self.row["region"])

    @property
    def key(self) -> str:
        key: str = self.row["key"]
        return key

    # ------------------------------------------------------------ what is entered in the timeline

    def enter(self) -> None:
        """Enter everything that happens to this story."""
        state, calendar = self.row.get("state", "published"), self.calendar
        if state == "published":
            self._enter_published(calendar.in_working_hours(self.row["days_ago"], self.key))
            return
        began = calendar.back(self.row["days_ago"])
        if state == "draft":
            self.timeline.enter(began, self.begin)
            return
        self.timeline.enter(began, self.tell)
        if "claimed_by" in self.row:
            self.timeline.enter(calendar.back(min(self.row["days_ago"] / 2, 0.01)), self.claim)
        decided = {"asked": self.ask, "held": self.hold, "declined": self.decline}
        if state in decided:
            self.timeline.enter(began + timedelta(days=self.row[f"{state}_days_after"]), decided[state])

    def _enter_published(self, published: datetime) -> None:
        hard = self.row["criticality"] >= HARD
        waited = timedelta(hours=0.7 + part("waited", self.key) * (14 if hard else 3.5))
        enter, at_work = self.timeline.enter, self.calendar.at_work
        enter(published - waited, self.tell)
        enter(published, self.publish)
        enter(at_work(published + timedelta(days=0.3 + 3 * part("read", self.key))), self.be_read)
        soon = partial(self.calendar.soon_after, published)
        if self.row.get("happened_to_me_too"):
            enter(soon(days=2 + 20 * part("me too", self.key)), self.happen_to_others)
        if "withdrawn_days_after" in self.row:
            enter(published + timedelta(days=self.row["withdrawn_days_after"]), self.withdraw)
        for position, answer in enumerate(self.row.get("answer", ())):
            self._enter_answer(published, position, answer)
        for position, change in enumerate(self.row.get("change", ())):
            self._enter_change(published, position, change)
        for kind in (ReplyKind.REPLY, ReplyKind.UPDATE):
            for position, reply in enumerate(self.row.get(kind, ())):
                said = published + timedelta(days=reply["days_after"])
                waits = reply.get("state") == "waiting"
                enter(said if waits else said - timedelta(hours=2), partial(self.reply, kind, position, reply))
                if not waits:
                    enter(said, partial(self.publish_reply, kind, position))
                    self._enter_following(said)

    def _enter_answer(self, published: datetime, position: int, answer: Row) -> None:
        waits = answer.get("state") == "waiting"
        public = self._staff_moment(published, answer["days_after"])
        sent = public if waits else max(published + (public - published) / 3, public - timedelta(hours=3))
        self.timeline.enter(sent - (sent - published) * 0.2, partial(self.open_page, answer["organisation"], answer["by"]))
        self.timeline.enter(sent, partial(self.answer, position, answer))
        self.timeline.enter(sent + WINDOW, lambda: answers.close_windows(story_id=self._story().pk))
        if not waits:
            public = max(public, sent + WINDOW + READS)
            self.timeline.enter(public, partial(self.publish_answer, position))
            if "helpful" in answer:
                rated = self.calendar.soon_after(public, days=1 + 6 * part("rated", self.key, str(position)))
                self.timeline.enter(rated, partial(self.rate_answer, position, answer["helpful"]))
                self._enter_following(rated)

    def _enter_change(self, published: datetime, position: int, change: Row) -> None:
        waits = change.get("state") == "waiting"
        made = change.get("made_days_after")
        planned = self._staff_moment(published, change["days_after"])
        enter, hours = self.timeline.enter, timedelta(hours=4)
        if waits and made is not None:
            enter(published + timedelta(days=made), partial(self.make, position, change))
            return
        enter(planned if waits else max(planned - hours, published + timedelta(hours=1)), partial(self.plan, published, position, change))
        if waits:
            return
        enter(planned, partial(self.publish_change, position))
        if made is None:
            return
        done = max(self._staff_moment(published, made), planned + hours)
        enter(done - hours / 2, partial(self.make, position, change))
        enter(done, partial(self.publish_change, position))
        if "helped" in change:
            rated = self.calendar.soon_after(done, days=9)
            enter(rated, partial(self.rate_change, position, change["helped"]))
            self._enter_following(rated)

    def _enter_following(self, said: datetime) -> None:
        """What an author said is opened by those who answered, but for what came in the last days: it is new in their inbox."""
        opened = self.calendar.at_work(said + FOLLOWS)
        if opened < self.calendar.now:
            self.timeline.enter(opened, self.be_followed)

    def _staff_moment(self, published: datetime, days: float) -> datetime:
        """So many days after publication, when staff are at work; as it is where that would not be later, or still to come."""
        moment = published + timedelta(days=days)
        at_work = self.calendar.at_work(moment)
        return at_work if published < at_work < self.calendar.now else moment

    # ------------------------------------------------------------ the author

    def begin(self) -> int:
        """Begin to tell, as far as the content says; returns the draft's id."""
        row, moment = self.row, clock.now()
        self.author = authors.make_author()
        if row.get("tour"):
            self.story_key = authors.give_key(self.author)
        region = self.county.regions[row["region"]]
        draft = drafts.begin_draft(region_id=region.pk, author=self.author)
        happened = self.calendar.month_before(moment, row["happened_months_before"]) if "happened_months_before" in row else None
        stopped = row.get("stopped_at")
        told = {name: row[name] for name in SAID_AS_TOLD if name in row}
        told |= {
            "title": row.get("original_title", row.get("title", "")),
            "words": row.get("original", row["words"]),
            "services": [self.county.services[slug].pk for slug in row["services"]],
            "happened_month": happened,
            "consents": {} if stopped else {"publish": consent.version_here(in_england=region.in_england)},
        }
        way = [PAGES[stopped]] if stopped else []
        drafts.save_draft(draft_id=draft.pk, changes=told, way=way, by=self.author)
        if not stopped and not row.get("about_child") and part("about", self.key) < SAID_MORE:
            told = {"age_group": _one_of(AgeGroup.values[1:], "age", self.key), "gender": _one_of(Gender.values[:2], "gender", self.key)}
            drafts.save_draft(draft_id=draft.pk, changes=told, by=self.author)
        if row.get("tour") or (not stopped and part("address", self.key) < LEFT_AN_ADDRESS):
            address = f"author.of.{self.key}@post.example"
            authors.give_contact(self.author, kind=ContactDetail.Kind.EMAIL, value=address)
        return draft.pk

    def tell(self) -> None:
        with clock.at(clock.now() - WROTE):
            draft_id = self.begin()
        self.story = drafts.send_draft(draft_id=draft_id, by=self._author())

    def withdraw(self) -> None:
        authoring.withdraw_story(story_id=self._story().pk, by=self._author())

    def reply(self, kind: str, position: int, row: Row) -> None:
        to = Answer.objects.filter(story=self._story(), state=AnswerState.PUBLISHED).order_by("-published_at").first()
        sent = replies.send_reply(
            story_id=self._story().pk,
            author=self._author(),
            text=row["words"],
            kind=kind,
            answer_id=to.pk if to and kind == ReplyKind.REPLY else None,
        )
        self.replied[kind, position] = sent.pk

    def rate_answer(self, position: int, helpful: str) -> None:
        said_by_authors.rate_answer(answer_id=self.answered[position], author=self._author(), helpful=helpful)

    def rate_change(self, position: int, helped: str) -> None:
        said_by_authors.rate_change(change_id=self.changed[position], author=self._author(), helped=helped)

    # ------------------------------------------------------------ moderators

    def publish(self) -> None:
        """A moderator publishes it, with the edits that the content names."""
        row, story = self.row, self._fresh_story()
        case, moderator = self._claimed(STORY)
        work = StoryWork(
            title=row["title"],
            text=row["words"],
            hope=row.get("hope", ""),
            chosen_name=row["chosen_name"],
            edits=tuple((edit["reason"], edit["note"]) for edit in row.get("edits", ())),
            criticality=row["criticality"],
            about_child=row.get("about_child", False),
            services=tuple(story.service_ids),
            good=tuple(row.get("good", ())),
            better=tuple(row.get("better", ())),
            feelings=tuple(row.get("feelings", ())),
        )
        seen = everything_in(case.story, work)
        desk.publish(case_id=case.pk, seen_story=story.version, work=replace(work, looked_at=seen), by=moderator)

    def claim(self) -> None:
        cases.claim_case(case_id=self._open_case(STORY).pk, by=self.county.people[self.row["claimed_by"]])

    def ask(self) -> None:
        case, moderator = self._claimed(STORY, self.row["asked_by"])
        desk.ask(case_id=case.pk, seen_story=self._fresh_story().version, question=self.row["question"], by=moderator)

    def hold(self) -> None:
        row = self.row
        case, moderator = self._claimed(STORY, row["held_by"])
        seen = self._fresh_story().version
        until = clock.today() + timedelta(days=HELD_FOR)
        desk.hold(case_id=case.pk, seen_story=seen, reason=row["held_reason"], until=until, note=row["held_note"], by=moderator)

    def decline(self) -> None:
        row = self.row
        case, moderator = self._claimed(STORY, row["declined_by"])
        reason, message = DeclineReason(row["decline_reason"]), row["decline_message"]
        desk.decline(case_id=case.pk, seen_story=self._fresh_story().version, reason=reason, message=message, by=moderator)

    def publish_answer(self, position: int) -> None:
        """A moderator publishes the answer, unless it was fast-tracked when its window closed."""
        answer = Answer.objects.get(pk=self.answered[position])
        if answer.state != AnswerState.PUBLISHED:
            case, moderator = self._claimed("answer", thing_id=answer.pk)
            self._let_out(case, moderator)

    def publish_reply(self, kind: str, position: int) -> None:
        self._let_out(*self._claimed("reply", thing_id=self.replied[kind, position]))

    def publish_change(self, position: int) -> None:
        self._let_out(*self._claimed("change", thing_id=self.changed[position]))

    def _let_out(self, case: Case, moderator: Person) -> None:
        """Publish what was said just as it was sent: a moderator looked at all that was found in it."""
        kind = words_of(case)
        own, seen = kind.own(case.thing), kind.version(case.thing)
        looks = everything_said_in(case, own)
        conversation.publish_words(case_id=case.pk, words=own, seen_version=seen, looked_at=looks, by=moderator)

    # ------------------------------------------------------------ organisations

    def be_read(self) -> None:
        """Most of those who were told open the story."""
        tellings = Telling.objects.filter(story=self._story(), read_at=None).select_related("organisation").order_by("pk")
        for each in tellings:
            slug = each.organisation.slug
            if part("reads", self.key, slug) < READ_IN_TIME:
                able = [
                    found for (organisation, _), found in self.county.memberships.items() if organisation == slug and not found.frozen_at
                ]
                self._open(able[int(part("reader", self.key, slug) * len(able))])

    def open_page(self, organisation: str, by: str) -> None:
        self._open(self.county.memberships[organisation, by])

    def be_followed(self) -> None:
        """Those who answered, or changed something, open what the author said since."""
        for row in (*self.row.get("answer", ()), *self.row.get("change", ())):
            membership = self.county.memberships[row["organisation"], row["by"]]
            if Permission.ANSWER in grants(membership):
                note_followed(story_id=self._story().pk, membership=membership, until=clock.now(), by=membership)

    def answer(self, position: int, row: Row) -> None:
        membership = self.county.memberships[row["organisation"], row["by"]]
        person = membership.person
        sent = answers.send_answer(
            story_id=self._story().pk,
            membership=membership,
            name=person.name,
            job_title=person.job_title,
            text=row["text"],
            sign_off=row.get("sign_off", ""),
            by=membership,
        )
        self.answered[position] = sent.pk

    def plan(self, published: datetime, position: int, row: Row) -> None:
        membership = self.county.memberships[row["organisation"], row["by"]]
        due = self.calendar.day(published + timedelta(days=row["due_days_after"]))
        planned = changes.plan_change(
            story_id=self._story().pk, membership=membership, what=row["what"], who_leads=row["who_leads"], due_on=due, by=membership
        )
        self.changed[position] = planned.pk

    def make(self, position: int, row: Row) -> None:
        """Say that it was made: of a plan that stands, or of something nobody announced."""
        membership = self.county.memberships[row["organisation"], row["by"]]
        planned = self.changed.get(position)
        story_id = None if planned else self._story().pk
        made = changes.make_change(
            story_id=story_id,
            change_id=planned,
            membership=membership,
            made_what=row["made_what"],
            by=membership,
        )
        self.changed[position] = made.pk

    # ------------------------------------------------------------ readers

    def happen_to_others(self) -> None:
        """Readers say that it happened to them too, each once."""
        for number in range(self.row["happened_to_me_too"]):
            readers.say_me_too(story_id=self._story().pk, who=f"a reader of the demo {number}")

    # ------------------------------------------------------------ within

    def _open(self, membership: Membership) -> None:
        story_opened(story_id=self._story().pk, membership=membership, by=membership)

    def _open_case(self, subject: str, **about: int) -> Case:
        return Case.objects.get(subject=subject, story=self._story(), closed_at=None, **about)

    def _claimed(self, subject: str, slug: str = "", **about: int) -> tuple[Case, Person]:
        """The open case about it, claimed a little while ago by whoever decides it."""
        case = self._open_case(subject, **about)
        lines = ("second-line", "senior") if self.row.get("criticality", 0) >= HARD else ("first-line",)
        able = self.county.moderators(self.row["region"], *lines)
        moderator = self.county.people[slug] if slug else able[int(part("moderator", self.key, subject) * len(able))]
        with clock.at(clock.now() - READS):
            cases.claim_case(case_id=case.pk, by=moderator)
        return case, moderator

    def _story(self) -> Story:
        assert self.story is not None  # noqa: S101 - told before anything else happens to it
        return self.story

    def _fresh_story(self) -> Story:
        return Story.objects.get(pk=self._story().pk)

    def _author(self) -> Author:
        assert self.author is not None  # noqa: S101 - begun before anything else happens
        return self.author


def _one_of(values: list[str], *of: str) -> str:
    """One of the values, always the same for the same words."""
    return values[int(part(*of) * len(values))]
