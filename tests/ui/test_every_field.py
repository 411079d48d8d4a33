"""Every field of every form of the project cleans what is sent to it, and cleans it alike."""

import copy
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.http import QueryDict
from django.urls import get_resolver

import heard
from heard.core.texts.cleaning import clean, clean_line
from heard.ui.forms import EmailAddressField, Form, Plain

ENDS = {"\x0b", "\x0c", "\x85", "\u2028", "\u2029"}
UNSEEN = {"\0", "\u00ad", "\u200b", "\u202e", "\ufeff", "\ufffc", "\u115f", "\u1160", "\u3164", "\uffa0", "\U000e0041"}


def kinds_of_form():
    assert get_resolver().url_patterns  # the views, where a few small forms are, come with the addresses
    for module in walk_packages(heard.__path__, "heard."):
        if module.name.endswith(".forms"):
            import_module(module.name)
    found, seen = [forms.BaseForm], set()
    while found:
        kind = found.pop()
        if kind not in seen:
            seen.add(kind)
            found += kind.__subclasses__()
    return sorted(
        (kind for kind in seen if kind.__module__.startswith("heard.")), key=lambda kind: f"{kind.__module__}.{kind.__qualname__}"
    )


KINDS = kinds_of_form()
FIELDS = [
    pytest.param(kind, name, field, id=f"{kind.__module__}.{kind.__name__}.{name}")
    for kind in KINDS
    for name, field in kind.base_fields.items()
]
TYPED = [each for each in FIELDS if not isinstance(each.values[2].widget, forms.PasswordInput | forms.CheckboxInput | forms.FileInput)]


def sent(name, field, text):
    """What a form of this one field makes of `text`, sent to every input that the field has."""
    form = type("OneField", (Form,), {name: copy.deepcopy(field)})
    widget = field.widget
    inputs = [f"{name}{part}" for part in widget.widgets_names] if isinstance(widget, forms.MultiWidget) else [name]
    data = QueryDict(mutable=True)
    for each in inputs:
        data[each] = text
    return form(data)[name].data


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_form_cleans(kind):
    assert issubclass(kind, Plain)


@pytest.mark.parametrize(("kind", "name", "field"), TYPED)
def test_every_field_cleans_every_sign_alike(kind, name, field):
    for sign in ENDS | UNSEEN:
        text = f"no{sign}body"
        got = sent(name, field, text)
        values = [each for each in got if each] if isinstance(got, list) else [got]
        assert values
        for each in values:
            assert each in {clean(text), clean_line(text)}
            assert each.split() == (["no", "body"] if sign in ENDS else ["nobody"])


@pytest.mark.parametrize(("kind", "name", "field"), TYPED)
def test_what_shows_nothing_is_nothing_in_every_field(kind, name, field):
    for nothing in ("\u3164", "\u2800\u00a0", "\u0301", "\u200d"):
        got = sent(name, field, nothing)
        assert not (any(got) if isinstance(got, list) else got)


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_an_email_address_is_typed_into_one_kind_of_field(kind, name, field):
    if kind.__module__ == "heard.accounts.forms":  # allauth's: they ask for an address that is known, and let nobody give one
        if isinstance(field, forms.EmailField):
            assert sent(name, field, "ｇull\u200b＠mail．example") == "gull@mail.example"
        return
    if "email" in name and isinstance(field, forms.CharField):
        assert isinstance(field, EmailAddressField)
    assert isinstance(field, EmailAddressField) == isinstance(field.widget, forms.EmailInput)


def test_a_password_stays_what_it_is():
    class Secret(Form):
        password = forms.CharField(widget=forms.PasswordInput, strip=False)

    assert Secret({"password": " a\u200bb\u2028 "}).data["password"] == " a\u200bb\u2028 "
    assert Secret({"password": " a\u200bb\u2028 "})["password"].data == " a\u200bb\u2028 "


def test_tags_of_ones_own_are_parted_by_every_line_end_and_none_is_blank():
    from heard.ui.forms import TagsField

    class Tagged(Form):
        good = TagsField(required=False)

    form = Tagged(QueryDict("good_own=kind\u2028slow\x0b\u3164,calm"))
    assert form.is_valid()
    assert form.cleaned_data["good"] == ["kind", "slow", "calm"]


def test_an_address_that_our_mail_cannot_carry_is_refused_beside_its_field():
    class Reach(Form):
        email = EmailAddressField(label="E-mail address")

    assert Reach({"email": "ｇull\u200b＠mail.example"}).data is not None
    form = Reach({"email": "ｇull\u200b＠mail.example"})
    assert form.is_valid()
    assert form.cleaned_data["email"] == "gull@mail.example"
    wrong = Reach({"email": "josé@mail.example"})
    assert wrong.errors["email"] == ["We can’t send email to addresses with “é” before the @. Enter another address if you have one."]
