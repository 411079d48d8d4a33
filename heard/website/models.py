from django.db import models
from django.db.models import Q


class CountedStatistics(models.Model):
    """The public figures as they were counted last, in one row: counting reads every story. Nothing but numbers, months and roles."""

    PRIVACY = dict.fromkeys(("id", "counted_on", "lines"), "public") | {"counted_at": "operational"}

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counted_at = models.DateTimeField()
    counted_on = models.DateField(help_text="The site's own day then: what was due before it was overdue")
    lines = models.JSONField(help_text="As `queries.statistics` reads them: of all stories, of each role, of each month")

    class Meta:
        constraints = [models.CheckConstraint(name="statistics_are_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"statistics of {self.counted_at}"
