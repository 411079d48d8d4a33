"""Accounts that are closed: since they were closed, as far as that was recorded. One that was opened again was closed until then."""

from django.db import migrations

BEGIN = """
INSERT INTO accounts_closedspan (person_id, since, until, since_known)
SELECT p.id, coalesce(said.at, p.sessions_ended_at, now()), NULL, said.at IS NOT NULL
  FROM accounts_person p
  LEFT JOIN LATERAL (SELECT max(at) AS at FROM core_event
                      WHERE name = 'accounts.person_deactivated' AND (payload ->> 'person_id')::bigint = p.id) said ON true
 WHERE NOT p.is_active;

INSERT INTO accounts_closedspan (person_id, since, until, since_known)
SELECT p.id, least(p.joined_at, said.at), said.at, false
  FROM accounts_person p
  JOIN (SELECT (payload ->> 'person_id')::bigint AS person_id, max(at) AS at FROM core_event
         WHERE name = 'accounts.person_reactivated' GROUP BY 1) said ON said.person_id = p.id
 WHERE p.is_active;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_closed_spans"), ("core", "0001_initial")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
