"""The day's setup: who is there, and what the day asks of its places."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def day() -> Words:
    """The day's setup."""
    return _teams() | _demands() | _origins() | weekdays()


def _teams() -> Words:
    return {
        "day.details": _("Shift, breaks, bases, vehicle"),
        "day.details_of": _("Shift, breaks, bases and vehicle of {team}"),
        "day.shift_starts": _("Shift from"),
        "day.shift_ends": _("Shift until"),
        "day.breaks": _("Meal and breaks"),
        "day.break_add": _("Add a break"),
        "day.break_minutes": _("Minutes"),
        "day.break_from": _("Not before"),
        "day.break_until": _("Until"),
        "day.break_remove": _("Remove break {place} of {team}"),
        "day.break_removed": _("A break of {team} was removed."),
        "day.vehicle": _("Vehicle"),
        "day.no_vehicle": _("None"),
        "day.shared_vehicle": _("{vehicle} is given to several teams at the same time: {teams}."),
        "day.seats": _("Seats for people"),
        "day.longest": _("Longest outing, in hours"),
        "day.whole_shift": _("whole shift"),
        "day.skills": _("The team can"),
        "day.start_base": _("Leaves from"),
        "day.end_base": _("Comes back to"),
        "day.skill.health": _("Health care"),
    }


def _demands() -> Words:
    return {
        "day.required": _("must be visited"),
        "day.optional": _("may be visited"),
        "day.excluded": _("not on this day"),
        "day.at": _("at {time}"),
        "day.not_before": _("not before {time}"),
        "day.until": _("until {time}"),
        "day.visits": _("{n} times, at least {hours} h apart"),
        "day.teams_together": _("{n} teams together"),
        "day.needs": _("with {skill}"),
        "day.only": _("only {teams}"),
        "day.not": _("not {teams}"),
        "day.people.one": _("{n} person to take along"),
        "day.people.other": _("{n} people to take along"),
        "day.minutes": _("{minutes} min there"),
        "day.weighs": _("weighs × {factor}"),
        "day.worth.0": _("Less than usual (× ½)"),
        "day.worth.1": _("As usual"),
        "day.worth.2": _("More than usual (× 2)"),
        "day.worth.3": _("Much more than usual (× 5)"),
        "day.gone": _("no longer visited"),
        "day.change": _("Change"),
        "day.change_of": _("Change what is asked of {place}"),
        "day.remove_of": _("Remove {place}"),
        "day.removed": _("{place} was removed."),
        "day.undo": _("Undo"),
        "day.rule.may": _("may come"),
        "day.rule.only": _("only this one"),
        "day.rule.not": _("must not come"),
    }


def _origins() -> Words:
    return {
        "day.saving": _("Saving…"),
        "day.saved": _("Saved"),
        "day.copied_from": _("Copied from {date}."),
        "day.as_usual": _("As usual on a {weekday}."),
        "day.use_usual": _("Take the usual {weekday}"),
        "day.make_usual": _("Make this the usual {weekday}"),
        "day.is_usual": _("This is the usual {weekday} now."),
    }


def weekdays() -> Words:
    """The days of the week; Monday is 0."""
    return {
        "day.weekday.0": _("Monday"),
        "day.weekday.1": _("Tuesday"),
        "day.weekday.2": _("Wednesday"),
        "day.weekday.3": _("Thursday"),
        "day.weekday.4": _("Friday"),
        "day.weekday.5": _("Saturday"),
        "day.weekday.6": _("Sunday"),
    }
