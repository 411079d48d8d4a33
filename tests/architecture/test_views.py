"""What public pages read goes through views, each in its owner's migrations: their columns are public, or said here (ADR 37)."""

import pytest
from django.apps import apps
from django.db import connection

from heard.regions.rules import NUMBERS
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db

WORKED_OUT = {
    ("public_answer", "photo"): "the key of the photo that whoever answered has now",
    ("public_case_study", "body"): "what its published version says",
    ("public_case_study", "digest"): "of everything that the PDF of that version is made from",
    ("public_case_study", "pdf_pages"): "of its PDF, once it is made",
    ("public_case_study", "pdf_size"): "of its PDF, once it is made",
    ("public_case_study", "photos"): "keys of the photos of those in it who agree",
    ("public_case_study", "version_id"): "the row of its published version",
    ("public_change", "is_made"): "a change that is public as made",
    ("public_change", "is_planned"): "a public plan that is not made yet",
    ("public_exemplar", "case_study"): "the end of the address of its case study, while that is public",
    ("public_exemplar", "case_study_title"): "the same",
    ("public_organisation", "members"): "how many may sign in, not who",
    ("public_organisation_picture", "picture"): "its key, its size and what is said of it, as a page shows it",
    ("public_photo", "key"): "what the address of their photo is made of",
    ("public_photo", "person_id"): "whose it is, for the views of what they say; no page shows it",
    ("public_team_member", "photo"): "the key of the photo on their card",
    ("public_service", "path_key"): "its code, or where it has none its slug",
}
"""Columns that are no field of the model, and what they are."""
SHOWN_ALL_THE_SAME = {
    ("public_role_reading", "telling_id"): "the number of a row that says what is public",
    ("public_role_reading", "role"): "only where enough people hold it",
    ("public_story_words", "story_id"): "of public stories alone",
    ("public_story_words", "words"): "made of public words; no page shows them, lists look into them",
}
"""Columns whose field is not public by itself, and why the view holds them."""
OWNERS = {
    "public_answer": "responses.Answer",
    "public_asking": "reach.Asking",
    "public_case_study": "showcase.CaseStudy",
    "public_change": "responses.Change",
    "public_exemplar": "showcase.Exemplar",
    "public_former_name": "directory.FormerName",
    "public_organisation": "organisations.Organisation",
    "public_organisation_picture": "organisations.ShownPicture",
    "public_photo": "accounts.Person",
    "public_picture": "media.Picture",
    "public_remit_branch": "organisations.RemitBranch",
    "public_reply": "responses.Reply",
    "public_role_reading": "reach.RoleReading",
    "public_service": "directory.Service",
    "public_story": "stories.Story",
    "public_story_branch": "stories.StoryBranch",
    "public_story_tag": "stories.StoryTag",
    "public_story_words": "stories.StoryWords",
    "public_subscription": "organisations.Subscription",
    "public_tag": "tags.Tag",
    "public_team_member": "showcase.TeamMember",
    "public_telling": "reach.Telling",
}


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def columns():
    """(view, column, its type) of every view there is."""
    return asked(
        """SELECT table_name, column_name, data_type FROM information_schema.columns
             JOIN information_schema.views USING (table_schema, table_name) WHERE table_schema = 'public' ORDER BY 1, ordinal_position"""
    )


def test_every_view_has_an_owner():
    assert {view for view, _, _ in columns()} == set(OWNERS)


def test_every_column_of_a_view_is_public():
    said = {}
    for view, column, kind in columns():
        if (view, column) in WORKED_OUT:
            continue
        model = apps.get_model(OWNERS[view])
        fields = {each.column: each for each in model._meta.concrete_fields}
        if column in fields:
            said[view, column] = model.PRIVACY[fields[column].name]
        else:  # the day of a moment
            assert f"{column.removesuffix('_on')}_at" in fields, (view, column)
            assert kind == "date", (view, column)
    assert {column for column, privacy in said.items() if privacy != "public"} == set(SHOWN_ALL_THE_SAME)


def test_no_moment_leaves_through_a_view():
    assert [column for *column, kind in columns() if kind.startswith("time")] == []


def test_a_role_is_shown_from_as_many_as_the_region_s_number_says():
    _, organisation, _ = worlds.full_story()
    shown = "SELECT count(*) FROM public_role_reading"
    held = organisation.memberships.filter(roles__contains=["responder"]).count()
    for _ in range(NUMBERS["role_shown_from"].default - held - 1):
        factories.member(of=organisation, roles=["responder"])
    assert asked(shown) == [(0,)]
    factories.member(of=organisation, roles=["responder"])
    assert asked(shown) == [(1,)]
