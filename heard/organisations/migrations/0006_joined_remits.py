import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_joins_can_be_undone'),
        ('organisations', '0005_spans_begin'),
    ]

    operations = [
        migrations.CreateModel(
            name='JoinedRemit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('both', models.BooleanField()),
                ('back_at', models.DateTimeField(help_text='When the join was undone for this organisation', null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joined_remits', to='organisations.organisation')),
                ('placing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.placing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('placing', 'organisation'), name='remit_joined_once')],
            },
        ),
    ]
