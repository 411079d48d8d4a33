"""What the variables of a function hold, as far as its source says: rows, querysets or lists of rows, of which model.

Names are looked up in the module as it is imported, so that annotations, managers and relations are what they really are. Nothing follows
the order of statements: a variable holds whatever is ever put into it.
"""

import ast
import importlib
import inspect
import types
import typing
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Manager, Model, QuerySet

from heard.core import moves

ROOT = Path(__file__).parents[2] / "heard"
ROW, ROWS, MANY, CLASS, THING = "row", "queryset", "list", "class", "instance"
OF_A_QUERYSET = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "set", "add", "remove", "clear",
}  # fmt: skip
OF_A_ROW = {"save", "delete"}
GIVES_ROWS = {
    "all", "filter", "exclude", "order_by", "select_for_update", "select_related", "prefetch_related", "only", "defer", "annotate", "alias",
    "distinct", "reverse", "none", "using", "union", "difference", "intersection",
}  # fmt: skip
GIVES_A_ROW = {"get", "first", "last", "earliest", "latest", "create"}
GIVES_MANY = {"in_bulk", "iterator", "bulk_create", "get_or_create", "update_or_create", "raw"}
KINDS = dict.fromkeys(GIVES_ROWS, ROWS) | dict.fromkeys(GIVES_A_ROW, ROW) | dict.fromkeys(GIVES_MANY, MANY)
SAME_AS = {
    ast.BoolOp: lambda node: node.values,
    ast.BinOp: lambda node: [node.left, node.right],
    ast.IfExp: lambda node: [node.body, node.orelse],
    ast.NamedExpr: lambda node: [node.value],
    ast.Starred: lambda node: [node.value],
}
"""Expressions that hold what one of their parts holds."""
MADE_OF = {
    **dict.fromkeys((ast.List, ast.Tuple, ast.Set), lambda node: node.elts),
    **dict.fromkeys((ast.ListComp, ast.GeneratorExp, ast.SetComp), lambda node: [node.elt]),
    ast.DictComp: lambda node: [node.value],
}
"""Expressions that hold many of what their parts hold."""
KEEPS = {"list", "tuple", "set", "sorted", "reversed", "iter", "frozenset"}


@dataclass(frozen=True)
class Held:
    of: type
    """A model; of a `THING` any class of ours, whose annotations say what its attributes hold."""
    kind: str


@cache
def parsed(path):
    return ast.parse(path.read_text())


@cache
def namespace(path):
    parts = ("heard", *path.relative_to(ROOT).with_suffix("").parts)
    return vars(importlib.import_module(".".join(parts).removesuffix(".__init__")))


def slice_of(model):
    return model.__module__.split(".")[1] if model.__module__.startswith("heard.") else ""


def is_stored(thing):
    """Whether this is a model with a table."""
    return isinstance(thing, type) and issubclass(thing, Model) and hasattr(thing, "_meta") and not thing._meta.abstract


class Rows:
    """The functions of one module, each with what its variables hold."""

    def __init__(self, tree, names):
        self.names = names
        self.held = defaultdict(set)
        self.scope = {}
        self.functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        self.owners = {
            method: node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for method in node.body
            if isinstance(method, ast.FunctionDef)
        }

    def each(self):
        """(node, what an expression at that node may hold) for every node of every function."""
        for function in self.functions:
            self.scope = self._scope(function)
            for node in ast.walk(function):
                yield node, self.of

    def writes(self):
        """(line, source, model) of everything that writes rows."""
        for node, of in self.each():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                wanted = node.func.attr
                for held in of(node.func.value):
                    if (held.kind == ROWS and wanted in OF_A_QUERYSET) or (held.kind == ROW and wanted in OF_A_ROW):
                        yield node.lineno, ast.unparse(node.func), held.of

    # ------------------------------------------------------------ what the variables of a function hold

    def _scope(self, function):
        scope = defaultdict(set)
        self.scope = scope
        arguments = function.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if each.annotation is not None:
                scope[each.arg] |= self._annotated(each.annotation)
        if function in self.owners and isinstance(owner := self.names.get(self.owners[function]), type):
            scope["self"] |= {Held(owner, ROW if is_stored(owner) else THING)}
        for _ in range(3):  # a variable may be read above the line that says what it is
            for node in ast.walk(function):
                self._note(node)
        return scope

    def _note(self, node):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self.scope[node.target.id] |= self._annotated(node.annotation)
        elif isinstance(node, ast.NamedExpr):
            self._bind(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            self._bind_each(node.target, node.iter)

    def _bind(self, target, value):
        if isinstance(target, ast.Name):
            self.scope[target.id] |= self.of(value)
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List) and len(target.elts) == len(value.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                self._bind(one, its)
        elif isinstance(target, ast.Tuple | ast.List):  # `row, is_new = ….get_or_create()`, `(row,) = rows`
            for one in target.elts:
                if isinstance(one, ast.Name):
                    self.scope[one.id] |= each_of(self.of(value))

    def _bind_each(self, target, iterated):
        if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) and iterated.func.id in {"zip", "enumerate"}:
            besides = [None] if iterated.func.id == "enumerate" else []
            for one, its in zip(getattr(target, "elts", []), [*besides, *iterated.args], strict=False):
                if its is not None:
                    self._bind_each(one, its)
        elif isinstance(target, ast.Name):
            self.scope[target.id] |= each_of(self.of(iterated))

    # ------------------------------------------------------------ what an expression holds

    def of(self, node):
        if isinstance(node, ast.Name):
            return self._named(node)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Subscript):
            held = self.of(node.value)
            return held if isinstance(node.slice, ast.Slice) else each_of(held)
        if type(node) in SAME_AS:
            return self._any(SAME_AS[type(node)](node))
        return as_many(self._any(MADE_OF[type(node)](node))) if type(node) in MADE_OF else set()

    def _named(self, node):
        if node.id in self.scope:
            return self.scope[node.id]
        known = self.names.get(node.id)
        return {Held(known, CLASS)} if is_stored(known) else set()

    def _any(self, nodes):
        return set().union(*(self.of(each) for each in nodes))

    def _attribute(self, node):
        found = set()
        for held in self.of(node.value):
            if held.kind == CLASS:
                found |= {Held(held.of, ROWS)} if isinstance(getattr(held.of, node.attr, None), Manager) else set()
            elif held.kind in {ROW, THING}:
                found |= attribute_of(held.of, node.attr)
        return found

    def _called(self, node):
        known = self._known(node.func)
        if is_stored(known):
            return {Held(known, ROW)}
        if isinstance(known, type) and issubclass(known, QuerySet):
            return self._class_in(node.args)
        if isinstance(known, type) and known.__module__.startswith("heard."):
            return {Held(known, THING)}
        if known is moves.locked:
            return self.of(node.args[0])
        if known is not None:
            return returned_by(known)
        if isinstance(node.func, ast.Name):
            held = self._any(node.args)
            if node.func.id == "next":
                return each_of(held)
            return as_many(held) if node.func.id in KEEPS else set()
        return self._method(node.func) if isinstance(node.func, ast.Attribute) else set()

    def _class_in(self, nodes):
        return {Held(held.of, ROWS) for held in self._any(nodes) if held.kind == CLASS}

    def _method(self, func):
        found = set()
        for held in self.of(func.value):
            if held.kind == ROWS:
                kind = KINDS.get(func.attr)
                found |= {Held(held.of, kind)} if kind else own_rows(held.of, func.attr)
            elif held.kind == MANY and func.attr in {"get", "pop"}:
                found |= each_of({held})
            elif held.kind == MANY and func.attr in {"values", "copy"}:
                found |= {held}
            elif held.kind in {ROW, THING}:
                found |= returned_by(getattr(held.of, func.attr, None))
        return found

    def _known(self, node):
        """The function or class that a name stands for, looked up where the module would."""
        if isinstance(node, ast.Name):
            return None if node.id in self.scope or node.id in KEEPS else self.names.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in self.scope:
            around = self.names.get(node.value.id)
            return getattr(around, node.attr, None) if inspect.ismodule(around) else None
        return None

    def _annotated(self, annotation):
        return held_by(meant(annotation, self.names))


def own_rows(model, name):
    """What a method gives back that the querysets of a model have of their own."""
    method = getattr(type(model._default_manager.all()), name, None)
    path = Path(code.co_filename) if (code := getattr(method, "__code__", None)) else Path()
    return {Held(model, ROWS)} if path.is_relative_to(ROOT) else set()


def each_of(held):
    return {Held(each.of, ROW) for each in held if each.kind in {ROWS, MANY}}


def as_many(held):
    return {Held(each.of, MANY) for each in held if each.kind in {ROW, ROWS, MANY}}


def attribute_of(owner, name):
    """What an attribute of a row holds, or of an instance of a class of ours."""
    if is_stored(owner):
        for field in owner._meta.get_fields():
            accessor = field.get_accessor_name() if field.auto_created and not field.concrete else field.name
            if accessor == name and field.is_relation:
                # What is put into a relation of many to many is a row of the table between.
                through = getattr(field, "through", None) or getattr(getattr(field, "remote_field", None), "through", None)
                many = field.many_to_many or field.one_to_many
                return {Held(through if through is not None else field.related_model, ROWS if many else ROW)}
    said = inspect.getattr_static(owner, name, None)
    getter = getattr(said, "fget", None) or getattr(said, "func", None)
    if getter is not None:
        return returned_by(getter)
    return held_by(hints_of(owner).get(name)) if not is_stored(owner) else set()


@cache
def returned_by(function):
    """What a function of ours gives back, by its annotation."""
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    if code is None or not (path := Path(code.co_filename)).is_relative_to(ROOT):
        return frozenset()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno and node.returns is not None:
                return frozenset(held_by(meant(node.returns, namespace(path))))
    return frozenset()


Of = typing.TypeVar("Of")


class SomeRows(typing.Generic[Of]):
    """Stands for `QuerySet` in an annotation: Django's own forgets of what it is."""


def meant(annotation, names):
    """What an annotation says; nothing where it cannot be read."""
    said = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    try:
        return eval(str(said), {name: SomeRows if what is QuerySet else what for name, what in names.items()})  # noqa: S307 - our own source
    except (NameError, TypeError, AttributeError, SyntaxError):
        return None


@cache
def hints_of(thing):
    try:
        return typing.get_type_hints(thing)
    except (NameError, TypeError, AttributeError):
        return {}


def held_by(annotation, kind=ROW):
    """What something with this annotation holds: `Story | None`, `QuerySet[Story]`, `Iterable[Story]`, `dict[int, Story]`."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and origin is None:
        if is_stored(annotation):
            return {Held(annotation, kind)}
        return {Held(annotation, THING)} if kind == ROW and annotation.__module__.startswith("heard.") else set()
    if origin is type:
        return {Held(each.of, CLASS) for each in held_by(arguments[0])}
    inner = kind
    if origin is SomeRows:
        inner = ROWS
    elif origin not in {typing.Union, types.UnionType}:
        inner = MANY
    return set().union(*(held_by(each, inner) for each in arguments)) if arguments else set()
