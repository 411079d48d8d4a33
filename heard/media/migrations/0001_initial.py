import django.contrib.postgres.fields
import heard.core.clock
from heard.core.migrating import make_view
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What its address is made of; nobody can guess it', max_length=32, unique=True)),
                ('width', models.PositiveSmallIntegerField(help_text='Of the largest copy, in dots')),
                ('height', models.PositiveSmallIntegerField()),
                ('widths', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='In which it is kept, the smallest first', size=None)),
                ('sent_by', models.CharField(max_length=60)),
                ('sent_at', models.DateTimeField(default=heard.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9]{20,32}$')), name='picture_has_a_key'), models.CheckConstraint(condition=models.Q(('height__gt', 0), ('width__gt', 0), ('widths__len__gt', 0)), name='picture_has_a_size')],
            },
        ),
        make_view("public_picture", "SELECT id, key, width, height FROM media_picture"),
    ]
