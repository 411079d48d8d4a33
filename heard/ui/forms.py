"""Forms that look and speak like Heard.

Build forms on `Form` (or mix `Plain` into another one). `{{ form }}` prints all of it; `ui/forms.html` has a macro for one
field and for the error summary. Every field keeps what was typed, says what is wrong beside itself, and is announced with its
hint and error. Nothing here knows about stories or organisations.
"""

import calendar
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import Jinja2
from django.http import HttpRequest, QueryDict
from django.template import TemplateDoesNotExist, engines
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from heard.core import clock, kept, languages
from heard.core.errors import DomainError
from heard.core.texts.addresses import MOST_LETTERS, NotAnAddress, email_address, spelt
from heard.core.texts.cleaning import clean, clean_line
from heard.core.texts.saying import month_names
from heard.ui import wording


def form_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is one too."""
    return request.POST if request.method == "POST" else None


def form_data_kept(request: HttpRequest) -> QueryDict | None:
    """For a view that says `@keeps_words`: also what was typed here before a session ended. It was not sent: `is_sent` says so."""
    if request.method == "POST":
        return request.POST
    words = kept.words_for(request)
    if words is not None:
        messages.info(request, _("You were signed out, or this page was open for a long time. Here’s what you wrote. It isn’t saved yet."))
    return words


def is_sent(request: HttpRequest, form: forms.BaseForm) -> bool:
    """Whether this form was sent, and can be taken."""
    return request.method == "POST" and form.is_valid()


def count_words(text: str) -> int:
    """Words as a person counts them: what stands between blanks and has a letter or digit in it."""
    return sum(1 for word in text.split() if any(sign.isalnum() for sign in word))


class Renderer(Jinja2):
    """Templates of the design system from our own environment, Django's widgets from Django's, and what only a library has (its widgets are
    written for Django's templates) from those.
    """

    form_template_name = "ui/django/form.html"
    formset_template_name = "ui/django/formset.html"
    field_template_name = "ui/django/field.html"

    @cache  # noqa: B019 - one renderer for the life of the process
    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("ui/"):
            return engines["jinja2"].get_template(template_name)
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return engines["django"].get_template(template_name)


@dataclass(frozen=True)
class Wrong:
    """One line of an error summary: what is wrong, and the id of what to put right (none for the form as a whole)."""

    message: str
    target: str = ""


class Plain:
    """Mix into a Django form: messages in plain words, and no checks by the browser, which speaks over screen readers."""

    use_required_attribute = False
    label_suffix = ""
    fields: dict[str, forms.Field]
    # Where the summary leads for what is wrong with plain inputs that are no fields of the form: sentence to id.
    targets: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.targets = {}
        for name, field in self.fields.items():
            _speak_plainly(name, field)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was sent for one field: Django asks here whatever the field is, so that all of it is cleaned, and cleaned alike."""
        return _cleaned(super()._widget_data_value(widget, html_name), widget)  # type: ignore[misc]


def _cleaned(sent: Any, widget: forms.Widget) -> Any:
    """What was sent as it is kept. A password is what somebody typed, to the last sign; files are looked at elsewhere."""
    if isinstance(widget, forms.PasswordInput):
        return sent
    if isinstance(sent, list):
        return [_cleaned(each, widget) for each in sent]
    if not isinstance(sent, str):
        return sent
    if isinstance(widget, forms.TextInput) and widget.input_type == "email":
        return spelt(sent)
    return clean_line(sent) if isinstance(widget, forms.TextInput) else clean(sent)


class Form(Plain, forms.Form):
    """The base of Heard's forms."""

    asked_for: ClassVar[Collection[str]] = ()
    """Fields that may be left empty only together with others: nobody is told that they can be skipped."""

    def refuse(self, error: DomainError) -> None:
        """Say a rule's no on the page, beside the field it names if it names one, so that what was typed is kept."""
        field = getattr(error, "field", None)
        self.add_error(field if field in self.fields else None, str(error))

    def letters_to_look_at(self, name: str) -> int:
        """How many letters of what was sent for a field are worth a look while its sender waits: as many as it takes, and a bit. More is
        refused, whatever it says, and to look through it costs us more than it costs to send.
        """
        return int(getattr(self.fields.get(name), "most", 0)) + 1_000


class SeenForm(Form):
    """A decision: it carries which version of the thing stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def written_in(language: str, *fields: forms.Field) -> None:
    """Say what is written in these fields, where the page around them is in another language."""
    if language != languages.active():
        for field in fields:
            field.widget.attrs |= languages.attributes(language)


class LanguageForm(Form):
    """In which of its languages this site writes to somebody."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the emails we send you"),
        choices=lambda: languages.spoken().items(),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language from the list")},
    )


class SentOnce(Form):
    """A form that makes one thing, however often its button is pressed: `form_key` names this very form, and is drawn when it is shown."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def key(self) -> UUID:
        """The form's own key; a made-up or lost one is replaced, which only costs the protection against double sending."""
        return self.cleaned_data.get("form_key") or uuid4()

    def key_of_words(self) -> UUID:
        """The key of this form with what is typed in it: sent again as it is, it makes one thing. Whoever goes back and sends it with other
        words means a second thing, which must not get lost as if it were the first.
        """
        typed = "\n".join(f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name != "form_key")
        return uuid5(self.key(), typed)


def _speak_plainly(name: str, field: forms.Field) -> None:
    """Replace Django's general messages where the form's author did not write better ones."""
    label, is_nameless = str(field.label or name.replace("_", " ").capitalize()), field.widget.is_hidden or not field.label
    general = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") == general:
        field.error_messages["required"] = _missing(field, label) % {"label": label}
    lost = _("Part of this page is missing. Open it again and try once more.")
    if isinstance(field, forms.CharField) and field.max_length:
        too_long = (
            lost
            if is_nameless
            else _("Your answer to “%(label)s” must be %(limit)s characters or fewer")
            if label.endswith("?")
            else _("“%(label)s” must be %(limit)s characters or fewer")
        )
        field.error_messages.setdefault("max_length", too_long % {"label": label, "limit": wording.number(field.max_length)})
    if isinstance(field, forms.EmailField):
        said = _("Enter an email address like name@example.com")
        field.error_messages["invalid"] = said
        for position, check in enumerate(field.validators):
            if getattr(check, "code", "") == "invalid":
                field.validators[position] = _worded(check, said)
    if isinstance(field, forms.FloatField) and field.error_messages["invalid"] == forms.FloatField.default_error_messages["invalid"]:
        said = _missing(field, label) if field.widget.is_hidden else _("“%(label)s” must be a number, like 54.9") % {"label": label}
        field.error_messages["invalid"] = said
    if type(field) is forms.IntegerField:
        ours = (
            dict.fromkeys(("invalid", "min_value", "max_value"), lost)
            if is_nameless
            else {
                "invalid": _("“%(label)s” must be a whole number") % {"label": label},
                "min_value": _("“%(label)s” must be %(limit)s or more") % {"label": label, "limit": _limit(field.min_value)},
                "max_value": _("“%(label)s” must be %(limit)s or less") % {"label": label, "limit": _limit(field.max_value)},
            }
        )
        field.error_messages |= {code: said for code, said in ours.items() if field.error_messages.get(code) == _general(field, code)}
    if isinstance(field, forms.ChoiceField) and field.error_messages["invalid_choice"] == _general(field, "invalid_choice"):
        field.error_messages["invalid_choice"] = lost if is_nameless else _missing(field, label) % {"label": label}
    if isinstance(field, forms.URLField):
        said = _("Enter a web address for “%(label)s”, like https://example.org") % {"label": label}
        field.error_messages["invalid"] = said
        field.validators = [_worded(check, said) if isinstance(check, URLValidator) else check for check in field.validators]


def _general(field: forms.Field, code: str) -> Any:
    """What Django says of any field of its kind."""
    said = (getattr(each, "default_error_messages", {}) for each in type(field).__mro__)
    return next((each[code] for each in said if code in each), None)


def _limit(most: int | Callable[[], int] | None) -> str:
    return wording.number((most() if callable(most) else most) or 0)


def _missing(field: forms.Field, label: str) -> str:
    """What is said where nothing was filled in."""
    if field.widget.is_hidden:
        return _("Part of this page is missing. Open it again and try once more.")
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s”")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose an answer to “%(label)s”")
    return _("Answer “%(label)s”") if label.endswith("?") else _("Fill in “%(label)s”")


def _worded(check: Any, said: str) -> Any:
    def checked(value: Any) -> None:
        try:
            check(value)
        except ValidationError as error:
            raise ValidationError(said, code="invalid") from error

    return checked


# ---------------------------------------------------------------- fields


class TextField(forms.CharField):
    """One line."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class EmailAddressField(forms.EmailField):
    """An email address, wherever one is given: in one form, and one that our mail can carry. `own`: of whoever types it."""

    default_validators = []

    def __init__(self, *, own: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MOST_LETTERS} | kwargs)
        self.widget.attrs |= {"autocomplete": "email" if own else "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        return spelt(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        try:
            return email_address(typed) if typed else ""
        except NotAnAddress as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong


class WordsField(forms.CharField):
    """Somebody's own words, several lines, with a count of words below.

    `usual`: what most people write, in words, shown as help. `limit`: more words than this is an error (None: no limit).
    `most`: more characters than this is an error; it protects the machine, not the reader.
    """

    widget = forms.Textarea

    def __init__(
        self,
        *,
        rows: int = 8,
        usual: tuple[int, int] | None = None,
        limit: int | None = None,
        most: int = 50_000,
        counted: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        self.usual, self.limit, self.most, self.counted = usual, limit, most, counted
        super().__init__(**kwargs)
        self.widget.attrs |= {"rows": rows, "cols": 40}
        if self.counts:
            self.widget.attrs["data-words"] = ""
        if limit:
            self.widget.attrs["data-words-limit"] = limit

    @property
    def counts(self) -> bool:
        return bool(self.usual or self.limit or self.counted)

    @property
    def count_hint(self) -> str:
        """What stands below the box, with or without JavaScript."""
        if self.counted:
            return str(self.counted)
        if self.limit:
            return _("You can write up to %(limit)s words.") % {"limit": wording.number(self.limit)}
        if not self.usual:
            return ""
        least, most = map(wording.number, self.usual)
        return _("Most people write %(least)s to %(most)s words.") % {"least": least, "most": most}

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                _("This must be %(limit)s characters or fewer. You have %(count)s."),
                code="too_long",
                params={"limit": wording.number(self.most), "count": wording.number(len(value))},
            )
        words = count_words(value)
        if self.limit and words > self.limit:
            raise ValidationError(
                _("This must be %(limit)s words or fewer. You have %(count)s."),
                code="too_many",
                params={"limit": wording.number(self.limit), "count": wording.number(words)},
            )


class PinField(forms.CharField):
    """A few digits that somebody chose. Never printed back into the page."""

    widget = forms.PasswordInput

    def __init__(self, *, least: int = 4, most: int = 8, new: bool = False, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "new-password" if new else "current-password",
            "maxlength": most + 4,
        }

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s-]", "", clean(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not re.fullmatch(rf"[0-9]{{{self.least},{self.most}}}", value):
            said = _("A PIN must be %(least)s to %(most)s digits, like 4071")
            raise ValidationError(said, code="invalid", params={"least": self.least, "most": self.most})


class KeyWidget(forms.TextInput):
    """For a story key: a telephone's keyboard must not correct it, and no browser may remember it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(quiet | (attrs or {}))


class _Parts(forms.MultiWidget):
    """Several small inputs that make one date. `names` are the labels above them."""

    template_name = "django/forms/widgets/multiwidget.html"
    labels: tuple[str | Promise, ...] = ()
    parts: tuple[str | Promise, ...] = ()
    """The same as somebody is told that one is missing."""
    widgets_names: list[str]


def _months() -> list[tuple[str, str]]:
    return [("", _("Month")), *((str(number), name) for number, name in enumerate(month_names(), 1))]


class MonthWidget(_Parts):
    labels = (gettext_lazy("Month"), gettext_lazy("Year"))
    parts = (pgettext_lazy("a date must include", "a month"), pgettext_lazy("a date must include", "a year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        year = forms.TextInput({"inputmode": "numeric", "size": 4, "maxlength": 8, "autocomplete": "off"})
        super().__init__({"month": forms.Select(choices=CallableChoiceIterator(_months)), "year": year}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [str(value.month), str(value.year)] if isinstance(value, date) else ["", ""]


class DayWidget(_Parts):
    labels = (gettext_lazy("Day"), gettext_lazy("Month"), gettext_lazy("Year"))
    parts = (pgettext_lazy("a date must include", "a day"), *MonthWidget.parts)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        short = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput(short | {"size": 2}),
            "month": forms.TextInput(short | {"size": 2}),
            "year": forms.TextInput(short | {"size": 4}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]


def _whole(text: str, said: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValidationError(said, code="invalid")
    return int(text)


def _year(text: str) -> int:
    year = _whole(text, _("The year must be a number"))
    if year < 100:
        year += 2000
    if not 1900 <= year <= 2200:
        said = _("The year must have 4 digits, like %(year)s")
        raise ValidationError(said, code="invalid", params={"year": clock.today().year})
    return year


def _month(text: str) -> int:
    for number, name in enumerate(month_names(), 1):
        if len(text) >= 3 and name.lower().startswith(text.lower()):
            return number
    month = _whole(text, _("The month must be a number"))
    if not 1 <= month <= 12:
        raise ValidationError(_("The month must be between 1 and 12"), code="invalid")
    return month


class _DateField(forms.Field):
    """A date in parts. Which bounds apply is said by `earliest` and `latest`, dates or functions that give one."""

    def __init__(self, *, earliest: Any = None, latest: Any = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def _read(self, parts: list[str]) -> date:
        raise NotImplementedError

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value is None:
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [str(name) for name, part in zip(self.widget.parts, parts, strict=True) if not part]
        if missing:
            said = _("The date must include %(parts)s")
            raise ValidationError(said, code="incomplete", params={"parts": wording.listed(missing)})
        return self._read(parts)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if latest and value > latest:
            raise ValidationError(
                _("This can’t be in the future") if latest == clock.today() else _("This must be %(day)s or earlier"),
                code="too_late",
                params={"day": self.say(latest)},
            )
        if earliest and value < earliest:
            raise ValidationError(_("This must be %(day)s or later"), code="too_early", params={"day": self.say(earliest)})

    @staticmethod
    def say(day: date) -> str:
        return wording.date_words(day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class MonthYearField(_DateField):
    """A month and a year; gives the first day of the month. `latest=clock.today` refuses the future."""

    widget = MonthWidget

    def _read(self, parts: list[str]) -> date:
        return date(_year(parts[1]), _month(parts[0]), 1)

    @staticmethod
    def say(day: date) -> str:
        return wording.month_words(day)


class DayField(_DateField):
    """A whole date: day, month (figures or name), year."""

    widget = DayWidget

    def _read(self, parts: list[str]) -> date:
        year, month, day = _year(parts[2]), _month(parts[1]), _whole(parts[0], _("The day must be a number"))
        try:
            return date(year, month, day)
        except ValueError:
            if not 1 <= day <= 31:
                raise ValidationError(_("The day must be between 1 and 31"), code="invalid") from None
            days = calendar.monthrange(year, month)[1]
            said = ngettext("%(month)s has only %(days)s day", "%(month)s has only %(days)s days", days)
            params = {"month": wording.month_words(date(year, month, 1)), "days": days}
            raise ValidationError(said, code="invalid", params=params) from None


class ClockField(forms.TimeField):
    """A time of the day as people type it: 17:00, 17.00, 17 or 5pm."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = gettext_lazy("Enter a time like 17:00")
        formats = ["%H:%M", "%H.%M", "%H", "%I%p", "%I:%M%p", "%I.%M%p"]
        super().__init__(input_formats=formats, error_messages={"required": wrong, "invalid": wrong}, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(" ", "").lower() if isinstance(value, str) else value)


COMMAS = re.compile("[,;\n،؛、，；]")
"""What people put between two words of a list, on whichever keyboard."""


class ExplainedRadios(forms.RadioSelect):
    """Radios each of which says more under its label. `hints`: by value."""

    def __init__(self, *, hints: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        return option | {"hint": self.hints.get(str(option["value"]), "")}


class TagsWidget(forms.CheckboxSelectMultiple):
    """Chips to tick, and a line for one's own words, which arrive as `<name>_own`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        ticked = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))
        own = clean(str(data.get(f"{name}_own") or ""))
        return [*ticked, *(word for word in COMMAS.split(own))]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_own" not in data


class TagsField(forms.Field):
    """Short words, offered and free; gives a list without doubles, in the order given.

    `choices`: the words offered. `most`: at most so many. `letters`: at most so long each.
    """

    widget = TagsWidget

    def __init__(
        self, *, choices: Iterable[str] = (), most: int = 10, letters: int = 60, own_label: str | Promise = "", **kwargs: Any
    ) -> None:
        self.most, self.letters = most, letters
        self.own_label = own_label or gettext_lazy("Your own words, separated with commas")
        super().__init__(**kwargs)
        self.choices = list(choices)

    @property
    def choices(self) -> list[str]:
        return self._choices

    @choices.setter
    def choices(self, offered: Iterable[str]) -> None:
        self._choices = list(offered)
        self.widget.choices = [(word, word) for word in self._choices]

    def to_python(self, value: Any) -> list[str]:
        words: dict[str, str] = {}
        for each in value or []:
            word = " ".join(clean(str(each)).split())
            if word:
                words.setdefault(word.casefold(), word)
        return list(words.values())

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            said = ngettext("Choose only %(limit)s. You have %(count)s.", "Choose %(limit)s or fewer. You have %(count)s.", self.most)
            raise ValidationError(said, code="too_many", params={"limit": self.most, "count": len(value)})
        long = next((word for word in value if len(word) > self.letters), None)
        if long:
            raise ValidationError(_("“%(word)s…” is too long. Use a word or two."), code="too_long", params={"word": long[:30]})

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


# ---------------------------------------------------------------- what the macros ask


def kind_of(bound: BoundField) -> str:
    """Which macro of `ui/forms.html` draws this field."""
    widget = bound.field.widget
    for kind, classes in _KINDS:
        if isinstance(widget, classes):
            return kind
    return "text"


_KINDS: tuple[tuple[str, Any], ...] = (
    ("hidden", (forms.HiddenInput, forms.MultipleHiddenInput)),
    ("tags", TagsWidget),
    ("checkboxes", forms.CheckboxSelectMultiple),
    ("radios", forms.RadioSelect),
    ("checkbox", forms.CheckboxInput),
    ("parts", _Parts),
    ("select", forms.Select),
    ("textarea", forms.Textarea),
    ("password", forms.PasswordInput),
    ("file", forms.FileInput),
)


def _tags(bound: BoundField) -> TagsField:
    assert isinstance(bound.field, TagsField)  # noqa: S101 - the macro for tags is drawn for this field alone
    return bound.field


def first_id(bound: BoundField) -> str:
    """The id of the first thing in this field that can be filled in: where an error summary leads."""
    if kind_of(bound) in {"radios", "checkboxes", "tags", "parts"}:
        return f"{bound.auto_id}_0" if kind_of(bound) != "tags" or _tags(bound).choices else f"{bound.auto_id}_own"
    return str(bound.id_for_label or bound.auto_id)


def wrongs(form: Any) -> list[Wrong]:
    """Everything that is wrong with `form` (or each of several), in the order of its fields."""
    many: Sequence[Any] = form if isinstance(form, list | tuple) else [form]
    found: list[Wrong] = []
    for each in many:
        if not each.is_bound:
            continue
        targets: Mapping[str, str] = getattr(each, "targets", {})
        found += [Wrong(str(message), targets.get(str(message), "")) for message in each.non_field_errors()]
        for bound in each:
            if bound.is_hidden:
                found += [Wrong(str(message)) for message in bound.errors]
            else:
                found += [Wrong(_in_summary(bound, str(message)), first_id(bound)) for message in bound.errors]
    return found


def has_words(form: Any) -> bool:
    """Whether `form` (or one of several) has anything but files in it: the page then says that nothing is lost of it."""
    many: Sequence[Any] = form if isinstance(form, list | tuple) else [form]
    return any(kind_of(bound) not in {"hidden", "file"} for each in many for bound in each)


def _in_summary(bound: BoundField, message: str) -> str:
    """“Add the year” is enough beside the field; away from it, the question has to be said as well."""
    asks_too_little = kind_of(bound) in {"parts", "tags", "textarea"} or isinstance(
        bound.field, forms.IntegerField | forms.DateField | forms.TimeField
    )
    if not asks_too_little or str(bound.label).rstrip("?").casefold() in message.casefold():
        return message
    label = str(bound.label)
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


def draw(bound: BoundField, described: Sequence[str], css: str = "", more: Mapping[str, Any] | None = None) -> Any:
    """The input itself, printed by Django's own widget, with the ids of hint and error that describe it."""
    attrs: dict[str, Any] = {**(more or {})}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    own = str(bound.field.widget.attrs.get("class", ""))
    if css or own:
        attrs["class"] = f"{css} {own}".strip()
    return bound.as_widget(attrs=attrs)


def own_words(bound: BoundField) -> str:
    """What stands in the free line of a tag picker: the words that are not among those offered."""
    offered = {word.casefold() for word in _tags(bound).choices}
    return ", ".join(word for word in _tags(bound).to_python(bound.value()) if word.casefold() not in offered)


def ticked(bound: BoundField) -> set[str]:
    """Which of the offered tags are chosen."""
    return {word.casefold() for word in _tags(bound).to_python(bound.value())}


@dataclass(frozen=True)
class Part:
    """One small input of a date, printed, with the label above it."""

    label: str
    id: str
    input: Any
    width: int


def parts(bound: BoundField) -> list[Part]:
    """The inputs of a date, in their order."""
    widget: _Parts = bound.field.widget
    value = bound.value()
    if not isinstance(value, list):
        value = widget.decompress(value)
    found = []
    for position, (label, name, each) in enumerate(zip(widget.labels, widget.widgets_names, widget.widgets, strict=True)):
        width = each.attrs.get("size", 0)
        css = f"nhsuk-input nhsuk-date-input__input nhsuk-input--width-{width}" if width else "nhsuk-select"
        attrs = {"id": f"{bound.auto_id}_{position}", "class": css + (" nhsuk-input--error" if bound.errors else "")}
        if bound.errors:
            attrs["aria-invalid"] = "true"
        printed = each.render(f"{bound.html_name}{name}", value[position], attrs, renderer=bound.form.renderer)
        found.append(Part(str(label), attrs["id"], printed, width))
    return found


FILTERS = {
    "kind_of": kind_of,
    "first_id": first_id,
    "wrongs": wrongs,
    "has_words": has_words,
    "draw": draw,
    "own_words": own_words,
    "ticked": ticked,
    "date_parts": parts,
}
