"""Whatever is public belongs to a region, or says why it doesn't: else a site would show another's."""

import pytest

from heard.core.privacy import our_models
from heard.regions.models import Region

OURS = our_models()
OF_NO_REGION = {
    "directory.PostcodeSector": "Where a postcode is; it is only ever a distance on a page.",
    "media.Film": "Editors write it, like the pages that show it: for every site alike.",
    "media.Picture": "It shows a person, and stands beside what they say, in the region where they say it.",
    "pages.Page": "An address of every site; its texts are of a region, or of all.",
    "pages.OldPath": "Where a page was before.",
    "pages.Term": "A word; what it means is said for a region, or for all.",
    "tags.Tag": "Words that stories of every region share; a list of them counts the stories of its own.",
    "website.CountedStatistics": "One row with the figures of all of Heard and of each region, by region.",
}
"""Tables with public fields that no region owns, each with the reason."""


def is_public(model):
    """Whether anything that can be read in public is stored there: texts and days, not only numbers of rows."""
    said = {field.name: field for field in model._meta.concrete_fields}
    return any(model.PRIVACY[name] == "public" and not field.is_relation and not field.primary_key for name, field in said.items())


def leads_to_a_region(model, *, seen=()):
    """Whether a row of this table leads to a region by foreign keys, however many."""
    if model is Region:
        return True
    ways = {field.related_model for field in model._meta.get_fields() if field.concrete and (field.many_to_one or field.one_to_one)}
    return any(leads_to_a_region(each, seen=(*seen, model)) for each in ways - {*seen, model})


@pytest.mark.parametrize("model", [each for each in OURS if is_public(each)], ids=lambda model: model._meta.label)
def test_whatever_is_public_leads_to_its_region(model):
    assert leads_to_a_region(model) != (model._meta.label in OF_NO_REGION)


def test_no_exception_is_stale():
    assert set(OF_NO_REGION) <= {each._meta.label for each in OURS if is_public(each)}
