"""Every form of Heard, as it stands and with what people might send by mistake."""

from datetime import date
from zoneinfo import ZoneInfo

from django.urls import get_resolver
from django.utils.datastructures import MultiValueDict

from heard.core import clock, languages
from heard.core.actors import SystemActor
from heard.media.models import Film
from heard.regions.models import Region
from heard.ui.forms import Plain

MISTAKES = ["", "λ", "λ " * 15_000 + "λ", "-1", "99999999", "31", "λ@λ", "http://λ"]
"""Into every field at once: nothing, too little and too much, numbers and dates out of range, addresses that are none."""
NEEDS = {
    "last": clock.today,
    "offered": lambda: ["λ"],
    "suggested": lambda: "λ",
    "earliest": lambda: date(2020, 1, 1),
    "years": lambda: 3,
    "given": set,
    "by": lambda: SystemActor("tests"),
    "zone": lambda: ZoneInfo("Europe/London"),
    "lines": lambda: [1, 2, 3],
    "spoken": lambda: list(languages.spoken().items()),
    "language": languages.active,
    "people": list,
    "countries": lambda: [("λ", "λ")],
    "parts": lambda: [("λ", "λ")],
    "days": lambda: [("2020-01-01", "λ")],
    "film": lambda: Film(title="λ", seconds=60),
    "others": lambda: [Film(pk=1, title="λ")],
    "region": lambda: Region(name="λ"),
    "studies": lambda: [(1, "λ")],
    "regions": lambda: [Region(pk=each, name="λ") for each in (1, 2)],
}
"""What some forms are made with, by the name of the argument."""
MADE_BY_OTHERS = ("heard.accounts.", "heard.demo.", "heard.ui.samples", "tests.")
"""allauth's forms need a request: the walks meet them. The rest nobody reads who tells or answers."""


class Everywhere(MultiValueDict):
    """The same in every field, however it is called."""

    def __init__(self, sent):
        super().__init__()
        self.sent = sent

    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return self.sent

    def get(self, name, default=None):
        return self.sent

    def getlist(self, name, default=None):
        return [self.sent]


def kinds_of_forms():
    """Those with fields that belong to Heard alone."""
    get_resolver().url_patterns  # noqa: B018 - it has all views loaded, and so all forms
    ahead, kinds = [Plain], {}
    while ahead:
        for kind in ahead.pop().__subclasses__():
            ahead.append(kind)
            if getattr(kind, "base_fields", None) and not kind.__module__.startswith(MADE_BY_OTHERS):
                kinds[kind] = f"{kind.__module__}.{kind.__qualname__}"
    return kinds


def every_form():
    """Each one by its name: first nothing was sent, then every mistake."""
    for kind, name in kinds_of_forms().items():
        needs = {argument: NEEDS[argument]() for argument in _arguments(kind) if argument in NEEDS}
        for data in (None, *map(Everywhere, MISTAKES)):
            yield name, kind(data, **needs)


def _arguments(kind):
    return {name for each in kind.__mro__ if "__init__" in vars(each) for name in getattr(each.__init__, "__annotations__", ())}
