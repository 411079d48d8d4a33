import django.db.models.deletion
import heard.core.clock
import heard.core.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_words_for_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Film',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What its address is made of, and how pages name it', max_length=32, unique=True)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('language', heard.core.fields.LanguageField(help_text='Of its title, captions and transcript')),
                ('state', models.CharField(choices=[('preparing', 'Being prepared'), ('ready', 'Not published'), ('refused', 'We can’t use it'), ('published', 'Published'), ('withdrawn', 'Taken down'), ('deleted', 'Deleted')], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('refused', models.CharField(blank=True, help_text='Why we can’t use it', max_length=30)),
                ('ending', models.CharField(blank=True, help_text='mp4 or webm: what it is, told by its content', max_length=4)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='Of the file, in bytes')),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('width', models.PositiveSmallIntegerField(default=0)),
                ('height', models.PositiveSmallIntegerField(default=0)),
                ('has_sound', models.BooleanField(default=True)),
                ('captions', models.TextField(blank=True, help_text='WebVTT, as we write it')),
                ('transcript', models.TextField(blank=True, help_text='Paragraphs, with an empty line between them')),
                ('seen', models.CharField(blank=True, choices=[('words', 'The words say it all: nothing is lost by not seeing the film'), ('described', 'The film has audio description: a voice says what can be seen')], help_text='How those who can’t see it learn what it shows', max_length=10)),
                ('signs', models.OneToOneField(help_text='The film of which this one is the signed version', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='signed', to='media.film')),
            ],
        ),
        migrations.CreateModel(
            name='FilmMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=heard.core.clock.now)),
                ('to_state', models.CharField(choices=[('preparing', 'Being prepared'), ('ready', 'Not published'), ('refused', 'We can’t use it'), ('published', 'Published'), ('withdrawn', 'Taken down'), ('deleted', 'Deleted')], max_length=10)),
                ('film', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='media.film')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='film',
            constraint=models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9]{20,32}$')), name='film_has_a_key'),
        ),
        migrations.AddConstraint(
            model_name='film',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ready', 'published', 'withdrawn']), _negated=True), models.Q(('ending__in', ['mp4', 'webm']), ('height__gt', 0), ('size__gt', 0), ('width__gt', 0)), _connector='OR'), name='film_is_prepared'),
        ),
        migrations.AddConstraint(
            model_name='film',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(models.Q(('title', ''), _negated=True), models.Q(('transcript', ''), _negated=True), models.Q(('seen', ''), _negated=True), models.Q(('has_sound', False), models.Q(('captions', ''), _negated=True), _connector='OR')), _connector='OR'), name='published_film_has_its_words'),
        ),
        migrations.AddConstraint(
            model_name='film',
            constraint=models.CheckConstraint(condition=models.Q(('signs', None), models.Q(('signs', models.F('id')), _negated=True), _connector='OR'), name='film_signs_another'),
        ),
    ]
