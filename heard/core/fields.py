"""Columns that several slices have."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from heard.core import languages

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class LanguageField(_Text):
    """Which language something is in, as Django names it (“en-gb”): that of the page on which it was written, where nothing else is said.
    The database takes nothing that isn’t shaped like one; what was here before is in our own.
    """

    SHAPE = "^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$"
    OWN = ("max_length", "default", "db_default")

    def __init__(self, *, help_text: str = "", **options: Any) -> None:
        own = {"max_length": 20, "default": languages.active, "db_default": languages.SOURCE}
        super().__init__(help_text=help_text, **options | own)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {each: value for each, value in options.items() if each not in self.OWN}

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f"\"{self.column}\" ~ '{self.SHAPE}'"
