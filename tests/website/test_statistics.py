"""A stranger with nothing but the public file gets every figure of the public page."""

import contextlib
import csv
import html
import io
import re
import threading
from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, TextField
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.core import clock, events, reckoning
from heard.published.queries.open_data import COLUMNS, SERVICE_COLUMNS
from heard.stories.actions.authoring import withdraw_story
from heard.stories.models import Story
from heard.tags.actions import offer_tag
from heard.ui.wording import date_words
from heard.website import actions, tasks
from heard.website.models import CountedStatistics
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def a_year(standing):
    """Stories of a year in every state of their conversation. The hundreds of emails that they set off are nobody's here."""
    service = factories.service(name="Quayside", code="QS1")
    ward = factories.service(parent=service)
    organisation = factories.organisation(remit=[service])
    now = clock.now()
    for n in range(24):
        told = now - timedelta(days=n * 15)
        with clock.at(told):
            role = ("patient", "carer", "parent")[n % 3]
            story = factories.published_story(services=[ward, service][: n % 2 + 1], role=role, is_question=n % 5 == 0)
        if n % 2:
            with clock.at(told + timedelta(hours=1)):
                worlds.told(story, organisation, read=n % 4 == 1)
        if n % 3:
            worlds.answer(story, organisation, at=told + timedelta(days=n % 9), helpful=("", "yes", "partly", "no")[n % 4])
        if n % 7 == 0:
            worlds.answer(story, organisation, at=told + timedelta(days=11), helpful="yes")
        if n % 4 == 0:
            worlds.change(story, organisation, due_in=-n if n % 8 else 10)
        if n % 6 == 0:
            worlds.change(story, organisation, state="made")
        type(story).objects.filter(pk=story.pk).update(views=n * 7, me_too=n % 4, clarity_edits=n % 3, protective_edits=n % 2)
    worlds.hidden_stories(service)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def file_of(client):
    response = client.get("/statistics.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def services_of(client):
    return list(csv.DictReader(io.StringIO(b"".join(client.get("/statistics-services.csv").streaming_content).decode())))


def said(page):
    """Every figure on the page by its name, as printed."""
    return {name: html.unescape(value) for name, value in re.findall(r'data-figure="(\w+)">([^<]+)<', page)}


def tables(page):
    """The lines of the tables by month and by role."""
    found = {}
    for caption in ("Stories by month of publication", "Stories by who told them"):
        table = re.search(rf"<caption[^>]*>{caption}</caption>(.*?)</table>", page, re.DOTALL)[1]
        found[caption] = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", line) for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]]
    return found


# ---------------------------------------------------------------- the stranger, who knows the page's words and nothing of Heard


STEPS = ("heard", "read", "answered", "planned", "made", "helped")


def percent(part, whole):
    share = int(part / whole * 100 + 0.5)
    share = 99 if share == 100 and part < whole else 1 if share == 0 and part else share
    return f"{part} ({share}%)"


def days(rows):
    found = [(date.fromisoformat(r["answered_on"]) - date.fromisoformat(r["published_on"])).days for r in rows if r["answered_on"]]
    if not found:
        return "–"
    middle = median(found)
    if middle < 1:
        return "the same day"
    return f"{middle:.0f} day{'s' if middle != 1 else ''}" if middle == int(middle) else f"{middle:.1f} days"


def recount(rows, today):
    def total(column):
        return sum(int(r[column]) for r in rows)

    told = len(rows)
    rated = total("answers_helped") + total("answers_partly_helped") + total("answers_not_helped")
    week = sum(
        1
        for r in rows
        if r["answered_on"] and date.fromisoformat(r["answered_on"]) - date.fromisoformat(r["published_on"]) <= timedelta(days=7)
    )
    late = sum(1 for r in rows for due in r["plans_due"].split() if date.fromisoformat(due) < today)
    edited = sum(1 for r in rows if int(r["edits_to_protect"]) + int(r["edits_for_civility"]) + int(r["edits_for_clarity"]))
    return {
        "told": str(told),
        **{
            name: percent(sum(1 for r in rows if r[f"{name}_on"]), told)
            for name in ("heard", "read", "answered", "planned", "made", "helped")
        },
        "median_days": days(rows),
        "within_week": percent(week, told),
        "answers": str(total("answers")),
        "rated_helpful": percent(total("answers_helped"), rated),
        "changes_planned": str(total("changes_planned")),
        "changes_overdue": percent(late, total("changes_planned")),
        "changes_made": str(total("changes_made")),
        "questions": percent(sum(1 for r in rows if r["question"] == "t"), told),
        "edited": percent(edited, told),
        "me_too": str(total("me_too")),
        "views": f"{total('views'):,}",
    }


def line(rows):
    counts = [sum(1 for r in rows if r[f"{name}_on"]) for name in STEPS[:-1]]
    return [str(len(rows)), *map(str, counts), days(rows)]


def test_every_figure_of_the_page_comes_out_of_the_file(client, a_year):
    rows = file_of(client)
    page = client.get("/statistics/").content.decode()
    figures = said(page)
    assert figures == recount(rows, clock.today())
    assert len(figures) == len(re.findall("data-figure", page)) == 18
    months = defaultdict(list)
    for row in rows:
        months[date.fromisoformat(row["published_on"]).strftime("%B %Y")].append(row)
    newest_first = sorted(months, key=lambda month: max(r["published_on"] for r in months[month]), reverse=True)
    shown = tables(page)
    assert shown["Stories by month of publication"] == [[month, *line(months[month])] for month in newest_first]
    roles = defaultdict(list)
    for row in rows:
        roles[{"patient": "A patient", "carer": "A carer", "parent": "A parent or guardian"}[row["role"]]].append(row)
    most_first = sorted(roles, key=lambda role: (-len(roles[role]), role))
    assert shown["Stories by who told them"] == [[role, *line(roles[role])] for role in most_first]


def test_figures_of_services_come_out_of_the_file_of_stories(client, a_year):
    rows = file_of(client)
    provider = client.get("/statistics/").content.decode()
    table = re.search(r"<caption[^>]*>Stories by provider</caption>(.*?)</table>", provider, re.DOTALL)[1]
    shown = {
        html.unescape(name): cells for name, cells in re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th>(.*?)</tr>', table, re.DOTALL)
    }
    assert set(shown) == {"Quayside"}
    about = [row for row in rows if "QS1" in (row["services"] + " " + row["part_of"]).split()]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", shown["Quayside"]) == line(about)
    assert len(about) == 24
    assert {row["part_of"] for row in rows} == {"QS1", ""}
    services = services_of(client)
    assert list(services[0]) == list(SERVICE_COLUMNS)
    assert all(f">{column}<" in provider for column in SERVICE_COLUMNS)
    for each in services:
        told = [row for row in rows if each["code"] in (row["services"] + " " + row["part_of"]).split()]
        assert [int(each["told"]), *(int(each[step]) for step in STEPS[:-1])] == [
            len(told), *(sum(1 for row in told if row[f"{step}_on"]) for step in STEPS[:-1])
        ]  # fmt: skip
    (ward,) = [each for each in services if each["part_of"] == "QS1"]
    assert {ward["name"], "Quayside"} == {name for row in rows for name in row["service_names"].split("; ")}
    assert ward["told"] == "24"


def test_kept_figures_of_an_older_release_are_shown_without_providers(client, a_year):
    kept = actions.keep_statistics(by=factories.TESTS)
    lines = {name: value for name, value in kept.lines.items() if name != "providers"}
    CountedStatistics.objects.update(lines=lines)
    assert said(client.get("/statistics/").text)["told"] == "24"


# What holds text and is no word of a person: codes, addresses of pages, versions of wordings.
MARK = "Zqxmarker"


@pytest.mark.owner
def test_no_word_that_anybody_typed_is_in_a_file(client, a_year):
    """A mark in each text that hangs on a story, whoever wrote it, and none of them in the files that say “no names, no words”."""
    story = factories.published_story(good=["Kind", MARK], better=[f"{MARK} better"], feelings=[f"{MARK} felt"])
    organisation = factories.organisation(remit=[*story.services.all()])
    worlds.told(story, organisation)
    worlds.answer(story, organisation, text=MARK)
    worlds.change(story, organisation)
    worlds.reply(story, text=MARK)
    marked = set()
    for model in apps.get_models():
        if model._meta.app_label not in {
            "stories",
            "telling",
            "responses",
            "reach",
            "moderation",
            "inbox",
            "writing",
            "accounts",
            "organisations",
        }:
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, CharField | TextField) or field.choices or field.primary_key or field.unique:
                continue
            with contextlib.suppress(DatabaseError), transaction.atomic():
                if model.objects.update(**{field.name: MARK}):
                    marked.add(f"{model._meta.label_lower}.{field.name}")
    wanted = {"title", "text", "hope", "chosen_name", "postcode", "unknown_service"}
    assert {f"stories.story.{name}" for name in wanted} <= marked
    assert {"responses.answer.text", "responses.change.what", "responses.reply.text", "organisations.organisation.name"} <= marked
    for address in ("/statistics.csv", "/statistics-services.csv"):
        held = b"".join(client.get(address).streaming_content).decode()
        assert held.count("\n") > 2
        assert MARK.lower() not in held.lower(), address


def test_a_name_that_begins_like_a_formula_is_none(client):
    factories.published_story(services=[factories.service(name='=HYPERLINK("https://bad.example")')])
    (story,), (service,) = file_of(client), services_of(client)
    assert story["service_names"] == service["name"] == '\'=HYPERLINK("https://bad.example")'


def test_of_tags_the_file_has_those_that_are_offered(client):
    offer_tag(kind="good", name="Kindness", by=factories.TESTS)
    factories.published_story(good=["kindness", "Sister Quillington"])
    (row,) = file_of(client)
    assert row["tags"] == "good:kindness"


def test_kept_figures_are_those_of_the_file_then_and_the_page_says_on_which_day(client, a_year, django_assert_max_num_queries):
    before = clock.now()
    with clock.at(before - timedelta(minutes=10)):
        rows = file_of(client)
        actions.keep_statistics(by=factories.TESTS)
        live = client.get("/statistics/").content.decode()
    factories.published_story()
    with clock.at(before), django_assert_max_num_queries(1) as asked:
        page = client.get("/statistics/").content.decode()
    assert "stories_story" not in asked.captured_queries[0]["sql"]
    assert said(page) == recount(rows, clock.today())
    assert tables(page) == tables(live)
    # The day alone: counting anew when a story is taken back would tell when that was.
    assert f"Counted on {date_words(clock.day_of(before - timedelta(minutes=10)))}. We count again every 10 minutes" in page


def test_figures_that_nobody_kept_in_time_are_counted_anew(client, a_year):
    with clock.at(clock.now() - timedelta(minutes=12)):
        actions.keep_statistics(by=factories.TESTS)
    factories.published_story()
    assert said(client.get("/statistics/").content.decode())["told"] == "25"


def test_a_story_that_was_taken_back_is_in_no_figure_once_the_worker_saw_it(client, a_year, run_jobs):
    # Given figures that were counted a moment ago, with a story that its author takes back, and another that is not public yet
    story, unread = factories.published_story(), factories.sent_story()
    run_jobs()
    actions.keep_statistics(by=factories.TESTS)
    assert said(client.get("/statistics/").content.decode())["told"] == "25"
    withdraw_story(story_id=story.pk, by=story.author)
    # When the worker has done what that set off
    run_jobs()
    # Then it is in no figure, and the page is another than the one that was kept
    assert said(client.get("/statistics/").content.decode())["told"] == "24"
    # And what was never public is no reason to count
    counted = CountedStatistics.objects.get().counted_at
    withdraw_story(story_id=unread.pk, by=unread.author)
    run_jobs()
    assert CountedStatistics.objects.get().counted_at == counted


def test_many_taken_back_at_once_wait_for_one_count(a_year):
    for story in list(Story.objects.all()[:3]):
        withdraw_story(story_id=story.pk, by=story.author)
    for waiting in ProcrastinateJob.objects.filter(args__handler="heard.website.handlers.count_without_it").order_by("pk"):
        events.handle(**waiting.args)
    assert ProcrastinateJob.objects.filter(task_name="website.keep_statistics").count() == 1


def test_a_count_that_never_came_after_a_story_was_taken_back_is_named_and_made_up_for_by_the_sweep(db):
    story, other = factories.published_story(), factories.published_story()
    actions.keep_statistics(by=factories.TESTS)
    withdraw_story(story_id=story.pk, by=story.author)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with clock.at(clock.now() + timedelta(minutes=3)):
        (short,) = [each for each in reckoning.missing() if each.debt.name == "website.counted"]
        assert [each.story_id for each in short.missing] == [story.pk]
        tasks.put_right(timestamp=0)
        assert "website.counted" not in {each.debt.name for each in reckoning.missing()}
        counted = CountedStatistics.objects.get()
        assert counted.counted_at == clock.now()
        tasks.put_right(timestamp=60)
        assert CountedStatistics.objects.get().lines == counted.lines
    assert Story.objects.get(pk=other.pk).state == "published"


@pytest.mark.django_db(transaction=True)
def test_a_count_reads_the_stories_only_when_no_other_is_under_way(client):
    # or an older count, slower to be written down, would stand over a newer one, with a story that was taken back meanwhile
    story = factories.published_story()
    actions.keep_statistics(by=factories.TESTS)

    def count():
        try:
            actions.keep_statistics(by=factories.TESTS)
        finally:
            connection.close()

    def take_back():
        try:
            withdraw_story(story_id=story.pk, by=story.author)
        finally:
            connection.close()

    second, author = threading.Thread(target=count), threading.Thread(target=take_back)
    # Given a count that is not done yet, and a second one that begins
    with transaction.atomic():
        actions.keep_statistics(by=factories.TESTS)
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive(), "it waits"
        # When a story is taken back
        author.start()
        author.join(timeout=20)
        assert not author.is_alive(), "an author waits for no count"
    second.join(timeout=20)
    # Then the second is without it
    assert said(client.get("/statistics/").content.decode())["told"] == "0"


def test_figures_are_kept_in_one_row_however_often_they_are_counted(a_year):
    for _ in range(2):
        tasks.keep_statistics(0)
    assert CountedStatistics.objects.count() == 1


def test_file_has_the_columns_that_the_page_explains_and_only_public_stories(client, a_year):
    rows = file_of(client)
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 24
    page = client.get("/statistics/").content.decode()
    assert all(f">{column}<" in page for column in COLUMNS)
    assert sum("QS1" in row["services"].split() for row in rows) == 12
    assert worlds.SENTINEL not in repr(rows)


def test_empty_site_has_a_file_and_figures(client):
    assert file_of(client) == []
    assert said(client.get("/statistics/").content.decode())["told"] == "0"


def test_file_is_not_held_in_memory_but_streamed(client, a_year):
    response = client.get("/statistics.csv")
    assert response.streaming
    assert client.head("/statistics.csv").status_code == 200
