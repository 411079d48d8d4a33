import re
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import get_default_renderer
from django.http import QueryDict
from django.template import TemplateDoesNotExist, engines

from heard.core import clock
from heard.ui.forms import DayField, ExplainedRadios, Form, MonthYearField, PinField, TagsField, TextField, WordsField, count_words, wrongs


class Everything(Form):
    title = TextField(label="Title")
    words = WordsField(label="Words", limit=5, required=False)
    month = MonthYearField(label="When?", latest=clock.today, required=False)
    day = DayField(label="By when?", required=False)
    tags = TagsField(label="Good", choices=["kind", "slow"], most=3, letters=20, required=False)
    pin = PinField(label="PIN", required=False)
    email = forms.EmailField(label="E-mail", required=False)
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")], required=False)
    file = forms.FileField(label="File", required=False)


def filled(query: str) -> Everything:
    return Everything(QueryDict(query))


def render(source: str, **context: object) -> str:
    head = '{% import "ui/forms.html" as forms %}'
    return engines["jinja2"].env.from_string(head + source).render(**context)


@pytest.mark.parametrize(("text", "words"), [("", 0), ("one", 1), ("one – two", 2), ("don't 3 times\n\n!", 3), ("مرحبا بك", 2)])
def test_words_are_counted_as_people_count_them(text, words):
    assert count_words(text) == words


def test_everything_right_gives_clean_values():
    form = filled(
        "title=A+b&words=one+two&month_month=9&month_year=2025&day_day=1&day_month=dec&day_year=26"
        "&tags=kind&tags_own=Slow%2C+kind%2C+the+plant&pin=40+71&role=b"
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["month"] == date(2025, 9, 1)
    assert form.cleaned_data["day"] == date(2026, 12, 1)
    assert form.cleaned_data["tags"] == ["kind", "Slow", "the plant"]
    assert form.cleaned_data["pin"] == "4071"


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("", "title", "Fill in “Title”"),
        ("words=a+b+c+d+e+f", "words", "This must be 5 words or fewer. You have 6."),
        ("month_month=3", "month", "The date must include a year"),
        ("month_month=3&month_year=20twenty", "month", "The year must be a number"),
        ("month_month=12&month_year=2199", "month", "This can’t be in the future"),
        ("month_month=99&month_year=2020", "month", "The month must be between 1 and 12"),
        ("day_day=31&day_month=2&day_year=2027", "day", "February 2027 has only 28 days"),
        ("day_day=44&day_month=2&day_year=2027", "day", "The day must be between 1 and 31"),
        ("day_day=٣&day_month=2&day_year=2027", "day", "The day must be a number"),
        ("day_day=1&day_month=2&day_year=1066", "day", "The year must have 4 digits"),
        ("tags=kind&tags=slow&tags_own=a,b", "tags", "Choose 3 or fewer. You have 4."),
        ("tags_own=" + "x" * 40, "tags", "is too long"),
        ("pin=12", "pin", "A PIN must be 4 to 8 digits, like 4071"),
        ("pin=12345678901234567890", "pin", "A PIN must be 4 to 8 digits, like 4071"),
        ("email=gull@", "email", "Enter an email address like name@example.com"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(query, field, said):
    form = filled(query)
    assert not form.is_valid()
    assert said in " ".join(form.errors[field])


def test_a_hundred_thousand_letters_are_refused_kindly_and_given_back():
    form = filled("title=a&words=" + "w" * 100_000)
    assert "This must be 50,000 characters or fewer" in form.errors["words"][0]
    assert "is lost" not in form.errors["words"][0], "the summary above says it"
    assert "w" * 100_000 in str(form)


def test_control_characters_are_no_error():
    assert filled("title=a%00b%07").is_valid()


def test_what_was_typed_is_still_there_except_a_pin():
    printed = str(filled("title=&words=a+b+c+d+e+f+g&month_month=3&month_year=x&tags=kind&tags_own=my+own&pin=12&email=gull%40&role=b"))
    for kept in ("a b c d e f g", '<option value="3" selected', 'value="x"', 'value="my own"', 'value="gull@"', 'value="b" checked'):
        assert kept in printed
    assert 'value="kind" checked' in printed
    assert 'name="pin" inputmode' in printed
    assert 'name="pin" value' not in printed


def test_each_error_stands_beside_its_field_and_is_tied_to_it():
    form = filled("title=&pin=1")
    printed = render("{{ forms.field(form.title) }}{{ forms.field(form.pin) }}", form=form)
    assert 'id="id_title-error"' in printed
    assert 'aria-describedby="id_title-error"' in printed
    assert printed.count('aria-invalid="true"') == 2


def test_the_summary_leads_to_every_mistake():
    form = filled("words=a+b+c+d+e+f&month_month=3&tags_own=" + "x" * 40)
    found = wrongs(form)
    page = str(form)
    assert [wrong.target for wrong in found] == ["id_title", "id_words", "id_month_0", "id_tags_0"]
    for wrong in found:
        assert f'id="{wrong.target}"' in page
        assert f'href="#{wrong.target}"' in page
    assert found[2].message == "When? The date must include a year"


def test_a_form_without_mistakes_has_no_summary():
    assert render("{{ forms.error_summary(form) }}", form=Everything()).strip() == ""
    assert render("{{ forms.error_summary(form) }}", form=filled("title=a")).strip() == ""


def test_the_question_can_be_the_heading_of_the_page():
    form = Everything()
    assert '<h1 class="question"><label for="id_title">' in render("{{ forms.field(form.title, heading=true) }}", form=form)
    legend = render("{{ forms.field(form.role, heading=true) }}", form=form)
    assert "<h1>Role</h1></legend>" in legend


def test_a_hint_describes_its_field():
    form = Everything()
    printed = render("{{ forms.field(form.title, hint='As you say it') }}", form=form)
    assert 'id="id_title-hint">As you say it' in printed
    assert 'aria-describedby="id_title-hint"' in printed


def test_words_of_strangers_are_escaped_everywhere():
    bad = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    printed = str(filled(f"title={bad}&words={bad}&tags_own={bad}&month_year={bad}&email={bad}"))
    assert "<script" not in printed


def test_a_form_of_a_library_speaks_as_ours_do():
    class Foreign(forms.Form):
        login = forms.CharField()
        password = forms.CharField(widget=forms.PasswordInput)

    printed = str(Foreign({"login": "", "password": ""}))
    assert "nhsuk-error-summary" in printed
    outer, inner = re.findall(r"<div[^>]*>", printed[printed.index('<div class="nhsuk-error-summary"') :])[:2]
    assert ("tabindex" in outer, "role=" in outer) == (True, False), "what takes the focus is no alert: it would be said twice"
    assert inner == '<div role="alert">'
    assert "data-password" in printed


def test_a_file_is_asked_for_and_read():
    form = Everything(QueryDict("title=a"), {"file": SimpleUploadedFile("wards.csv", b"a,b")})
    assert form.is_valid()
    assert form.cleaned_data["file"].name == "wards.csv"


def test_starting_values_are_shown():
    form = Everything(initial={"month": date(2026, 9, 1), "tags": ["kind", "the plant"], "day": date(2026, 12, 24)})
    printed = str(form)
    assert '<option value="9" selected' in printed
    assert 'value="the plant"' in printed
    assert 'value="24"' in printed


class Figures(Form):
    days = forms.IntegerField(label="How long it is kept, in days", error_messages={"invalid": "Enter a whole number from 1 to 9"})
    north = forms.FloatField(label="Latitude, in degrees")
    website = forms.URLField(label="Website", assume_scheme="https")
    opened = DayField(label="Opened on")
    told = forms.DateField(label="Told from", error_messages={"invalid": "Write a day like 2026-03-31"})


@pytest.mark.parametrize("website", ["not a site", "javascript:alert(1)"])
def test_the_summary_says_which_figure_is_meant(website):
    # Given a page of figures, where one sentence may stand beside many fields
    sent = {
        "days": "lots",
        "north": "up",
        "website": website,
        "opened_day": "31",
        "opened_month": "2",
        "opened_year": "2020",
        "told": "soon",
    }
    # When nonsense is sent
    form = Figures(sent)
    # Then every line of the summary names its field, in plain words
    assert [wrong.message for wrong in wrongs(form)] == [
        "How long it is kept, in days: Enter a whole number from 1 to 9",
        "“Latitude, in degrees” must be a number, like 54.9",
        "Enter a web address for “Website”, like https://example.org",
        "Opened on: February 2020 has only 29 days",
        "Told from: Write a day like 2026-03-31",
    ]
    # And beside the field the sentence stands alone
    assert form.errors["days"] == ["Enter a whole number from 1 to 9"]


class Questions(Form):
    kind = forms.ChoiceField(label="What is it?", choices=[("a", "A")])
    name = TextField(label="What is it called?")


def test_a_question_that_was_not_answered_is_quoted_as_a_question():
    form = Questions({})
    assert form.errors["kind"] == ["Choose an answer to “What is it?”"]
    assert form.errors["name"] == ["Answer “What is it called?”"]


class Hours(Form):
    starts = forms.TimeField(label="From", error_messages={"required": "Enter a time like 17:00"})
    ends = forms.TimeField(label="Until", error_messages={"required": "Enter a time like 17:00"})


def test_the_summary_says_which_of_two_times_is_meant():
    assert [each.message for each in wrongs(Hours({}))] == ["From: Enter a time like 17:00", "Until: Enter a time like 17:00"]


class Noted(Form):
    note = forms.CharField(label="Your note", widget=forms.Textarea, error_messages={"required": "Write your note"})


def test_the_summary_does_not_say_twice_what_is_asked_for():
    assert [each.message for each in wrongs(Noted({}))] == ["Write your note"]


class Stars(forms.TextInput):
    """A library's widget, with a template of its own."""

    template_name = "stars/widget.html"


class OfALibrary(forms.Form):
    rating = forms.CharField(label="Rating", widget=Stars)
    month = MonthYearField(label="When?", required=False)


def test_a_librarys_form_is_drawn_as_ours_are_and_its_widget_by_the_librarys_template(settings, tmp_path):
    (tmp_path / "stars").mkdir()
    (tmp_path / "stars" / "widget.html").write_text("{% load l10n %}<b data-stars>{{ widget.value|default_if_none:'none yet' }}</b>")
    ours, theirs = settings.TEMPLATES
    settings.TEMPLATES = [ours, theirs | {"DIRS": [tmp_path]}]
    assert "<b data-stars>none yet</b>" in OfALibrary().as_p()
    printed = str(OfALibrary(QueryDict("rating=<i>&month_month=13&month_year=2025")))
    assert "<b data-stars>&lt;i&gt;</b>" in printed
    assert 'class="nhsuk-error-summary"' in printed
    assert 'class="nhsuk-select nhsuk-input--error"' in printed


def test_a_template_that_nobody_has_is_still_missed():
    with pytest.raises(TemplateDoesNotExist):
        get_default_renderer().get_template("stars/no-such-widget.html")


class Explained(Form):
    level = forms.ChoiceField(choices=[("0", "Nothing"), ("1", "A little")], widget=ExplainedRadios(hints={"1": "<As> somebody would say"}))


def test_each_radio_that_is_explained_is_described_by_its_own_words():
    printed = render("{{ forms.field(form.level) }}", form=Explained())
    assert 'aria-describedby="id_level_1-hint"' in printed
    assert '<div class="nhsuk-hint nhsuk-radios__hint" id="id_level_1-hint">&lt;As&gt; somebody would say</div>' in printed
    assert "id_level_0-hint" not in printed
