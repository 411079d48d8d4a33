"""Tellings of the last days were news when the story was published, where it is known that the organisation listened then."""

from django.db import migrations

BEGIN = """
UPDATE reach_telling telling SET news_at = concerned.news_at
  FROM (SELECT branch.story_id, remit.organisation_id, min(branch.news_at) AS news_at
          FROM stories_storybranch branch
          JOIN organisations_remitspan remit ON remit.service_id = branch.service_id
           AND tstzrange(remit.since, remit.until) @> branch.news_at
          JOIN organisations_termspan term ON term.organisation_id = remit.organisation_id
           AND branch.news_at::date BETWEEN term.starts_on AND term.ends_on
           AND tstzrange(term.since, term.until) @> branch.news_at
         WHERE branch.news_at IS NOT NULL
         GROUP BY branch.story_id, remit.organisation_id) concerned
 WHERE telling.story_id = concerned.story_id AND telling.organisation_id = concerned.organisation_id
   AND telling.told_at >= concerned.news_at;
"""


class Migration(migrations.Migration):
    dependencies = [("reach", "0002_news_of_a_telling"), ("stories", "0011_news_begins"), ("organisations", "0005_spans_begin")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
