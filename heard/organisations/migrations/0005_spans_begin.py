"""Spans for what stands. `since` is when it last changed, as far as that was recorded; where nothing says so, the moment of the upgrade.
It is known as the beginning only where nothing was changed after it was first said."""

from django.db import migrations

BEGIN = """
INSERT INTO organisations_remitspan (organisation_id, service_id, since, until, since_known)
SELECT branch.organisation_id, branch.service_id, coalesce(said.at, now()), NULL, coalesce(said.times = 1, false)
  FROM organisations_remitbranch branch
  LEFT JOIN (SELECT (payload ->> 'organisation_id')::bigint AS organisation_id, max(at) AS at, count(*) AS times FROM core_event
              WHERE name = 'organisations.remit_set' GROUP BY 1) said ON said.organisation_id = branch.organisation_id;

INSERT INTO organisations_termspan (organisation_id, subscription_number, starts_on, ends_on, since, until, since_known)
SELECT term.organisation_id, term.id, term.starts_on, term.ends_on, coalesce(said.at, now()), NULL, coalesce(said.times = 1, false)
  FROM organisations_subscription term
  LEFT JOIN (SELECT (payload ->> 'subscription_id')::bigint AS subscription_id, max(at) AS at, count(*) AS times FROM core_event
              WHERE name IN ('organisations.subscription_given', 'organisations.subscription_ended') GROUP BY 1) said
         ON said.subscription_id = term.id;

INSERT INTO organisations_membershipspan (organisation_id, person_id, membership_number, since, until, since_known)
SELECT member.organisation_id, member.person_id, member.id,
       least(greatest(member.joined_at, thawed.at), coalesce(member.frozen_at, 'infinity')), member.frozen_at, thawed.at IS NULL
  FROM organisations_membership member
  LEFT JOIN (SELECT (payload ->> 'membership_id')::bigint AS membership_id, max(at) AS at FROM core_event
              WHERE name = 'organisations.member_thawed' GROUP BY 1) thawed ON thawed.membership_id = member.id;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_spans"), ("core", "0001_initial")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
