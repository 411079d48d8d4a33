"""By when something is decided, and when it is public: in working hours of its region."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from heard.core import clock
from heard.core.working_time import OPENS, after_working_hours, next_working_moment
from heard.moderation.rules.work import StoryWork
from heard.regions.models import Holiday, Region
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.models import Story
from heard.stories.rules.signs import Sign, find_signs


def due_after(region_id: int, moment: datetime) -> datetime:
    """By when something that came at `moment` should be decided: ⚙ `moderated_within` working hours later."""
    zone, holidays = calendar(region_id, moment)
    return after_working_hours(moment, setting(region_id, SettingKey.MODERATED_WITHIN), zone=zone, holidays=holidays)


def calendar(region_id: int, moment: datetime) -> tuple[str, set[date]]:
    """The region's time zone, and its holidays of the two months from then on."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    days = Holiday.objects.filter(region_id=region_id, day__range=(moment.date(), moment.date() + timedelta(days=60)))
    return zone, set(days.values_list("day", flat=True))


def publishes_at(story: Story, work: StoryWork, moment: datetime) -> datetime:
    """When the story is public if it is approved at `moment` as `work` says: then, or (⚙ `publish_in_hours`) on the next working morning.

    What only praises need not wait (⚙ `praise_any_time`).
    """
    sells = any(each.sign == Sign.ADVERT for each in find_signs(f"{work.title}\n{work.text}\n{work.hope}"))
    praise = work.criticality == 0 and not story.is_question and not sells
    if not setting(story.region_id, SettingKey.PUBLISH_IN_HOURS) or (praise and setting(story.region_id, SettingKey.PRAISE_ANY_TIME)):
        return moment
    zone, holidays = calendar(story.region_id, moment)
    return next_working_moment(moment, zone=zone, holidays=holidays)


def desk_is_open(region_id: int, moment: datetime) -> bool:
    """Whether `moment` lies in working hours of the region."""
    zone, holidays = calendar(region_id, moment)
    return next_working_moment(moment, zone=zone, holidays=holidays) == moment


def hold_ends(region_id: int, day: date) -> datetime:
    """When a hold until `day` is over: as that day's work begins, in the region's own time."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    return datetime.combine(day, OPENS, ZoneInfo(zone)).astimezone(UTC)


def last_day_of_hold(region_id: int) -> date:
    """The last day that a hold which begins today can have (⚙ `hold_at_most`)."""
    return clock.today() + timedelta(days=setting(region_id, SettingKey.HOLD_AT_MOST))
