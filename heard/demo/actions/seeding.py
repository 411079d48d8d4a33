"""Loading the demo: made-up regions live through two years by the real actions, at their own times."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from heard.core import clock, health, jobs, limits, prepared
from heard.core.actors import SystemActor
from heard.core.errors import NotAllowed, WrongState
from heard.core.garbage import left_lying
from heard.demo import queries
from heard.demo.actions import county as counties
from heard.demo.actions import mailbox, showing
from heard.demo.actions.hands import Hand, hands, how_many
from heard.demo.actions.lives import Life
from heard.demo.actions.timeline import Progress, Timeline
from heard.demo.models import Loading
from heard.demo.rules import content
from heard.demo.rules.calendar import Calendar
from heard.regions.queries import all_regions
from heard.stories.actions.groups import count_groups
from heard.stories.actions.progress import add_views

MAILBOX = "heard.demo.adapters.MailboxBackend"
OPENED = ((2, 0.4), (9, 0.25), (40, 0.2), (150, 0.15))
"""How reading spreads: so many days after publication, such a share of all views."""
LOCK = 48_619_001
"""PostgreSQL's advisory lock that two loadings at once meet."""
Tell = Callable[[str], None]


def load_demo(*, only: Collection[str] | None = None, again: bool = False, tell: Tell = lambda words: None) -> Loading | None:
    """Load the demo into an empty database; None, and nothing done, when it is there already.

    `only` names the stories (keys of the content) to load; places, people and organisations come always. `again` empties a database
    that holds nothing but the demo first. `tell` is told how far it is.

    Raises:
        NotAllowed: this is not a demo, its mail goes to a real server, or the database holds what is not the demo's.
        WrongState: an earlier loading broke off, another one is under way, or the site is running.
    """
    _check_is_a_demo()
    calendar = Calendar(clock.now(), ZoneInfo(content.region()["region"]["time_zone"]))
    with hands(how_many(), partial(_help, only, calendar)) as hand, prepared.all_statements(), _alone(), _hurried():
        _check_only_ours()
        loaded = queries.loading()
        if loaded is not None and not again:
            if loaded.finished_at is None:
                raise WrongState("The demo was loaded half-way before. Load it again: manage.py seed_demo --again")
            return None
        if health.worker_is_alive():
            raise WrongState("The site is running. Stop it first: its worker would do the demo's work at today's time.")
        if loaded is not None:
            _empty(tell)
        return _load(hand, only, calendar, tell)


def _load(hand: Hand, only: Collection[str] | None, calendar: Calendar, tell: Tell) -> Loading:
    loading = Loading.objects.create(begun_at=clock.now())
    tell("The county, its services and its people")
    lives = _live(hand, only, calendar, _told_by_month(tell))
    tell("Case studies and exemplars")
    showing.show(counties.recall(calendar))
    tell("Putting things in order")
    mailbox.forget_old_messages()
    limits.forget_old()
    for region in all_regions():
        count_groups(region_id=region.pk, by=SystemActor("demo"))
    _analyse()
    tour = next((life for life in lives if life.row.get("tour")), None)
    if tour is not None:
        loading.tour, loading.tour_key = tour.story, tour.story_key
    loading.finished_at = clock.now()
    loading.save(update_fields=["tour", "tour_key", "finished_at"])
    return Loading.objects.select_related("tour").get(pk=loading.pk)


def _help(only: Collection[str] | None, calendar: Calendar, hand: Hand) -> None:
    with prepared.all_statements(), _hurried():
        _live(hand, only, calendar, lambda moment, left: None)


def _live(hand: Hand, only: Collection[str] | None, calendar: Calendar, progress: Progress) -> list[Life]:
    """Live through the two years: what concerns the county with all hands, and this one's share of the stories."""
    with jobs.at_hand():
        timeline = Timeline(ends=calendar.now, hand=hand)
        hand.together(partial(counties.found, calendar))
        county = counties.recall(calendar)
        counties.enter_changes(county, timeline)
        rows = [row for key, row in content.stories().items() if only is None or key in only]
        rows.sort(key=lambda row: not row.get("tour"))  # the first hand's, which tells where the tour leads
        lives = [Life(row, county, timeline) for position, row in enumerate(rows) if hand.owns(position)]
        for life in lives:
            life.enter()
        counties.freeze_those_frozen(county, timeline)
        _enter_views(lives, calendar, timeline)
        # Two years of answers had their half hour, and letters to authors their hour. Whoever tries the demo should not wait so long.
        shorten = partial(counties.shorten_waits, county)
        timeline.enter_for_all(calendar.back(0) - timedelta(seconds=1), shorten, county.recall)
        timeline.play(progress)
    return lives


def _enter_views(lives: list[Life], calendar: Calendar, timeline: Timeline) -> None:
    """Enter the pages that readers opened, gathered by the week as the running site gathers them by the second."""
    weeks: dict[int, dict[str, int]] = defaultdict(Counter)
    by_key = {life.key: life for life in lives}
    for life in lives:
        if life.row.get("views"):
            published = life.calendar.in_working_hours(life.row["days_ago"], life.key)
            for days, share in OPENED:
                moment = calendar.soon_after(published, days=days)
                weeks[(calendar.now - moment).days // 7][life.key] += round(life.row["views"] * share)
    for week, counted in weeks.items():
        timeline.enter(calendar.back(week * 7) - timedelta(minutes=1), partial(_open_pages, by_key, counted))


def _open_pages(lives: dict[str, Life], counted: dict[str, int]) -> None:
    add_views(counts={story.pk: views for key, views in counted.items() if (story := lives[key].story) is not None})


def _told_by_month(tell: Tell) -> Progress:
    last = ""

    def progress(moment: datetime, left: int) -> None:
        nonlocal last
        month = f"{moment:%B %Y}"
        if month != last:
            last = month
            tell(f"{month}; {left} things still to happen")

    return progress


def _check_is_a_demo() -> None:
    if not settings.DEMO:
        raise NotAllowed("This site is not a demo, so no made-up story gets into it. (A demo has a home of its own: HEARD_HOME=…)")
    if settings.EMAIL_BACKEND != MAILBOX:
        raise NotAllowed("The demo's messages would go to a real mail server. Unset EMAIL_HOST to load it.")


def _check_only_ours() -> None:
    if foreign := queries.foreign_regions():
        raise NotAllowed(f"This database has a region that is not the demo's: {', '.join(foreign)}. Nothing was changed.")
    if queries.loading() is None and queries.regions() > 0:
        raise NotAllowed("This database has a region already, and the demo did not make it. Nothing was changed.")
    if real := queries.people_who_are_not_made_up():
        raise NotAllowed(f"This database has accounts of real people ({real}). Nothing was changed.")


def _empty(tell: Tell) -> None:
    tell("Emptying the database")
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # what is owed to rows that are gone must not meet the new ones


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise WrongState("The demo is being loaded by another process at this moment.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _hurried() -> Iterator[None]:
    """Do not wait for the disk after each of thousands of steps: until `finished_at` is written nothing here is promised to anybody.

    Nor look for rubbish after every few hundred objects: this process ends soon.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        with left_lying():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO DEFAULT")


def _analyse() -> None:
    """Let PostgreSQL count what there is now; its own visit comes only after a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
