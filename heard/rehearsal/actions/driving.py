"""The loop, driven: comments are told, moderated, answered and lead to changes, as fast as the worker keeps up.

Authors and responders come through the web, with a browser; moderators decide by the real actions; what is due at night or after a window
is left to the worker. Whatever is killed meanwhile, each of them tries again until it is done.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from django.db import InterfaceError, OperationalError, connection, transaction

from heard.accounts.models import Person
from heard.core import clock, jobs
from heard.core.errors import DomainError
from heard.core.reviewing import Words
from heard.core.working_time import next_working_moment
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as desk
from heard.moderation.models import Case
from heard.moderation.policies import may_decide, may_publish
from heard.moderation.queries.looks import everything_in, everything_said_in
from heard.moderation.queries.publishing import length_of_work, line_wanted
from heard.moderation.queries.queue import queue
from heard.moderation.queries.work import service_names
from heard.moderation.rules.suggesting import suggest_title
from heard.moderation.rules.work import StoryWork
from heard.organisations.models import Membership
from heard.regions import actions as regions
from heard.rehearsal import queries
from heard.rehearsal.actions.stirring import Stir
from heard.rehearsal.actions.world import Tell, World
from heard.rehearsal.gateways.browsing import Browser, signed_in
from heard.rehearsal.rules import Comment, Script
from heard.responses.actions import changes
from heard.responses.models import Change, ChangeState
from heard.stories.models import DeclineReason, EditReason, Story
from heard.stories.queries import openly_known
from heard.stories.rules import consent
from heard.stories.rules.criticality import suggest_criticality
from heard.stories.rules.length import Length
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.stories.rules.signs import find_signs

TOLD_AT_ONCE = 20
"""Stories told before moderators and responders have their turn."""
BACKLOG = 400
"""Messages and jobs that may wait for the worker; with more, the authors wait, so that what is measured is not one long queue."""
AT_ANY_LENGTH: dict[str, Any] = {"long_is_fine": True, "why_long": "Rehearsed as it came."}
SETTLED_WITHIN = timedelta(minutes=20)
"""After the last story. A message in doubt waits for some minutes before it is sent again."""
PATIENCE = 120.0
"""Seconds for which the database is waited for."""
PAUSE = 0.2
"""Seconds to wait when there is nothing to do but to let the worker work."""
SWEPT_EVERY = 1.0
"""Seconds after which the worker's sweeps of every minute are asked for again: nobody wants to wait for the minute 200 times."""
SWEEPS = ("moderation.publish_approved", "responses.close_windows")
REPORTED_EVERY = 15.0
"""Seconds between two words on how far it is, while it waits; the site is looked after at each."""
ANSWER = "Thank you for telling us. I have read your story to the team this morning, and we talked about what you describe."
PLAN = "We will go through what you told us at the team's next meeting and change how we do it."
MADE = "We changed how we do it, and told everybody who works here."
T = TypeVar("T")


def surely(act: Callable[[], T]) -> T | None:
    """Do something although the database may be killed meanwhile: then it is done again. None when it turns out that it was done before."""
    again, until = False, time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > until:
                raise
            again = True
            time.sleep(PAUSE)
        except DomainError:
            if not again:
                raise
            return None


@dataclass
class Played:
    """What was done, and how long each action took, in milliseconds."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    told: int = 0
    began: float = 0.0
    settled: bool = False

    @contextmanager
    def timing(self, action: str) -> Iterator[None]:
        """Note how long the block takes."""
        began = time.perf_counter()
        yield
        self.took[action].append((time.perf_counter() - began) * 1000)


class Drive:
    """One rehearsal under way, over a site whose web server listens on `port`."""

    def __init__(self, world: World, *, port: int, tell: Tell) -> None:
        self.world = world
        self.tell = tell
        self.played = Played()
        self.requests: Counter[str] = Counter()
        self.scripts: dict[str, Script] = {}
        """The name a story is told under → its script."""
        self._port = port
        self._night: datetime | None = None
        self._stir = Stir(world)
        self._swept = 0.0
        self._to_answer: set[int] = set()
        self._to_make: set[int] = set()
        """Changes that are planned and will be made."""
        self._opened: set[tuple[int, int]] = set()
        self._staff: dict[int, Browser] = {}

    def play(self, comments: Iterable[Comment]) -> Played:
        """Tell every comment, let everybody act, and wait until nothing is owed to anybody any more."""
        self.played.began = time.monotonic()
        for comment in comments:
            self._tell(comment)
            self.tell(f"told {self.played.told}")
            if self.played.told % TOLD_AT_ONCE == 0:
                self._let_all_act()
                surely(self._stir.step)
                self._report()
                self._wait_until(lambda: queries.owed() + queries.jobs_left() < BACKLOG)
        surely(self._stir.put_back)
        self.tell("everything is told; waiting until nothing is owed to anybody")
        self.played.settled = self._wait_until(self._is_over, at_most=SETTLED_WITHIN)
        return self.played

    def _wait_until(self, happened: Callable[[], bool], *, at_most: timedelta = SETTLED_WITHIN) -> bool:
        until = time.monotonic() + at_most.total_seconds()
        report = time.monotonic() + REPORTED_EVERY
        while not surely(happened):
            if time.monotonic() > until:
                return False
            if time.monotonic() > report:
                self._report()
                report += REPORTED_EVERY
            if not self._let_all_act():
                time.sleep(PAUSE)
        return True

    def _is_over(self) -> bool:
        at_rest = not (queries.owed() or queries.jobs_left() or queries.undecided())
        if at_rest:
            # Of whom nobody was told while the remit was another one, nobody can answer.
            self._to_answer &= set(queries.told_organisations(self._to_answer))
        return at_rest and not (self._to_answer or self._to_make)

    def _let_all_act(self) -> int:
        done = [surely(act) for act in (self._moderate, self._answer, self._make_changes, self._sweep)]
        return sum(each or 0 for each in done)

    def _sweep(self) -> int:
        if time.monotonic() - self._swept > SWEPT_EVERY:
            for name in SWEEPS:
                jobs.defer(name, queueing_lock=name, timestamp=int(time.time()))
            self._swept = time.monotonic()
        return 0

    def known(self) -> queries.Known:
        """What those who played know, for the reckoning."""
        addresses = {name: script.address for name, script in self.scripts.items() if script.address}
        return queries.Known(self.played.told, addresses, self._opened)

    def _report(self) -> None:
        surely(lambda: self.tell(f"told {self.played.told}, {queries.owed()} messages and {queries.jobs_left()} jobs under way"))

    # ------------------------------------------------------------ authors

    def _tell(self, comment: Comment) -> None:
        script = Script(self.played.told + 1, comment.words)
        self.scripts[script.name] = script
        with self.played.timing("tell"):
            self._tell_by_web(comment, script, Browser(self._port, counted=self.requests))
        self.played.told += 1

    def _tell_by_web(self, comment: Comment, script: Script, browser: Browser) -> None:
        """Page by page, as an author does who skips what can be skipped."""

        def page(name: str, **said: str | list[str]) -> None:
            browser.send(f"/tell/{name}/", {"window": "rehearsal", "draft": "1", **said})

        browser.open("/tell/words/")
        browser.send("/tell/words/", {"window": "rehearsal", "seen": "", "words": comment.words})
        page("services", add=str(self.world.place_for(comment, script)))
        for kind, names in (("good", comment.good), ("better", comment.better)):
            if names:
                page(kind, **{kind: list(names)})
        page("you", role="patient")
        page("name", chosen_name=script.name, advised=script.name)
        if script.address:
            page("reach", email=script.address, wants_notices="on", advised=script.name)
        page("consent", wording=consent.CURRENT, publish="on")
        browser.open("/tell/sent/")

    # ------------------------------------------------------------ moderators

    def _moderate(self) -> int:
        """Decide what waits; also what was claimed when the database was killed, and so is in nobody's queue."""
        claimed = Case.objects.filter(closed_at=None, claimed_at__isnull=False).select_related("claimed_by")
        waiting = [*claimed, *queue(self.world.moderators[-1])[:50]]
        for case in waiting:
            able = next((each for each in self.world.moderators if _can_decide(each, case)), self.world.moderators[-1])
            moderator = case.claimed_by or able
            with self.played.timing(f"decide on a {case.subject}"):
                self._decide(cases.claim_case(case_id=case.pk, by=moderator), moderator)
        return len(waiting)

    def _decide(self, case: Case, by: Person) -> None:
        if case.is_story:
            self._decide_story(case, by)
        elif isinstance(case.kind, Words):
            own, seen = case.kind.own(case.thing), case.kind.version(case.thing)
            looks = everything_said_in(case, own)
            conversation.publish_words(case_id=case.pk, words=own, seen_version=seen, looked_at=looks, by=by)

    def _decide_story(self, case: Case, by: Person) -> None:
        story = Story.objects.get(pk=case.story_id)
        script = self.scripts[story.chosen_name]
        match script.decision:
            case "decline":
                message = "Thank you for writing to us. There was too little in your words for others to learn from. Please tell us more."
                reason = DeclineReason.NOT_AN_EXPERIENCE
                desk.decline(case_id=case.pk, seen_story=story.version, reason=reason, message=message, by=by)
            case "ask":
                desk.ask(case_id=case.pk, seen_story=story.version, question="In which month was this?", by=by)
            case "hold":
                until = clock.today() + timedelta(days=7)
                note = "The safeguarding lead is asked."
                desk.hold(case_id=case.pk, seen_story=story.version, reason="safeguarding", until=until, note=note, by=by)
            case _:
                if script.is_answered and not script.nobody_listens:
                    self._to_answer.add(story.pk)
                if script.approved_at_night:
                    self.approve_at_night(case, story, by)
                else:
                    desk.publish(case_id=case.pk, seen_story=story.version, work=work_on(story), **AT_ANY_LENGTH, by=by)

    def approve_at_night(self, case: Case, story: Story, by: Person) -> None:
        """Approve it as on the last night before this: its morning has come, and the worker publishes it."""
        self._night = self._night or night_before(clock.now(), zone=self.world.region.time_zone)
        region = self.world.region.pk
        with transaction.atomic():  # nobody else ever sees the number changed
            regions.set_number(region_id=region, name="publish_in_hours", value=1, by=self.world.operator)
            with clock.at(self._night):
                desk.publish(case_id=case.pk, seen_story=story.version, work=work_on(story), **AT_ANY_LENGTH, by=by)
            regions.set_number(region_id=region, name="publish_in_hours", value=0, by=self.world.operator)

    # ------------------------------------------------------------ organisations

    def _answer(self) -> int:
        """Whoever was told answers: opens the story, writes, sends. A form that is sent again is still one answer."""
        told = queries.listening_organisations(self._to_answer)
        for story_id, organisation_id in told.items():
            member = self.world.responders[organisation_id]
            browser = self._browser_of(member)
            with self.played.timing("open a story"):
                browser.open(f"/inbox/stories/{story_id}/")
            self._opened.add((story_id, organisation_id))
            with self.played.timing("answer"):
                said = {"text": ANSWER, "name": member.person.name, "job_title": "Manager", "sign_off": "", "step": "send"}
                browser.open(f"/inbox/stories/{story_id}/answer/")
                browser.send(f"/inbox/stories/{story_id}/answer/", {**said, "form_key": _form_key("answer", story_id)})
            script = self.scripts[Story.objects.values_list("chosen_name", flat=True).get(pk=story_id)]
            if script.leads_to_a_plan:
                self._plan(story_id, member, script)
            self._to_answer.discard(story_id)
        return len(told)

    def _browser_of(self, member: Membership) -> Browser:
        if member.organisation_id not in self._staff:
            self._staff[member.organisation_id] = Browser(self._port, counted=self.requests, cookie=signed_in(member.person))
        return self._staff[member.organisation_id]

    def _plan(self, story_id: int, member: Membership, script: Script) -> None:
        due = clock.today() + timedelta(days=60)
        with self.played.timing("plan a change"):
            change = changes.plan_change(
                story_id=story_id,
                membership=member,
                what=PLAN,
                who_leads="Manager",
                due_on=due,
                form_key=uuid5(NAMESPACE_URL, f"plan {story_id}"),
                by=member,
            )
        if script.leads_to_a_change:
            self._to_make.add(change.pk)

    def _make_changes(self) -> int:
        public = list(Change.objects.filter(pk__in=self._to_make, state=ChangeState.PLANNED)) if self._to_make else []
        for change in public:
            member = self.world.responders[change.organisation_id]
            with self.played.timing("make a change"):
                changes.make_change(change_id=change.pk, membership=member, made_what=MADE, by=member)
        made = Change.objects.filter(pk__in=self._to_make, state__in=(ChangeState.MADE_WAITING, ChangeState.MADE))
        self._to_make -= set(made.values_list("pk", flat=True))
        return len(public)


def _form_key(what: str, story_id: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{what} {story_id}"))


def _can_decide(person: Person, case: Case) -> bool:
    """Whether the person may decide the case, and publish its story as it will be typed."""
    if not may_decide(person, case) or not case.is_story:
        return may_decide(person, case)
    work = work_on(case.story)
    return (
        may_publish(person, line_wanted(case.story, work), region_id=case.story.region_id)
        and length_of_work(case.story, work) != Length.VERY_LONG
    )


def night_before(moment: datetime, *, zone: str) -> datetime:
    """The latest hour outside working hours whose next working morning has come by `moment`."""
    hour = moment
    while next_working_moment(hour, zone=zone) == hour or next_working_moment(hour, zone=zone) > moment:
        hour -= timedelta(hours=1)
    return hour


def work_on(story: Story) -> StoryWork:
    """What a careful moderator would type: possible names taken out, with the reason, a title, and every tag looked at."""
    original = story.own
    places = service_names(story.service_ids)
    hits = find_personal_data(original.words, known=openly_known(story))
    text = _without(original.words, hits)
    signs = find_signs(original.words)
    level = suggest_criticality(original.words, signs=signs, has_better_tags=bool(story.tag_slugs)).level or 0
    title = suggest_title(original.words, avoid=places, unsafe=[(hit.start, hit.end) for hit in hits])
    tags = queries.tags_of(story.pk)
    work = StoryWork(
        title=title or "What happened to me",
        text=text,
        hope=original.hope,
        chosen_name=original.chosen_name,
        edits=((EditReason.NAMES_A_PERSON, "Taken out so that nobody can be recognised."),) if hits else (),
        criticality=level,
        about_child=False,
        services=tuple(story.service_ids),
        good=tags["good"],
        better=tags["better"],
        feelings=tags["feeling"],
    )
    return replace(work, looked_at=everything_in(story, work))


def _without(words: str, hits: list[Hit]) -> str:
    for hit in reversed(hits):
        words = f"{words[: hit.start]}[…]{words[hit.end :]}"
    return words
