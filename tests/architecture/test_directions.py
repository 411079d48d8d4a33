"""What import-linter cannot see: foreign keys point down, and domain rooms do not know the web."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
HEIGHT = {name.strip(): -row for row, names in enumerate(LAYERS) for name in names.split("|")}
DOMAIN_ROOMS = {"models", "queries", "policies", "actions", "lifecycle", "events", "rules", "emails"}
WEB = (
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.forms",
    "django.views",
    "django.urls",
    "django.contrib.messages",
)


def relations():
    for model in apps.get_models():
        if model.__module__.startswith("heard."):
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    yield model, field


@pytest.mark.parametrize(("model", "field"), list(relations()), ids=lambda each: getattr(each, "name", None) or each._meta.label)
def test_foreign_keys_point_down(model, field):
    here, there = model._meta.app_label, field.related_model._meta.app_label
    if there in HEIGHT and here != there:
        assert HEIGHT[there] < HEIGHT[here]


def domain_modules():
    for path in (ROOT / "heard").rglob("*.py"):
        parts = path.relative_to(ROOT / "heard").with_suffix("").parts
        if len(parts) > 1 and parts[1] in DOMAIN_ROOMS:
            yield path


@pytest.mark.parametrize("path", list(domain_modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_domain_rooms_do_not_import_the_web(path):
    imported = {node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) and node.module}
    assert [module for module in imported if module.startswith(WEB)] == []
