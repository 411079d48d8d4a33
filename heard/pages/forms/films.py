"""What editors send and write about a film. What its words need is checked by `media`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import languages
from heard.media.models import Film, WhatIsSeen
from heard.media.presenters import caption_problem
from heard.media.rules import captions as vtt
from heard.media.rules.films import MOST_OF_A_TRANSCRIPT
from heard.ui.forms import Form, TextField
from heard.ui.wording import number


class NewFilmForm(Form):
    """A film to send. There is nothing else to fill in, so nothing else can be wrong and cost someone a second upload."""

    film = forms.FileField(
        label=gettext_lazy("Choose a film"),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
        error_messages={
            "required": gettext_lazy("Choose a film"),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, has_room: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = number(settings.LARGEST_FILM // 1_000_000)
        self.fields["film"].help_text = _("MP4 (H.264) or WebM, up to %(most)s MB and 30 minutes.") % {"most": most}
        if not has_room:
            said = _("There’s no room for this film at the moment. Tell the people who run this server.")
            self.fields["film"].error_messages["required"] = said

    def clean_film(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["film"]
        if (file.size or 0) > settings.LARGEST_FILM:
            said = _("The film must be smaller than %(most)s MB. Export it as “720p”, which is usually enough.")
            raise ValidationError(said, code="too_large", params={"most": number(settings.LARGEST_FILM // 1_000_000)})
        return file


class FilmForm(Form):
    """A film's words. `version` is the one that stood on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = TextField(label=gettext_lazy("Title"), max_length=120)
    language = forms.ChoiceField(
        label=gettext_lazy("Which language are its title and captions in?"),
        choices=lambda: languages.spoken().items(),
        widget=forms.RadioSelect,
    )
    captions_file = forms.FileField(
        label=gettext_lazy("Captions, as a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        help_text=gettext_lazy("A WebVTT file (.vtt). It replaces the captions below."),
    )
    captions = forms.CharField(
        label=gettext_lazy("Captions"),
        required=False,
        max_length=vtt.LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "auto"}),
        help_text=gettext_lazy(
            "What is said, and sounds that matter. To name who speaks, write <v …> before their words, with their name for the dots."
        ),
    )
    transcript = forms.CharField(
        label=gettext_lazy("Transcript"),
        required=False,
        max_length=MOST_OF_A_TRANSCRIPT,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy(
            "Leave this empty, and we’ll make it from the captions. Then add what people can only see and need to know."
        ),
    )
    seen = forms.ChoiceField(
        label=gettext_lazy("How do people who can’t see the film learn what it shows?"),
        required=False,
        choices=WhatIsSeen.choices,
        widget=forms.RadioSelect,
    )
    signs = forms.ChoiceField(
        label=gettext_lazy("Is it the sign-language version of another film?"),
        required=False,
        widget=forms.Select,
        help_text=gettext_lazy("People can then switch from one to the other."),
    )
    asked_for = ("captions_file", "captions", "transcript", "seen", "signs")

    def __init__(self, *args: Any, film: Film, others: Sequence[Film], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.film = film
        self.fields["signs"].choices = [  # type: ignore[attr-defined]
            ("", _("No")),
            *((str(each.pk), each.title) for each in others if each.title),
        ]
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

    @staticmethod
    def of(film: Film) -> dict[str, Any]:
        names = ("version", "title", "language", "captions", "transcript", "seen")
        return {name: getattr(film, name) for name in names} | {"signs": film.signs_id or ""}

    def clean(self) -> dict[str, Any]:
        """The captions are those of the file, if one was chosen. They stand in the box then, also where something is wrong with them."""
        given: dict[str, Any] = super().clean() or {}
        if file := given.get("captions_file"):
            content = file.read(vtt.LARGEST + 1)
            given["captions"] = content.decode("utf-8-sig", "replace")
            self.show(captions=given["captions"][: vtt.LARGEST])
        else:
            content = given.get("captions", "").encode()
        if content:
            self.read = vtt.read(content, seconds=self.film.seconds)
            for problem in self.read.problems:
                if not problem.only_said:
                    self.add_error("captions", caption_problem(problem))
        return given

    def show(self, **said: object) -> None:
        """Have the page say this in its fields, and in the others what was typed."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        for name, value in said.items():
            shown[name] = str(value)
        self.data = shown

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        names = ("version", "title", "captions", "transcript", "seen")
        signs, language = given["signs"], given.get("language") or settings.LANGUAGE_CODE
        return {name: given[name] for name in names} | {"language": language, "signs_id": int(signs) if signs else None}
