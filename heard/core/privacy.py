"""The privacy classes of stored fields, and the map made of them. Every model says `PRIVACY = {field: class}`; a test refuses silence.

* public: may be on any public page, feed or download. A moment (`..._at`) never is: only the day it falls on.
* staff: for members, moderators or operators, by the policy of its slice.
* private: an author's or a person's own; on no page but theirs (and, of a story's original words, the moderator's).
* operational: keeps the machine going; says nothing about anyone.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

CLASSES = ("public", "staff", "private", "operational")


def our_models() -> list[type[Model]]:
    """Every model of ours, by slice and name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("heard.")]
    return sorted(ours, key=lambda model: (model._meta.app_label, model.__name__))  # noqa: SLF001 (Django's public meta API)


def fields_of(model: type[Model], *classes: str) -> list[str]:
    """The names of the model's fields in these classes."""
    privacy: dict[str, str] = getattr(model, "PRIVACY", {})
    return sorted(name for name, kind in privacy.items() if kind in classes)


def data_map() -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """(slice, model, class → fields) for every model of ours."""
    for model in our_models():
        yield model._meta.app_label, model.__name__, {kind: fields_of(model, kind) for kind in CLASSES}  # noqa: SLF001
