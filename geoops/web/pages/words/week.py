"""A week planned together: its progress, its zones and days, and the hours that are missing."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def week() -> Words:
    """The page of the week."""
    return {
        "plan.choose_team": _("Choose at least one team."),
        "week.queued": _("Waiting for the planner…"),
        "week.reading": _("Reading the roads…"),
        "week.planning": _("Planning {day}…"),
        "week.choosing": _("Choosing the days…"),
        "week.better": _("Looking for a better week: {met} of {total} zones meet their interval…"),
        "week.stop": _("Stop planning"),
        "week.stop_as_good": _("Stop, this is good"),
        "week.cancelled": _("Planning was stopped."),
        "week.failed": _("No week could be planned."),
        "week.none": _("No week has been planned yet. Choose a first day and plan it."),
        "week.made": _("Planned on {date} at {time}."),
        "week.so_far": _("Best week so far"),
        **_verdict(),
        **_table(),
        **_days(),
        **_map(),
    }


def _verdict() -> Words:
    """Whether every zone is met, and what is missing."""
    return {
        "week.all_met": _("Every zone meets its interval."),
        "week.met": _("{met} of {total} zones meet their interval."),
        "week.no_zones": _("There is no zone to visit."),
        "week.missing_exact": _("{hours} of teams are missing for all to meet it."),
        "week.missing_between": _(
            "Between {least} and {enough} of teams are missing for all to meet it: less than the "
            "first is proved not to do, the second is planned below."
        ),
        "week.missing_most": _(
            "{enough} more of teams are enough for all to meet it, as planned below. Whether "
            "less would do is not proved."
        ),
        "week.missing_unknown": _("How many hours are missing was not worked out."),
        "week.beyond.one": _("{n} zone cannot be met by any further team."),
        "week.beyond.other": _("{n} zones cannot be met by any further team."),
        "week.proved": _("No plan with these teams leaves less weight unmet: proved."),
        "week.not_proved": _("Whether a better week exists is not proved."),
        "week.added": _("What would be enough beside this week"),
        "week.added_around": _("What would be enough, in a week planned around it"),
        "week.added_day": _("{day}: {hours} more, for {zones}"),
        "week.work": _("{working} of work in {hours} of teams, {driving} on the road."),
    }


def _table() -> Words:
    """The zones by days."""
    return {
        "week.zone": _("Zone"),
        "week.visited": _("visited at {time} by {team}"),
        "week.late": _("too late"),
        "week.partly": _("{n} of {wanted} visits"),
        "week.no_visit": _("no visit"),
        "week.every.one": _("every day"),
        "week.every.other": _("every {n} days"),
        "week.every_hours": _("every {hours} h, planned by whole days: {days}"),
        "week.in_hours": _("in its hours"),
        "week.hours_apart": _("up to {hours} h by the clock: days are kept, not hours"),
        "week.zone_unmet": _("not met"),
        "week.zone_certain": _("cannot be met"),
        "week.gap.one": _("{n} day apart at most"),
        "week.gap.other": _("{n} days apart at most"),
        "week.late_before.one": _("overdue by {n} day when the week began"),
        "week.late_before.other": _("overdue by {n} days when the week began"),
        "week.never": _("never visited before"),
    }


def _days() -> Words:
    """The days, one by one."""
    return {
        "week.use": _("Use this day"),
        "week.use_day": _("Plan {day} with these visits"),
        "week.nobody": _("No team goes out."),
        "week.teams.one": _("{n} team"),
        "week.teams.other": _("{n} teams"),
        "week.visits.one": _("{n} visit"),
        "week.visits.other": _("{n} visits"),
        "week.used": _("{working} of {hours}"),
        "week.free": _("{hours} free"),
        "week.camp": _("camp"),
        "week.using": _("Taking it to the planning desk…"),
        "week.taken.one": _("{day}: {n} zone is asked for, with its visits and teams."),
        "week.taken.other": _("{day}: {n} zones are asked for, with their visits and teams."),
        "week.go": _("To the planning desk"),
        "week.take_back": _("Undo"),
        "week.taken_back": _("The day's setup is as it was before."),
    }


def _map() -> Words:
    """The zones on the map, over the week or on one day."""
    return {
        "week.map.all": _("Whole week"),
        "week.map.show": _("Show on the map"),
        "week.map.met": _("in time"),
        "week.map.late": _("too late: no time left"),
        "week.map.never": _("cannot be met"),
        "week.map.rest": _("no visit that day, or not planned"),
        "week.map.order": _("Numbers tell the order of a day's visits; lines are no roads."),
    }
