from django.db import migrations

from heard.core.migrating import make_view

# What its address holds is its code or, where it has none, its slug. What is only proposed is in here too: whether it has a page depends on
# stories, of which this slice knows nothing.
SERVICE = """
SELECT id, region_id, level, kind, name, slug, code, coalesce(nullif(code, ''), slug) AS path_key, register, parent_id, ancestors, address,
       town, postcode, telephone, website, opened_on, closed_on, standing, successor_id, not_in_register
  FROM directory_service"""
FORMER_NAME = "SELECT service_id, name FROM directory_formername"


class Migration(migrations.Migration):
    """What public pages read of places (ADR 37)."""

    dependencies = [("directory", "0008_kinds_and_notes")]

    operations = [
        make_view("public_service", SERVICE),
        make_view("public_former_name", FORMER_NAME),
    ]
