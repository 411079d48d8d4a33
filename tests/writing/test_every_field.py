"""Every field into which staff type more than a line is on a sheet, or says here why it is not: nobody's words hang on one page."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django import forms
from django.apps import apps

from heard.moderation.rules import sheets as desk
from heard.operating.rules import sheets as operators
from heard.responses.rules import sheets as members

ROOT = Path(__file__).parents[2]
NOT_STAFF = {
    "telling": "authors: a draft from the first words, found again by the story key (ADR 24)",
    "following": "authors, on their own pages: what is refused stands there again; a shared computer keeps none of it",
    "enquiries": "whoever writes to Heard: nobody we know, and nothing to find it again by",
    "website": "readers, who search",
    "pages": "editors: every save is a version that is kept, and sheets are above pages (docs/editing.md)",
    "showcase": "editors, in the same way; over a session that ended, what they typed is kept as it was (`core.kept`)",
    "ui": "samples of the design system",
}
"""Slices whose forms are not filled in by staff, or whose words are kept in another way, and why their fields are on no sheet."""

KEPT = {
    "moderation.PublicWords.text": (desk.STORY, desk.MAIN),
    "moderation.PublicWords.hope": (desk.STORY, desk.MAIN),
    "moderation.StoryForm.text": (desk.STORY, desk.MAIN),
    "moderation.StoryForm.hope": (desk.STORY, desk.MAIN),
    "moderation.AskForm.question": (desk.ASK, desk.MAIN),
    "moderation.HoldForm.note": (desk.HOLD, desk.MAIN),
    "moderation.ProposePlaceForm.where": (desk.PLACE, desk.MAIN),
    "moderation.DeclineForm.message": (desk.decline("commercial"), desk.MAIN),
    "moderation.DeclineForm.note": (desk.decline("commercial"), desk.MAIN),
    "moderation.PassUpForm.note": (desk.PASS_UP, desk.MAIN),
    "moderation.NoteForm.note": (desk.NOTE, desk.MAIN),
    "moderation.ReasonForm.reason": (desk.GIVE_BACK, desk.MAIN),
    "responses.reviewables.AnswerForm.text": (desk.SAID, desk.MAIN),
    "responses.reviewables.AnswerForm.note": (desk.SAID, desk.MAIN),
    "responses.reviewables.ReplyForm.text": (desk.SAID, desk.MAIN),
    "responses.reviewables.ReplyForm.note": (desk.SAID, desk.MAIN),
    "responses.reviewables.PlanForm.what": (desk.SAID, desk.MAIN),
    "responses.reviewables.PlanForm.note": (desk.SAID, desk.MAIN),
    "responses.reviewables.MadeForm.made_what": (desk.SAID, desk.MAIN),
    "responses.reviewables.MadeForm.note": (desk.SAID, desk.MAIN),
    "moderation.SeenToForm.note": (desk.REPORT, desk.MAIN),
    "moderation.EditForm.text": (desk.EDIT, desk.MAIN),
    "moderation.EditForm.hope": (desk.EDIT, desk.MAIN),
    "operating.AnswerForm.answer": (operators.ANSWER, operators.MAIN),
    "operating.CloseForm.reason": (operators.CLOSE, operators.MAIN),
    "responses.AnswerForm.text": (members.ANSWER, members.MAIN),
    "responses.PlanForm.what": (members.PLAN, members.MAIN),
    "responses.MadeForm.made_what": (members.MADE, members.MAIN),
}
"""On which sheet each field is, and the table that says which of its fields hold the words that matter."""

NOT_KEPT = {
    "moderation.PreviewForm.why_long": "a sentence before a button, and only of a very long story; what is refused is shown again",
    "operating.AboutComplainingForm.words": "stands on a public page, and is changed there by a few words and saved at once",
    "operating.RegionForm.other_hosts": "a few addresses, a line each, saved at once",
    "operating.RegionForm.more_time_zones": "a few names, a line each, saved at once",
    "operating.NewRegionForm.more_time_zones": "as above",
    "operating.CloseRegionForm.reason": "a sentence before a button; what is refused is shown again",
    "operating.NewRegionForm.other_hosts": "as in the form of a region that there is: filled in once, later",
    "operating.PartForm.reason": "a sentence before a button; what is refused is shown again",
    "operating.EverydayNameForm.words": "a few words, a line each, saved at once",
    "operating.EverydayNameForm.called": "as above",
    "operating.EverydayNameForm.same": "as above",
    "operating.EverydayNameForm.note": "a sentence, saved at once; what is refused is shown again",
    "operating.ServiceForm.address": "lines of an address, copied from elsewhere",
    "operating.PlaceForm.address": "lines of an address, copied from elsewhere",
    "operating.NewPlaceForm.address": "lines of an address, copied from elsewhere",
}


def modules_of(config):
    """Where a slice keeps forms: its own, and those with which the desk decides about its things (ADR 39). By the name they go by here."""
    for room, called in (("forms", config.label), ("reviewables", f"{config.label}.reviewables")):
        if any(Path(config.path).glob(f"{room}*")):
            module = import_module(f"{config.name}.{room}")
            yield called, module
            for part in iter_modules(getattr(module, "__path__", ())):
                yield called, import_module(f"{module.__name__}.{part.name}")


def long_fields():
    """Every field of more than one line in a form of ours, as slice.Form.field."""
    found = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("heard."):
            continue
        for where, module in modules_of(config):
            for name, made in inspect.getmembers(module, inspect.isclass):
                if not issubclass(made, forms.BaseForm) or made.__module__ != module.__name__ or name.startswith("_"):
                    continue
                for field, one in getattr(made, "base_fields", {}).items():
                    if isinstance(one.widget, forms.Textarea):
                        found[f"{where}.{name}.{field}"] = config.label
    return found


LONG = long_fields()
OF_STAFF = sorted(name for name, slice_ in LONG.items() if slice_ not in NOT_STAFF)


def test_there_are_such_fields():
    assert "moderation.AskForm.question" in OF_STAFF
    assert "operating.AnswerForm.answer" in OF_STAFF


@pytest.mark.parametrize("name", OF_STAFF)
def test_every_long_field_of_staff_is_on_a_sheet_or_says_why_not(name):
    assert (name in KEPT) != (name in NOT_KEPT), "put it on a sheet (ADR 23) and into KEPT, or say in NOT_KEPT why not"


def test_nothing_is_listed_that_is_not_there():
    assert (KEPT.keys() | NOT_KEPT.keys()) <= LONG.keys()


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_matters_on_its_sheet_is_that_field(name):
    kind, main = KEPT[name]
    field = name.rpartition(".")[2]
    assert {field, f"among-{field}"} & set(main[kind])


def test_no_template_has_such_a_field_of_its_own():
    """What a template draws by hand is in no form, so that nothing above would see it."""
    own = [
        str(page.relative_to(ROOT))
        for page in (ROOT / "heard").rglob("*.html")
        for tag in re.findall(r"<textarea[^>]*>", page.read_text())
        if "readonly" not in tag
    ]
    assert own == []
