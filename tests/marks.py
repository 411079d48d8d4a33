"""Finds words that a person could see and that are not marked for translation: in templates by Jinja's parser, in Python by its own."""

import ast
import re
from html.parser import HTMLParser

from jinja2 import Environment, nodes

MARKING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy"}
READ = {"alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription"}
"""Attributes that are read out or shown."""
NOT_WORDS = {"css", "kind", "variant", "icon", "name", "id", "rel", "type", "autocomplete", "class_", "template"}
"""Arguments that hold no words, whatever stands in them."""
NAMES = re.compile(r"\b[Hh]eard\b|\bSamaritans\b|\bChildline\b|https?://\S*|\S+@\S+|&\w+;")
SPACED = re.compile(r"(?:^|(?<=[\s“(]))[A-Za-z’]+(?=[.,:;!?”)…]*(?:\s|$))")
CLASSES = re.compile(r"{% block body_class %}.*?{% endblock %}")
A_WORD = re.compile(r"[A-Za-z’']{2,}")
TEMPLATES = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)  # for parsing alone
TEMPLATES.newstyle_gettext = True


def is_words(text):
    """Whether it reads like something said: a capital and then small letters, or three words and more."""
    text = NAMES.sub("", re.sub(r"<[^>]*>", " ", text)).strip()
    plain = re.fullmatch(r"[\w\s.,:;!?’'“”()–…%&·/{}-]*", text)
    return bool(plain and (re.match(r"\W*[A-Z][a-z’]{2,}(?:[\s.,:;!?]|$)", text) or len(SPACED.findall(text)) >= 3))


# ---------------------------------------------------------------- templates


class _Bare(HTMLParser):
    """The words that stand in HTML as they are."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.within = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        button = tag == "input" and given.get("type") in {"submit", "button"}
        read = READ | ({"value"} if button else set()) | {name for name in given if name.startswith("data-")}
        self.found += [
            given[name] for name in read & set(given) if (is_words if name.startswith("data-") else _has_words)(given[name] or "")
        ]
        if tag in {"svg", "code", "script"}:
            self.within.append(tag)

    def handle_endtag(self, tag):
        if self.within[-1:] == [tag]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within and _has_words(data):
            self.found.append(" ".join(data.split()))


def _has_words(text):
    return bool(A_WORD.search(NAMES.sub("", text)))


def in_template(source):
    """Bare words of a template."""
    tree = TEMPLATES.parse(CLASSES.sub("", source))
    html, before = _Bare(), ""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            before = node.data if isinstance(node, nodes.TemplateData) else "x" if before.endswith(("<", "</")) else "·"
            html.feed(before)
    html.close()
    return html.found + [const.value for const in _said(tree, nodes.Node.iter_child_nodes) if is_words(const.value)]


def _said(node, children):
    """The strings of a template that are not marked, and not told to be something else than words."""
    for child in children(node):
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in MARKING:
            yield from (each for kwarg in child.kwargs for each in _said(kwarg, children))
        elif isinstance(child, nodes.Keyword) and child.key in NOT_WORDS:
            continue
        elif isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child
        else:
            yield from _said(child, children)


def said_once(source):
    """Marked words outside of the macros of a template that others import: they are said once, in whichever language came first."""
    tree = TEMPLATES.parse(source)
    tree.body = [each for each in tree.body if not isinstance(each, nodes.Macro)]
    return [call.args[0].value for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name in MARKING]


IN_A_LINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|em|i|small|span|strong|time)\b[^>]*>")
ENDS = re.compile(r"[.!?:,;][”)]?\Z")
UNKNOWN = "\0"
"""A value: nobody knows how it begins and ends."""


def run_together(source):
    """Where a sentence begins right behind the one before it, whichever way the conditions between them turn out."""
    found = []
    _follow(TEMPLATES.parse(source).body, {""}, found)
    return sorted(set(found))


def _follow(body, before, found):
    """What can stand last on the page once these have been written; `before` is what can stand before them."""
    for node in body:
        match node:
            case nodes.Output():
                before = _say(node, before, found)
            case nodes.If():
                ways = [node.body, *(each.body for each in node.elif_), node.else_]
                before = set().union(*(_follow(way, before, found) for way in ways))
            case nodes.For():
                once = _follow(node.body, before, found)
                before = before | _follow(node.body, once, found) | _follow(node.else_, before, found)
            case nodes.Block() | nodes.With() | nodes.Scope():
                before = _follow(node.body, before, found)
            case nodes.Macro() | nodes.AssignBlock():
                _follow(node.body, {""}, found)
            case nodes.CallBlock() | nodes.FilterBlock():
                _follow(node.body, {""}, found)
                before = {UNKNOWN}
    return before


def _say(output, before, found):
    for text in filter(None, (IN_A_LINE.sub("", _written(each)) for each in output.nodes)):
        if re.match(r"[\w“(]", text):
            found += [(last[-30:], text[:30]) for last in before if ENDS.search(last)]
        before = {text}
    return before


def _written(node):
    if isinstance(node, nodes.TemplateData):
        return node.data
    while isinstance(node, nodes.MarkSafeIfAutoescape | nodes.MarkSafe | nodes.Mod):
        node = node.left if isinstance(node, nodes.Mod) else node.expr
    said = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKING
    return node.args[0].value.strip() if said and isinstance(node.args[0], nodes.Const) else UNKNOWN


# ---------------------------------------------------------------- Python

FOR_PROGRAMMERS = re.compile(
    r"\w*(?:ValueError|TypeError|LookupError|KeyError|RuntimeError|ImproperlyConfigured|AssertionError|NotImplementedError|CommandError"
    r"|PermissionError|ConnectionError|TypeVar|RawSQL|cast|compile|attempt|Finding)|(?:logger|logging|re|cursor|limits|self\.stdout|self\.stderr)\..*"
)
"""Calls whose words are for the log, for a terminal, or no words at all."""
UNREAD = {"help_text", "verbose_name", "verbose_name_plural", "related_name", "reverse_sql", "sql"}
"""Arguments that nobody sees: no form is made of a model here."""
NOT_PROSE = re.compile(
    r"\b(?:SELECT|WITH|INSERT|UPDATE|DELETE|WHERE|AND|NULL|IN|JOIN|EXISTS|COALESCE|ORDER BY|GROUP BY|CASE|AS)\b|\\|\(\?|\[\^|::|</?\w"
)


def in_python(source):
    """Bare sentences of a module: not its docstrings, nor what only programmers and operators at a terminal read."""
    return [text for text in _spoken(ast.parse(source)) if not NOT_PROSE.search(text) and is_words(text)]


def _spoken(node):
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns", "slice"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_unspoken(child):
                    yield from _of(child)


def _of(node):
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        yield from (each for part in node.values if isinstance(part, ast.FormattedValue) for each in _spoken(part))
    elif isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    else:
        yield from _spoken(node)


def _is_unspoken(node):
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring, of whatever it stands under
            return True
        case ast.Call(func=called):
            return getattr(called, "attr", getattr(called, "id", "")) in MARKING or bool(FOR_PROGRAMMERS.fullmatch(ast.unparse(called)))
        case ast.FunctionDef(name="__str__" | "__repr__") | ast.ClassDef(name="Meta"):
            return True
        case ast.keyword(arg=name):
            return name in UNREAD
    return False


def said_too_early(source):
    """Marked words that are said while a module is imported, before anybody asked for a page in any language: `gettext_lazy` waits."""
    return list(_early(ast.parse(source)))


def _early(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Name)
            and child.func.id in MARKING
            and not child.func.id.endswith("_lazy")
        ):
            yield ast.unparse(child)
        yield from _early(child)
