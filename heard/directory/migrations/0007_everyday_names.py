import django.contrib.postgres.fields
import django.db.models.deletion
import heard.core.clock
from django.db import migrations, models

from heard.directory.rules import everyday


def plant(apps, schema_editor):
    """The words that a site begins with; operators keep them from then on."""
    name, step = apps.get_model("directory", "EverydayName"), apps.get_model("directory", "EverydayStep")
    for each in everyday.first_names():
        made = name.objects.create(
            title=each.title, words=list(each.words), kinds=list(each.kinds), specialities=list(each.specialities), called=list(each.called)
        )
        step.objects.create(name=made, step="added", by="system:upgrade")


# Whatever was renamed, or took over from another place, is found by its old names too: it and everything beneath it. Whoever renames one
# from now on writes these words in the same transaction (`queries.search_text_of`).
FIND_BY_OLD_NAMES = r"""
WITH old AS (
  SELECT service_id, name FROM directory_formername
  UNION SELECT successor_id, name FROM directory_service WHERE successor_id IS NOT NULL
), words AS (
  SELECT s.id, string_agg(btrim(regexp_replace(lower(translate(old.name, '''’', '')), '[^a-z0-9]+', ' ', 'g')), ' ') AS words
    FROM old JOIN directory_service s ON s.ancestors @> ARRAY[old.service_id] GROUP BY s.id
)
UPDATE directory_service s SET search_text = btrim(left(s.search_text || ' ' || words.words, 600)) FROM words WHERE words.id = s.id;
"""
# A page is found by its code in capitals, and a register may state it in small letters.
CODES_IN_CAPITALS = """
UPDATE directory_service s SET code = upper(s.code)
 WHERE s.code <> upper(s.code)
   AND NOT EXISTS (SELECT FROM directory_service o WHERE o.level = s.level AND o.id <> s.id AND upper(o.code) = upper(s.code));
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_joins_can_be_undone'),
        ('regions', '0003_complaint_ways'),
    ]

    operations = [
        migrations.CreateModel(
            name='EverydayName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('acute-trust', 'NHS hospital trust'), ('mental-health-trust', 'Mental health trust'), ('ambulance', 'Ambulance service'), ('community-trust', 'Community health trust'), ('general-practice', 'GP surgery'), ('prescriber', 'Other prescribing service'), ('dental-practice', 'Dentist'), ('pharmacy', 'Pharmacy'), ('care-home', 'Care home'), ('hospice', 'Hospice'), ('home-care', 'Care at home'), ('social-care', 'Social care'), ('charity', 'Charity'), ('private', 'Private provider'), ('hospital', 'Hospital'), ('site', 'Site'), ('ward', 'Ward'), ('clinic', 'Clinic'), ('community-service', 'Community service'), ('other', 'Other')], max_length=30), blank=True, default=list, size=None)),
                ('specialities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), blank=True, default=list, size=None)),
                ('called', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='The likeliest first', size=None)),
                ('hidden', models.BooleanField(default=False, help_text='Nothing is found by it')),
            ],
        ),
        migrations.CreateModel(
            name='EverydayStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('added', 'Added'), ('changed', 'Changed'), ('hidden', 'Hidden'), ('shown', 'Shown again')], max_length=8)),
                ('was', models.JSONField(null=True)),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=heard.core.clock.now)),
            ],
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['kind'], name='service_kind'),
        ),
        migrations.AddField(
            model_name='everydayname',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='everyday_names', to='regions.region'),
        ),
        migrations.AddField(
            model_name='everydaystep',
            name='name',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='directory.everydayname'),
        ),
        migrations.AddConstraint(
            model_name='everydayname',
            constraint=models.CheckConstraint(condition=models.Q(('words', []), _negated=True), name='an_everyday_name_has_words'),
        ),
        migrations.AddConstraint(
            model_name='everydayname',
            constraint=models.CheckConstraint(condition=models.Q(('called', []), ('kinds', []), _negated=True), name='an_everyday_name_finds_something'),
        ),
        migrations.AddConstraint(
            model_name='everydayname',
            constraint=models.UniqueConstraint(condition=models.Q(('region', None)), fields=('title',), name='one_everyday_name_everywhere'),
        ),
        migrations.AddConstraint(
            model_name='everydayname',
            constraint=models.UniqueConstraint(fields=('region', 'title'), name='one_everyday_name_in_a_region'),
        ),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.RunSQL(FIND_BY_OLD_NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(CODES_IN_CAPITALS, migrations.RunSQL.noop),
    ]
