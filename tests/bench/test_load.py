"""What the benchmark loads by COPY is what the real actions write."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from bench import load, stock, world
from heard.published.queries.lists import Search, list_stories
from heard.published.queries.story_page import story_page
from heard.regions.models import Region
from heard.stories.models import State, Story

pytestmark = [pytest.mark.django_db, pytest.mark.owner]  # loading by COPY switches triggers off


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """A world of two providers; taken away again at the end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        yield world.make(branches=3, wards=3, large_wards=4)
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def plain(rows, ids):
    """Rows with every id of theirs replaced by its rank, so that two stories can be compared."""
    rank = {table: {pk: n for n, pk in enumerate(sorted(found))} for table, found in ids.items()}
    replaced = {}
    for table, found in rows.items():
        replaced[table] = []
        for row in found:
            shown = dict(row)
            shown["id"] = rank[table][row["id"]]
            for column, own in load.OWN_IDS.items():
                if column in shown and shown[column] is not None and column != "id":
                    shown[column] = rank[own].get(shown[column], shown[column])
            replaced[table].append(shown)
    return replaced


def ids_of(rows):
    return {table: [row["id"] for row in found] for table, found in rows.items()}


def test_a_copy_that_changes_nothing_is_the_story_itself_in_every_table_and_column(made):
    same = load.Copy(timedelta(), *load.identity(made))
    copier = load.Copier()
    for pk in made.prototypes:
        prototype = load.read_prototype(pk)
        copied = copier.copy(prototype, same)
        load.write(copied)
        again = load.read_prototype(copied["stories_story"][0]["id"])
        assert plain(again.rows, ids_of(again.rows)) == plain(prototype.rows, ids_of(prototype.rows))
    connection.check_constraints()


def test_prototypes_reach_every_step(made):
    assert {story.progress for story in Story.objects.filter(pk__in=made.prototypes)} == {1, 3, 4, 5, 6}
    assert not Story.objects.exclude(state=State.PUBLISHED).exists()


def test_every_table_that_hangs_on_a_story_is_copied_or_left_out_on_purpose():
    hanging = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is not None and field.related_model._meta.db_table in {table for table, _ in load.TABLES}
    }
    desk = {"moderation_case", "moderation_casemove", "alerts_alert", "stories_edit", "stories_draft", "responses_treateddifferently",
            "accounts_contactdetail", "accounts_signinlink", "stories_aboutauthor", "demo_loading", "accounts_keytoshow", "writing_sheet",
            "stories_correctedwords", "stories_joinedstory", "accounts_noticesspan", "stories_storytoindex",
            "stories_storywords"}  # fmt: skip
    assert hanging - {table for table, _ in load.TABLES} <= desk


def test_copies_are_whole_and_the_lists_find_them(made):
    connection.check_constraints()  # an index cannot be made while checks of this transaction wait
    before = Story.objects.count()
    load.fill(made, 40)
    connection.check_constraints()
    assert Story.objects.count() == before + 40
    regions = set(Region.objects.values_list("pk", flat=True))
    assert len(regions) == 2
    together = set(Story.objects.values_list("region_id", "services__region_id", "tellings__organisation__region_id"))
    assert together == {(pk, pk, pk) for pk in regions}, "a copy and all that it names are of one region"
    load.multiply(3)
    connection.check_constraints()
    assert Story.objects.count() == 3 * (before + 40)
    assert set(Story.objects.values_list("region_id", "services__region_id", "tellings__organisation__region_id")) == together
    large = list_stories(Search(service_id=made.large.provider.pk), size=100)
    assert 15 < len(large.rows) <= 100
    for listed in large.rows:
        page = story_page(listed.number)
        assert page.told_on == listed.told_on == Story.objects.get(pk=listed.number).published_on
        assert {told.organisation for told in page.told} >= {made.large.organisation.name}


def test_the_stock_page_is_the_same_page(made, client, settings):
    """The oracle: ORM and Django's templates show, word for word, what the prepared statement and Jinja2 show."""
    settings.ROOT_URLCONF = "bench.urls"
    settings.TEMPLATES = [settings.TEMPLATES[0], {**settings.TEMPLATES[1], "DIRS": [stock.TEMPLATES]}]
    for pk in made.prototypes:
        assert stock.read(pk) == story_page(pk)
        ours = client.get(f"/stories/{pk}/").content.decode()
        theirs = client.get(f"/bench/stock/{pk}/").content.decode()
        assert stock.words_of(theirs) == stock.words_of(ours)
