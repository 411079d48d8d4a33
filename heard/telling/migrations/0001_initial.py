import django.contrib.postgres.fields
import django.db.models.deletion
import heard.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    """Telling was part of `stories`, whose migrations made these tables and their columns. They keep their names and nothing in them changes,
    so that the release before, which may still be running, reads and writes them as ever.
    """

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('stories', '0019_drafts_move_to_telling'),
        ('accounts', '0009_one_form_of_addresses'),
        ('directory', '0008_kinds_and_notes'),
        ('regions', '0003_complaint_ways'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('age_group', models.CharField(blank=True, choices=[('under-16', 'Under 16'), ('16-24', '16 to 24'), ('25-44', '25 to 44'), ('45-64', '45 to 64'), ('65-79', '65 to 79'), ('80-on', '80 or over')], db_default='', default='', max_length=10)),
                        ('gender', models.CharField(blank=True, choices=[('woman', 'A woman or girl'), ('man', 'A man or boy'), ('another', 'I say it another way')], db_default='', default='', max_length=10)),
                        ('ethnic_group', models.CharField(blank=True, choices=[('asian', 'Asian'), ('black', 'Black, African or Caribbean'), ('mixed', 'Mixed or several'), ('white', 'White'), ('traveller', 'Gypsy, Roma or Traveller'), ('another', 'Another')], db_default='', default='', max_length=10)),
                        ('condition', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], db_default='', default='', help_text='A disability or an illness that lasts', max_length=10)),
                        ('title', models.CharField(blank=True, max_length=140)),
                        ('words', models.TextField(blank=True)),
                        ('hope', models.TextField(blank=True)),
                        ('unknown_service', models.TextField(blank=True, help_text='What the author said of a service that was not found')),
                        ('good', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                        ('better', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                        ('feelings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                        ('role', models.CharField(blank=True, choices=[('patient', 'A patient'), ('service-user', 'A service user'), ('parent', 'A parent or guardian'), ('relative', 'The relative of a patient'), ('carer', 'A carer'), ('friend', 'A friend of a patient'), ('advocate', 'A volunteer or advocate'), ('staff', 'A member of staff, as a patient'), ('somebody', 'Somebody')], max_length=20)),
                        ('chosen_name', models.CharField(blank=True, max_length=60)),
                        ('happened_month', models.DateField(blank=True, help_text='The first day of the month it happened in', null=True)),
                        ('postcode', models.CharField(blank=True, help_text='Only its first half is ever kept', max_length=10)),
                        ('is_question', models.BooleanField(default=False)),
                        ('consents', models.JSONField(default=dict, help_text='use → version of the wording that was agreed to')),
                        ('furthest', models.CharField(default='words', max_length=20)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('window', models.CharField(blank=True, help_text='The open page that saved last; see `mark`', max_length=32)),
                        ('proof', models.CharField(blank=True, choices=[('', 'Not asked for'), ('asked', 'Asked for, not given: the story is read last'), ('given', 'Given')], db_default='', default='', max_length=10)),
                        ('help', models.CharField(blank=True, choices=[('', 'Not called for'), ('due', 'Comes before the next page'), ('shown', 'Shown')], db_default='', default='', max_length=10)),
                        ('begun_at', models.DateTimeField(default=heard.core.clock.now)),
                        ('saved_at', models.DateTimeField(default=heard.core.clock.now)),
                        ('expires_at', models.DateTimeField()),
                        ('author', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='accounts.author')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regions.region')),
                        ('services', models.ManyToManyField(blank=True, to='directory.service')),
                    ],
                    options={
                        'db_table': 'stories_draft',
                        'indexes': [models.Index(fields=['expires_at'], name='draft_expiry')],
                    },
                ),
                migrations.CreateModel(
                    name='Rush',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hour', models.DateTimeField(help_text='When the hour began')),
                        ('places', models.PositiveIntegerField(default=0)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regions.region')),
                    ],
                    options={
                        'verbose_name_plural': 'rushes',
                        'db_table': 'stories_rush',
                        'constraints': [models.UniqueConstraint(fields=('region', 'hour'), name='one_rush_an_hour')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(
            "UPDATE django_content_type SET app_label = 'telling' WHERE app_label = 'stories' AND model IN ('draft', 'rush')",
            "UPDATE django_content_type SET app_label = 'stories' WHERE app_label = 'telling' AND model IN ('draft', 'rush')",
        ),
    ]
