"""A road closure as paper and files say it, in the reader's language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_datetime
from flask_babel import gettext as _


def closed_when(closure: dict[str, Any], patrol: dict[str, Any], zone: ZoneInfo) -> str:
    """When a road is closed, for a team that is out from `starts_at` to `ends_at` of `patrol`.

    What began before they leave is only said to end; another day is said with its date.
    """
    out = datetime.fromisoformat(patrol["starts_at"])

    def said(instant: datetime) -> str:
        local = instant.astimezone(zone)
        same_day = local.date() == out.astimezone(zone).date()
        return str(format_datetime(local, "HH:mm" if same_day else "d MMM HH:mm", rebase=False))

    start = datetime.fromisoformat(closure["starts_at"])
    end = datetime.fromisoformat(closure["ends_at"]) if closure["ends_at"] else None
    if start <= out:
        now = _("closed until %(end)s", end=said(end)) if end else _("closed until further notice")
        return str(now)
    if end is None:
        return str(_("closed from %(start)s until further notice", start=said(start)))
    return str(_("closed from %(start)s to %(end)s", start=said(start), end=said(end)))
