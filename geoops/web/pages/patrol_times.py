"""Times and lengths of a patrol as paper and files say them, in the reader's language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal, format_time


def clock(instant: str, zone: ZoneInfo) -> str:
    """The time of day in the territory of an ISO 8601 instant: "10:40"."""
    local = datetime.fromisoformat(instant).astimezone(zone)
    return str(format_time(local, "HH:mm", rebase=False))


def whole_day(day: str) -> str:
    """A calendar date with its weekday."""
    return str(format_date(date.fromisoformat(day), "EEEE d MMMM y", rebase=False))


def length(metres: float) -> str:
    """Metres to ten; from a kilometre on kilometres: "350 m", "1,2 km"."""
    if metres < 995:
        return f"{max(10, round(metres / 10) * 10)} m"
    return f"{format_decimal(metres / 1000, '#,##0.0' if metres < 10_000 else '#,##0')} km"


def duration(seconds: float) -> str:
    """Minutes; from an hour on hours and minutes: "35 min", "2 h 05"."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"
