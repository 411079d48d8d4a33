from django.db import migrations, models

from heard.core.migrating import make_view

EXEMPLAR = """
SELECT chosen.id, chosen.organisation_id, chosen.language, chosen.why, chosen.since, chosen.checked_on, chosen.state,
       chosen.ended_on, chosen.why_former, study.slug AS case_study, study.body ->> 'title' AS case_study_title, chosen.film
  FROM showcase_exemplar chosen LEFT JOIN public_case_study study ON study.id = chosen.case_study_id"""


class Migration(migrations.Migration):

    dependencies = [
        ('showcase', '0001_showcase'),
    ]

    operations = [
        migrations.AddField(
            model_name='exemplar',
            name='film',
            field=models.CharField(blank=True, db_default='', default='', help_text='The key of a film about it', max_length=32),
        ),
        make_view("public_exemplar", EXEMPLAR),
    ]
