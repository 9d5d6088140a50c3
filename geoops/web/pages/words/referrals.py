"""Referrals and appointments: the follow-up page and the GUDA's own."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def following() -> Words:
    """The follow-up page."""
    return {
        "kind.place": _("Shelter"),
        "kind.guda": _("GUDA"),
        "kind.spada": _("SPADA"),
        "kind.voluntary_return": _("Voluntary return (ARV)"),
        "kind.care": _("Care"),
        "state.open": _("To be followed"),
        "state.booked": _("Appointment booked"),
        "state.honoured": _("Honoured"),
        "state.partly_honoured": _("Partly honoured"),
        "state.missed": _("Missed"),
        "state.cancelled": _("Cancelled"),
        "state.interest": _("Interested"),
        "state.interview_planned": _("Interview planned"),
        "state.interview_held": _("Interview held"),
        "state.application_lodged": _("Application lodged"),
        "state.withdrawn": _("Withdrawn"),
        "state.accompanied": _("Accompanied"),
        "need.move": _("Appointments to be moved (desk closed)"),
        "need.rebook": _("Missed appointments to be rebooked"),
        "need.date": _("Interviews without a date"),
        "need.outcome": _("Outcomes to be noted"),
        "need.book": _("Without an appointment at the GUDA"),
        "funnel.proposed": _("Proposed"),
        "funnel.under_way": _("Booked or planned"),
        "funnel.honoured": _("Honoured orientations"),
        "funnel.missed": _("Missed orientations"),
        "funnel.people.one": _("person"),
        "funnel.people.other": _("people"),
        "funnel.referrals.one": _("{n} orientation"),
        "funnel.referrals.other": _("{n} orientations"),
        "follow.people.one": _("{n} person"),
        "follow.people.other": _("{n} people"),
        "follow.made": _("made on {when}"),
        "follow.no_zone": _("outside the zones"),
        "follow.nothing": _("No orientation matches these filters."),
        "follow.all_done": _("Nothing waits: every orientation has its next step."),
        "follow.kept_until": _("place kept until {time}"),
        "follow.interview": _("interview on {when}, {venue}"),
        "follow.plan": _("Plan the interview"),
        "follow.replan": _("Plan it again"),
        "follow.done": _("Noted: {state}."),
        "venue.office": _("at the OFII office"),
        "venue.field": _("in the field"),
        "step.honoured": _("Honoured"),
        "step.missed": _("Missed"),
        "step.cancelled": _("Cancel"),
        "step.accompanied": _("Accompanied"),
        "step.interview_held": _("Interview held"),
        "step.application_lodged": _("Application lodged"),
        "step.withdrawn": _("Withdrawn"),
        "total": _("Total"),
    } | booking()


def booking() -> Words:
    """Booking an appointment, moving it, calling it off, and taking that back."""
    return {
        "book.open": _("Book an appointment"),
        "book.rebook": _("Book again"),
        "book.move": _("Move"),
        "book.cancel": _("Cancel the appointment"),
        "book.title": _("Appointment for {people}"),
        "book.free.one": _("{n} seat free"),
        "book.free.other": _("{n} seats free"),
        "book.none": _("Nobody is seen on this day."),
        "book.full": _("No free seat on this day."),
        "book.booked": _("Booked on {when}."),
        "book.moved": _("Moved to {when}."),
        "book.cancelled": _("Appointment cancelled."),
        "book.undo": _("Undo"),
        "book.undone": _("Undone."),
        "appointment.at": _("{when}, {people}"),
        "appointment.to_move": _("to be moved"),
        "appointment.state.booked": _("expected"),
        "appointment.state.honoured": _("came"),
        "appointment.state.missed": _("did not come"),
        "follow.people.one": _("{n} person"),
        "follow.people.other": _("{n} people"),
    }


def appointments() -> Words:
    """The GUDA's own page."""
    return (
        booking()
        | {
            "desk.all_came": _("Came"),
            "desk.some_came": _("Some came…"),
            "desk.none_came": _("Did not come"),
            "desk.came.one": _("{n} came of {total}"),
            "desk.came.other": _("{n} came of {total}"),
            "desk.noted": _("Noted."),
            "desk.free.one": _("{n} free seat"),
            "desk.free.other": _("{n} free seats"),
            "desk.day": _("{booked} booked, {seats} seats"),
            "desk.nobody": _("No appointment on this day."),
            "desk.closed": _("Closed: {cause}"),
            "desk.fewer": _("Other desks than usual on this day: {n} ({cause})"),
            "desk.reopen": _("Back to the usual calendar"),
            "desk.stated": _("Noted. Who is booked stays booked until moved."),
            "desk.move_first.one": _("{n} group must be moved: the desks cannot see it."),
            "desk.move_first.other": _("{n} groups must be moved: the desks cannot see them."),
            "desk.no_team": _("Coordination"),
        }
        | causes()
    )


def causes() -> Words:
    """Why a GUDA sees nobody, or fewer people."""
    return {
        "cause.staff": _("staff absent"),
        "cause.training": _("training"),
        "cause.strike": _("strike"),
        "cause.works": _("works"),
        "cause.weather": _("weather"),
        "cause.extra_opening": _("extra opening"),
        "cause.site": _("the site is closed"),
        "cause.calendar": _("no longer in the calendar"),
        "cause.new_year": _("New Year's Day"),
        "cause.easter_monday": _("Easter Monday"),
        "cause.labour_day": _("Labour Day"),
        "cause.victory_1945": _("8 May 1945"),
        "cause.ascension": _("Ascension Day"),
        "cause.whit_monday": _("Whit Monday"),
        "cause.national_day": _("14 July"),
        "cause.assumption": _("Assumption"),
        "cause.all_saints": _("All Saints' Day"),
        "cause.armistice_1918": _("11 November"),
        "cause.christmas": _("Christmas"),
    }
