import django.db.models.deletion
from django.db import migrations, models

from heard.core.migrating import make_view

# Of a service for as long as the organisation that gave it looks after it.
PICTURE = """
SELECT shown.organisation_id, shown.service_id,
       json_build_object('key', picture.key, 'widths', picture.widths, 'width', picture.width, 'height', picture.height,
                         'alt', picture.alt, 'alt_language', picture.alt_language) AS picture
  FROM organisations_shownpicture shown JOIN public_picture picture ON picture.id = shown.picture_id AND picture.kind = 'picture'
 WHERE shown.service_id IS NULL
    OR EXISTS (SELECT FROM public_service service JOIN public_remit_branch branch ON branch.service_id = ANY (service.ancestors)
                WHERE service.id = shown.service_id AND branch.organisation_id = shown.organisation_id)"""


class Migration(migrations.Migration):
    """The picture that an organisation shows of itself, and of each service that it looks after."""

    dependencies = [
        ("directory", "0011_language_of_a_note"),
        ("media", "0002_words_for_pictures"),
        ("organisations", "0010_language_of_an_invitation"),
        ("stories", "0027_places_with_a_page"),  # it makes `public_service` anew, which this view reads
    ]

    operations = [
        migrations.CreateModel(
            name="ShownPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="organisations.organisation"
                    ),
                ),
                (
                    "picture",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media.picture"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        help_text="None: the organisation itself",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("service", None)), fields=("organisation",), name="one_picture_of_an_organisation"
                    ),
                    models.UniqueConstraint(fields=("service",), name="one_picture_of_a_service"),
                ]
            },
        ),
        make_view("public_organisation_picture", PICTURE),
    ]
