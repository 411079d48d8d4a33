"""Every stored field has a privacy class, so nothing is published, exported or dumped by accident."""

import pytest

from heard.core.privacy import CLASSES, our_models

OURS = our_models()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model):
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    assert set(model.PRIVACY) == fields
    assert set(model.PRIVACY.values()) <= set(CLASSES)
