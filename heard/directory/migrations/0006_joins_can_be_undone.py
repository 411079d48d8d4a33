import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_places_by_hand'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='contact_set_by',
            field=models.CharField(blank=True, db_default='', help_text='Who said where it is told', max_length=60),
        ),
        migrations.AddField(
            model_name='placing',
            name='was',
            field=models.JSONField(help_text='Of a join: what stood in the place before, and whether its contact went along', null=True),
        ),
        migrations.AddField(
            model_name='placing',
            name='undoes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='directory.placing'),
        ),
        migrations.AlterField(
            model_name='placing',
            name='step',
            field=models.CharField(choices=[('proposed', 'Proposed'), ('added', 'Added'), ('accepted', 'Put into the directory'), ('joined', 'Joined with another place'), ('apart', 'Said not to be another place'), ('parted', 'Join undone')], max_length=10),
        ),
        migrations.RemoveConstraint(
            model_name='placing',
            name='one_step_of_each_kind',
        ),
        migrations.RemoveConstraint(
            model_name='placing',
            name='joined_or_apart_names_the_other',
        ),
        migrations.AddConstraint(
            model_name='placing',
            constraint=models.UniqueConstraint(condition=models.Q(('step__in', ['proposed', 'added', 'accepted'])), fields=('service', 'step'), name='one_step_of_each_kind'),
        ),
        migrations.AddConstraint(
            model_name='placing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'parted'), ('undoes__isnull', False)), models.Q(models.Q(('step', 'parted'), _negated=True), ('undoes', None)), _connector='OR'), name='undone_is_a_join'),
        ),
        migrations.AddConstraint(
            model_name='placing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('other__isnull', False), ('step__in', ['joined', 'apart', 'parted'])), models.Q(models.Q(('step__in', ['joined', 'apart', 'parted']), _negated=True), ('other', None)), _connector='OR'), name='joined_or_apart_names_the_other'),
        ),
    ]
