"""Every stored field has a privacy class, so nothing is published, exported or dumped by accident."""

import pytest

from heard.core.privacy import CLASSES, our_models

OURS = our_models()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model):
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    assert set(model.PRIVACY) == fields
    assert set(model.PRIVACY.values()) <= set(CLASSES)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_moment_is_public_but_only_its_day(model):
    moments = {field.name for field in model._meta.concrete_fields if field.get_internal_type() == "DateTimeField"}
    assert {name for name in moments if model.PRIVACY[name] == "public"} == set()
