"""The loop, driven: comments are told, moderated, answered and lead to changes by the real actions, as fast as the worker keeps up."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from heard.accounts.actions.authors import make_author
from heard.accounts.models import Person
from heard.core import clock
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as desk
from heard.moderation.models import Case, Subject
from heard.moderation.policies import may_decide
from heard.moderation.queries import openly_known, queue, service_names
from heard.moderation.rules.criticality import suggest_criticality
from heard.moderation.rules.signs import find_signs
from heard.moderation.rules.suggesting import suggest_title
from heard.moderation.rules.work import StoryWork
from heard.rehearsal import queries
from heard.rehearsal.actions.world import Tell, World
from heard.rehearsal.rules import Comment, Script
from heard.responses.actions import answers, changes
from heard.responses.models import Change, ChangeState
from heard.stories.actions import telling
from heard.stories.models import DeclineReason, EditReason, Story
from heard.stories.rules import consent
from heard.stories.rules.personal_data import Hit, find_personal_data

TOLD_AT_ONCE = 20
"""Stories told before moderators and responders have their turn."""
BACKLOG = 400
"""Messages and jobs that may wait for the worker; with more, the authors wait, so that what is measured is not one long queue."""
SETTLED_WITHIN = timedelta(minutes=20)
"""After the last story. A message in doubt waits for five minutes before it is sent again."""
PAUSE = 0.2
"""Seconds to wait when there is nothing to do but to let the worker work."""
REPORTED_EVERY = 15.0
"""Seconds between two words on how far it is, while it waits; the worker is looked after at each."""
ANSWER = "Thank you for telling us. I have read your story to the team this morning, and we talked about what you describe."
PLAN = "We will go through what you told us at the team's next meeting and change how we do it."
MADE = "We changed how we do it, and told everybody who works here."


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
    """One rehearsal under way."""

    def __init__(self, world: World, *, tell: Tell) -> None:
        self.world = world
        self.tell = tell
        self.played = Played()
        self.scripts: dict[int, Script] = {}
        """Story → its script."""
        self._to_answer: set[int] = set()
        self._plans: dict[int, tuple[int, Script]] = {}
        """Change → its story and script, until it is made."""

    def play(self, comments: Iterable[Comment]) -> Played:
        """Tell every comment, let everybody act, and wait until nothing is owed to anybody any more."""
        self.played.began = time.monotonic()
        for comment in comments:
            self._tell(comment)
            if self.played.told % TOLD_AT_ONCE == 0:
                self._let_all_act()
                self._report()
                self._wait_until(lambda: queries.owed() + queries.jobs_left() < BACKLOG)
        self.tell("everything is told; waiting until nothing is owed to anybody")
        self.played.settled = self._wait_until(self._is_over, at_most=SETTLED_WITHIN)
        return self.played

    def _wait_until(self, happened: Callable[[], bool], *, at_most: timedelta = SETTLED_WITHIN) -> bool:
        until = time.monotonic() + at_most.total_seconds()
        report = time.monotonic() + REPORTED_EVERY
        while not happened():
            if time.monotonic() > until:
                return False
            if time.monotonic() > report:
                self._report()
                report += REPORTED_EVERY
            if not self._let_all_act():
                time.sleep(PAUSE)
        return True

    def _is_over(self) -> bool:
        return not (self._to_answer or self._plans or queries.owed() or queries.jobs_left() or queries.undecided())

    def _let_all_act(self) -> int:
        return self._moderate() + self._answer() + self._make_changes()

    def _report(self) -> None:
        self.tell(f"told {self.played.told}, {queries.owed()} messages and {queries.jobs_left()} jobs under way")

    # ------------------------------------------------------------ authors

    def _tell(self, comment: Comment) -> None:
        script = Script(self.played.told + 1, comment.words)
        place = self.world.place_for(comment, script)
        with self.played.timing("tell"):
            author = make_author()
            draft = telling.begin_draft(region_id=self.world.region.pk, author=author)
            told = telling.Changes(
                words=comment.words,
                services=[place],
                good=list(comment.good),
                better=list(comment.better),
                role="patient",
                chosen_name="somebody",
                consents={"publish": consent.CURRENT},
                furthest="consent",
            )
            telling.save_draft(draft_id=draft.pk, changes=told, by=author)
            story = telling.send_story(draft_id=draft.pk, by=author)
        self.scripts[story.pk] = script
        self.played.told += 1

    # ------------------------------------------------------------ moderators

    def _moderate(self) -> int:
        done = 0
        for case in list(queue(self.world.moderators[-1])[:50]):
            moderator = next((each for each in self.world.moderators if may_decide(each, case)), self.world.moderators[-1])
            with self.played.timing(f"decide on a {case.subject}"):
                self._decide(cases.claim_case(case_id=case.pk, by=moderator), moderator)
            done += 1
        return done

    def _decide(self, case: Case, by: Person) -> None:
        match case.subject:
            case Subject.STORY:
                self._decide_story(case, by)
            case Subject.ANSWER if case.answer is not None:
                conversation.publish_answer(case_id=case.pk, seen_version=case.answer.version, text=case.answer.text, by=by)
            case Subject.CHANGE if case.change is not None:
                change = case.change
                conversation.publish_change(
                    case_id=case.pk,
                    seen_version=change.version,
                    what=change.what,
                    who_leads=change.who_leads,
                    due_on=change.due_on,
                    made_what=change.made_what,
                    by=by,
                )

    def _decide_story(self, case: Case, by: Person) -> None:
        story, script = Story.objects.get(pk=case.story_id), self.scripts[case.story_id]
        match script.decision:
            case "decline":
                message = "Thank you for writing to us. There was too little in your words for others to learn from. Please tell us more."
                reason = DeclineReason.NOT_AN_EXPERIENCE
                desk.decline(case_id=case.pk, seen_story=story.version, reason=reason, message=message, by=by)
            case "ask":
                desk.ask(case_id=case.pk, seen_story=story.version, question="In which month was this?", by=by)
            case "hold":
                desk.hold(case_id=case.pk, seen_story=story.version, reason="safeguarding", note="The safeguarding lead is asked.", by=by)
            case _:
                desk.publish(case_id=case.pk, seen_story=story.version, work=_work(story), by=by)
                if script.is_answered and not script.nobody_listens:
                    self._to_answer.add(story.pk)

    # ------------------------------------------------------------ organisations

    def _answer(self) -> int:
        told = queries.told_organisations(self._to_answer)
        for story_id, organisation_id in told.items():
            member = self.world.responders[organisation_id]
            script = self.scripts[story_id]
            with self.played.timing("answer"):
                answers.send_answer(
                    story_id=story_id, membership=member, name=member.person.name, job_title="Manager", text=ANSWER, by=member
                )
            if script.leads_to_a_plan:
                due = clock.today() + timedelta(days=60)
                with self.played.timing("plan a change"):
                    change = changes.plan_change(
                        story_id=story_id, membership=member, what=PLAN, who_leads="Manager", due_on=due, by=member
                    )
                if script.leads_to_a_change:
                    self._plans[change.pk] = story_id, script
            self._to_answer.discard(story_id)
        return len(told)

    def _make_changes(self) -> int:
        public = list(Change.objects.filter(pk__in=self._plans, state=ChangeState.PLANNED)) if self._plans else []
        for change in public:
            member = self.world.responders[change.organisation_id]
            with self.played.timing("make a change"):
                changes.make_change(change_id=change.pk, membership=member, made_what=MADE, by=member)
            del self._plans[change.pk]
        return len(public)


def _work(story: Story) -> StoryWork:
    """What a careful moderator would type: possible names taken out, with the reason, and a title where there is none."""
    original = story.original
    places = service_names(story.service_ids)
    hits = find_personal_data(original.words, known=openly_known(story))
    text = _without(original.words, hits)
    signs = find_signs(original.words)
    level = suggest_criticality(original.words, signs=signs, has_better_tags=bool(story.tag_slugs)).level
    title = suggest_title(original.words, avoid=places, unsafe=[(hit.start, hit.end) for hit in hits])
    tags = queries.tags_of(story.pk)
    return StoryWork(
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


def _without(words: str, hits: list[Hit]) -> str:
    for hit in reversed(hits):
        words = f"{words[: hit.start]}[…]{words[hit.end :]}"
    return words
