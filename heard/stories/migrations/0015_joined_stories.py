import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_joins_can_be_undone'),
        ('stories', '0014_help_in_telling'),
    ]

    operations = [
        migrations.CreateModel(
            name='JoinedStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('both', models.BooleanField()),
                ('branches', models.JSONField(default=dict)),
                ('back_at', models.DateTimeField(help_text='When the join was undone for this story', null=True)),
                ('placing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.placing')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joins', to='stories.story')),
            ],
            options={
                'verbose_name_plural': 'joined stories',
                'constraints': [models.UniqueConstraint(fields=('placing', 'story'), name='joined_once')],
            },
        ),
    ]
