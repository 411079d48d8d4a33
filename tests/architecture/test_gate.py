"""Every public field that holds what somebody typed is read by the one gate (`stories.rules.going_out`, ADR 33), or says here why it need
not be. The fields come from the data map: a new one fails until it is in one of the two lists.
"""

import pytest
from django.db import models

from heard.core.privacy import fields_of, our_models
from heard.moderation.rules.looking import texts_of_work
from heard.moderation.rules.work import StoryWork
from heard.responses.rules.texts import texts_of_answer, texts_of_change, texts_of_reply
from heard.stories.rules.going_out import look_through
from heard.stories.rules.personal_data import HitKind

NOBODY = {"text": "", "sign_off": "", "name": "", "job_title": ""}


def of_a_story(field):
    return lambda words: texts_of_work(StoryWork(**{field: words}))


def of_a_tag(words):
    """An author's or a moderator's, of each kind."""
    good, better, felt = (texts_of_work(StoryWork(**{column: (words,)})) for column in ("good", "better", "feelings"))
    assert [len([each for each in texts if each.text]) for texts in (good, better, felt)] == [1, 1, 1]
    return felt


def of_an_answer(field):
    return lambda words: texts_of_answer(**NOBODY | {field: words})


def of_a_change(field):
    return lambda words: texts_of_change(**{field: words})


READ = {
    **{f"stories.Story.{field}": of_a_story(field) for field in ("title", "text", "hope", "chosen_name")},
    **{f"responses.Answer.{field}": of_an_answer(field) for field in NOBODY},
    **{f"responses.Change.{field}": of_a_change(field) for field in ("what", "who_leads", "made_what")},
    "responses.Reply.text": lambda words: texts_of_reply(text=words),
    "tags.Tag.name": of_a_tag,
    "tags.Tag.slug": of_a_tag,
    "stories.Story.tag_slugs": of_a_tag,
}
"""Field → the texts that the gate is given of a thing which holds these words in it."""

OPERATORS = "Somebody who runs Heard writes it in their own name, on a page that says it is public."
EDITORS = "An editor writes it for Heard, sees how it will look, and publishes it; every version is kept with who wrote it."
REGISTERS = "From a national register, which is public; of a place by hand an operator writes it or accepts it from a moderator."
MADE = "Made by the code out of other fields, or chosen from a list of ours."
EDITORS = "An editor writes it in the name of Heard, with the consent of whoever is named, and looks at it before it is public."
NOT_READ = {
    **dict.fromkeys(
        (
            "showcase.CaseStudy.slug", "showcase.CaseStudyVersion.body", "showcase.Exemplar.why", "showcase.Exemplar.why_former",
            "showcase.Interviewee.name", "showcase.OldSlug.slug", "showcase.TeamMember.name", "showcase.TeamMember.role",
            "showcase.TeamMember.words",
        ),
        EDITORS,
    ),
    **dict.fromkeys(
        (
            "regions.ComplaintWay.address", "regions.ComplaintWay.contact", "regions.ComplaintWay.name", "regions.ComplaintWay.words",
            "regions.CrisisLine.contact", "regions.CrisisLine.name", "regions.CrisisLine.when", "regions.CrisisLine.who_for",
            "regions.Holiday.name", "regions.OwnWords.words",
            "regions.Region.complaint_words", "regions.Region.contact_email", "regions.Region.host", "regions.Region.calendar",
            "regions.Region.emergency_number",
            "regions.Region.former_paths", "regions.Region.languages", "regions.Region.path", "regions.RegionAddress.host",
            "regions.Region.leave_to", "regions.Region.name", "organisations.Organisation.name", "tags.Tag.synonyms",
            "directory.PlaceWord.word", "directory.EverydayName.called", "directory.EverydayName.kinds",
            "directory.EverydayName.note", "directory.EverydayName.same", "directory.EverydayName.specialities",
            "directory.EverydayName.title", "directory.EverydayName.words",
            "media.Film.captions", "media.Film.title", "media.Film.transcript",
        ),
        OPERATORS,
    ),
    **dict.fromkeys(
        (
            "pages.Version.title", "pages.Version.lead", "pages.Version.summary", "pages.Version.source", "pages.Version.summary_of_change",
            "pages.TermVersion.word", "pages.TermVersion.also", "pages.TermVersion.meaning", "pages.Page.path", "pages.OldPath.path",
        ),
        EDITORS,
    ),
    **dict.fromkeys(
        (
            "directory.FormerName.name", "directory.Service.address", "directory.Service.code", "directory.Service.name",
            "directory.Service.postcode", "directory.Service.telephone", "directory.Service.town", "directory.Service.website",
            "directory.PostcodeSector.code", "directory.Service.identity",
        ),
        REGISTERS,
    ),
    **dict.fromkeys(
        (
            "directory.Service.register", "directory.Service.search_text", "directory.Service.slug", "organisations.Organisation.slug",
            "directory.EverydayName.note_language",
            "media.Film.ending", "media.Film.key", "media.Film.language", "media.Picture.alt_language", "media.Picture.key",
            "pages.Text.html", "pages.Text.language", "pages.Text.names", "pages.Term.slug", "pages.TermVersion.language",
            "regions.ComplaintWay.language", "regions.CrisisLine.language", "regions.Holiday.language", "regions.OwnWords.language",
            "regions.OwnWords.name", "regions.Region.slug", "regions.Region.more_time_zones",
            "regions.Region.time_zone", "regions.Region.words_language", "regions.Setting.name",
            "showcase.CaseStudy.language", "showcase.CaseStudyVersion.digest", "showcase.Exemplar.film",
            "showcase.Exemplar.language", "showcase.TeamMember.language",
            "stories.KnownWord.word", "website.CountedStatistics.lines",
        ),
        MADE,
    ),
    "media.Picture.alt": "An editor, or an administrator of a listening organisation, writes it about their own picture, and no "
    "one looks at that before it is public either; operators can delete both.",
    **dict.fromkeys(
        ("organisations.PublicContact.value", "organisations.PublicContact.what"),
        "It stands on no public page: it says which number may stand in an answer, and the answer is read.",
    ),
}  # fmt: skip


def public_texts():
    """The public fields that hold text which is not chosen from a list."""
    for model in our_models():
        for name in fields_of(model, "public"):
            field = model._meta.get_field(name)
            one = getattr(field, "base_field", field)
            if isinstance(one, models.CharField | models.TextField | models.JSONField) and not field.choices:
                yield f"{model._meta.label}.{name}"


@pytest.mark.parametrize("field", sorted(public_texts()))
def test_a_public_text_is_read_by_the_gate_or_says_why_not(field):
    assert (field in READ) != (field in NOT_READ), "give it to the gate, or say why it need not be read"


def test_nothing_is_listed_that_is_not_there():
    assert {*READ, *NOT_READ} - set(public_texts()) == set()


@pytest.mark.parametrize("field", sorted(READ))
def test_what_tells_who_somebody_is_is_found_wherever_it_stands(field):
    noticed = look_through(READ[field]("07700 900123"))
    assert [hit.kind for each in noticed for hit in each.hits] == [HitKind.PHONE], field
    assert all(each.of.where.strip() for each in noticed)
