from django.db import migrations

from heard.core.migrating import make_view

# How many members may sign in is public, who they are is not.
ORGANISATION = """
SELECT id, region_id, kind, name, slug,
       (SELECT count(*) FROM organisations_membership member JOIN accounts_person person ON person.id = member.person_id
         WHERE member.organisation_id = organisation.id AND member.frozen_at IS NULL AND person.is_active) AS members
  FROM organisations_organisation organisation"""
SUBSCRIPTION = "SELECT organisation_id, level, starts_on, ends_on FROM organisations_subscription"
REMIT_BRANCH = "SELECT organisation_id, service_id FROM organisations_remitbranch"


class Migration(migrations.Migration):
    """What public pages read of organisations (ADR 37)."""

    dependencies = [("accounts", "0009_one_form_of_addresses"), ("organisations", "0007_invited_once")]

    operations = [
        make_view("public_organisation", ORGANISATION),
        make_view("public_subscription", SUBSCRIPTION),
        make_view("public_remit_branch", REMIT_BRANCH),
    ]
