"""Catalogues of languages, made by Babel: what is marked in the code is collected, translations are looked through and compiled, and
pseudo-languages are made of our English.

Collected is made anew whenever it is needed and is nowhere committed: it follows from the code, and everybody who changes a sentence would
meet everybody else in it. Translations (`heard/locale/cy/LC_MESSAGES/django.po`) are committed; compiled they are not.
"""

import ast
import gettext
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from babel import localedata
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.apps import apps
from django.utils.translation import to_locale

from heard.core import languages
from heard.core.build import PACKAGE
from heard.ui.pseudo import KEPT, pseudo

TRANSLATED = PACKAGE / "locale"
LIBRARIES = Path("locale", "en", "LC_MESSAGES", "django.po")
"""Where Django and allauth keep their own sentences; real languages take them from there as they are."""
TEMPLATES = ("**/jinja2/**.html", "**/jinja2/**.txt")
OPTIONS = {each: {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"} for each in TEMPLATES}
LAZY = {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3)}
Found = tuple[int, str, Any, list[str]]
STRAY = "%{}"
"""Signs that break a sentence into which something is put, unless they are part of a placeholder: “20 % o bobl”."""
LINE = re.compile(r'\s*(#.*|(msg\w+(\[\d+\])?\s+)?"([^"\\]|\\.)*"\s*)?')
"""A line of a catalogue: nothing, a comment, or a sentence with a quotation mark at both ends."""
FOR_TRANSLATORS = ["Translators:"]


def marked_in_python(file: IO[bytes], keywords: Collection[str], comment_tags: Any, options: Any) -> Iterator[Found]:
    """What a module marks. Babel's own reader of Python finds nothing within an f-string (before Python 3.12)."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            said = tuple(each.value if isinstance(each, ast.Constant) else None for each in node.args)
            yield node.lineno, node.func.id, said[0] if len(said) == 1 else said, []


METHODS: list[tuple[str, Any]] = [*((each, "jinja2") for each in TEMPLATES), ("**.py", marked_in_python)]


@cache
def _marked(package: Path) -> list[tuple[str, int, Any, list[str], str | None]]:
    """Where each sentence stands. Reading all of Heard takes a second, and its code does not change while a process runs."""
    return list(extract_from_dir(package, METHODS, OPTIONS, DEFAULT_KEYWORDS | LAZY, FOR_TRANSLATORS, strip_comment_tags=True))


def collected() -> Catalog:
    """Everything that is marked in templates and code.

    Raises:
        ValueError: a sentence stands by itself and as one form of a counted one, which a catalogue cannot hold.
    """
    catalogue = Catalog(project="Heard", charset="utf-8")
    for name, line, message, comments, context in _marked(PACKAGE):
        before = catalogue.get(message, context)
        if before is not None and before.pluralizable != isinstance(message, tuple):
            raise ValueError(f"“{first(before)}” is counted in one place and not in another (heard/{name}): give one a context.")
        catalogue.add(message, None, [(f"heard/{name}", line)], auto_comments=comments, context=context)
    return catalogue


class BrokenTranslation(Exception):
    """A file that no catalogue can be read from: which one, and where."""


def read(path: Path) -> Catalog:
    """A catalogue as it is written.

    Raises:
        BrokenTranslation: it is cut off, or no catalogue.
    """
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not LINE.fullmatch(line):  # Babel would take a sentence that is cut off for a whole one
                raise BrokenTranslation(f"{path}, line {number}: {line.strip()}")
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
        gettext.c2py(catalogue.plural_expr)
    except (PoFileError, ValueError) as wrong:  # lines in another order, letters that are none, a rule for plurals that is none
        raise BrokenTranslation(f"{path}: {wrong}") from wrong
    return catalogue


def can_be_translated_into(name: str) -> bool:
    """Whether it names a language, as a folder of translations is called: no pseudo-language, and no way out of that folder."""
    return re.fullmatch(r"[a-z]{2,3}(_[A-Za-z]{2,4})?", name) is not None and localedata.exists(name)


def begun(language: str) -> tuple[Path, Catalog]:
    """A translation and where it lies; a new one is empty."""
    path = TRANSLATED / language / "LC_MESSAGES" / "django.po"
    return path, read(path) if path.exists() else Catalog(locale=language, project="Heard", charset="utf-8")


def translations() -> list[Path]:
    return sorted(TRANSLATED.glob("*/LC_MESSAGES/django.po"))


def compile_all(target: Path, *, with_pseudo: bool = True) -> tuple[list[str], list[str]]:
    """Write every translation, and both pseudo-languages, as the program reads them; gives the languages, and what was left out and why.

    A translation that cannot be read stays as it was compiled before, and its language is English where it never was. A sentence of one
    that lost a placeholder is left out too: it would be an error on the page, and not only odd.
    """
    made, left_out = {}, []
    for path in translations():
        try:
            made[path.parts[-3]] = read(path)
        except BrokenTranslation as broken:
            left_out.append(str(broken))
    for name, catalogue in made.items():
        left_out += [f"{name}: {each}" for each in _without_broken(catalogue)]
    if with_pseudo:
        source = collected()
        for language in languages.PSEUDO:
            made[to_locale(language)] = pseudo_catalogue(language, source, *map(read, of_libraries()))
    for name, catalogue in made.items():
        _write(target / name / "LC_MESSAGES" / "django.mo", isolated(catalogue))
    return sorted(made), left_out


def _write(path: Path, catalogue: Catalog) -> None:
    """At once or not at all: a page may be reading it. Web and worker, which may be other users, read it too."""
    for folder in (path.parents[2], path.parents[1], path.parent):
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.chmod(0o644)
    draft.replace(path)


def _without_broken(catalogue: Catalog) -> list[str]:
    """Take out what would break its page; says what, and why."""
    translated = [message for message in catalogue if message.id and not message.fuzzy and all(_forms(message.string))]
    wrong = [(message, said) for message in translated if (said := list(_wrong(message, catalogue)))]
    for message, _said in wrong:
        catalogue.delete(message.id, message.context)
    return [f"“{first(message)}” {said[0]}" for message, said in wrong]


def of_libraries() -> Iterator[Path]:
    """The sentences of Django and other libraries that people may meet."""
    import django  # the framework itself is no app

    folders = [Path(django.__path__[0], "conf"), *(Path(each.path) for each in apps.get_app_configs())]
    return (folder / LIBRARIES for folder in folders if (folder / LIBRARIES).exists())


def pseudo_catalogue(language: str, *sources: Catalog) -> Catalog:
    """What is in `sources`, as the pseudo-language says it, in as many plural forms as that has."""
    made = Catalog(locale=languages.locale_of(language), charset="utf-8")
    for message in (each for source in sources for each in source if each.id):
        if isinstance(message.id, str):
            said: str | tuple[str, ...] = pseudo(message.id, language)
        else:
            of_one = gettext.c2py(made.plural_expr)(1)
            said = tuple(pseudo(message.id[form != of_one], language) for form in range(made.num_plurals))
        made.add(message.id, said, context=message.context)
    return made


def isolated(catalogue: Catalog) -> Catalog:
    """The catalogue with every value that is put into a sentence in a bracket of its own (U+2068, U+2069) where the language goes from
    right to left: an English name among Arabic words would else turn the words around it.
    """
    if catalogue.locale is None or catalogue.locale.text_direction != "rtl":
        return catalogue
    for message in catalogue:
        if message.id:
            said = [KEPT.sub(_in_a_bracket, form) for form in _forms(message.string)]
            message.string = said[0] if isinstance(message.string, str) else tuple(said)
    return catalogue


def _in_a_bracket(kept: re.Match[str]) -> str:
    is_value = kept[0] != "%%" and kept[0][0] in "%{"
    return f"\u2068{kept[0]}\u2069" if is_value else kept[0]


def problems(translation: Catalog, source: Catalog) -> list[str]:
    """What is wrong with a translation: in words, by message."""
    return [f"“{first(message)}” {wrong}" for message in source if message.id for wrong in _wrong(message, translation)]


def first(message: Message) -> str:
    """The message itself; of one thing where it counts."""
    return _forms(message.id)[0]


def _wrong(message: Message, translation: Catalog) -> Iterator[str]:
    there = translation.get(message.id, message.context)
    said = _forms(there.string) if there else []
    if there is None or there.fuzzy or not all(said):
        yield "is not translated"
    elif message.pluralizable and len(said) != translation.num_plurals:
        yield f"wants {translation.num_plurals} plural forms and has {len(said)}"
    else:
        ours = [_kept(form) for form in _forms(message.id)]  # of one thing, the number may be left out: “one story”
        yield from (f"has other placeholders or tags in “{form}”" for form in said if _kept(form) not in ours)
        stray = set(STRAY) - set("".join(map(_without_kept, _forms(message.id))))  # where ours has one, nothing is put into it
        yield from (f"has a stray {sign} in “{form}”" for form in said for sign in STRAY if sign in stray & set(_without_kept(form)))


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def _without_kept(text: str) -> str:
    return KEPT.sub("", text)


def _kept(text: str) -> Counter[str]:
    return Counter(KEPT.findall(text))
