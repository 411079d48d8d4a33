"""Spans for the settings that stand, since they were changed last. What a member wanted before that, nobody can say."""

from django.db import migrations

BEGIN = """
INSERT INTO alerts_alertspan (membership_number, stories, answers, least_criticality, since, until, since_known)
SELECT membership_id, stories, answers, least_criticality, changed_at, NULL, false FROM alerts_alertsetting;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_spans")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
