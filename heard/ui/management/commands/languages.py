"""`manage.py languages`: what translators and the pseudo-languages need. How a sentence comes to be in a language: docs/languages.md."""

from pathlib import Path
from typing import Any

from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import to_locale

from heard.core.languages import PSEUDO
from heard.ui import catalogues

LEFT_OUT = "Left out, and in English:"


class Command(BaseCommand):
    help = "Languages: `compile` them (and the pseudo-languages) for this site, `collect` what there is to translate, `check` translations."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="what", required=True)
        verbs.add_parser("compile").add_argument(
            "--real", action="store_true", help="no pseudo-languages, unless this site speaks one: what every start does"
        )
        verbs.add_parser("collect").add_argument("language", help="the translation to begin or to bring up to date, like cy")
        verbs.add_parser("check")

    def handle(self, *args: Any, what: str, language: str = "", real: bool = False, **options: Any) -> None:
        match what:
            case "compile":
                (target,) = settings.LOCALE_PATHS
                with_pseudo = not real or settings.LANGUAGE_CODE in PSEUDO
                made, left_out = catalogues.compile_all(Path(target), with_pseudo=with_pseudo)
                self.stdout.write(f"{', '.join(made) or 'No language'}: written to {target}")
                for each in left_out:
                    self.stdout.write(f"{LEFT_OUT} {each}")
            case "collect":
                self._collect(language)
            case "check":
                self._check()

    def _collect(self, language: str) -> None:
        if not catalogues.can_be_translated_into(name := to_locale(language)):
            raise CommandError(f"We don’t know the language “{language}”. Write it like cy or pt_BR.")
        path, translation = catalogues.begun(name)
        translation.update(catalogues.collected())
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, translation)
        self.stdout.write(f"{len(translation)} sentences are in {path}")

    def _check(self) -> None:
        source, paths = catalogues.collected(), catalogues.translations()
        self.stdout.write(f"{len(source)} sentences are marked; translations: {len(paths)}")
        try:
            found = [f"{path.parts[-3]}: {each}" for path in paths for each in catalogues.problems(catalogues.read(path), source)]
        except catalogues.BrokenTranslation as broken:
            raise CommandError(str(broken)) from broken
        if found:
            raise CommandError("\n".join(found))
