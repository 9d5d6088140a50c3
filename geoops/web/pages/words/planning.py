"""Planning a day and what comes of it."""

from flask_babel import gettext as _

from geoops.routing.plan import TEMPLATES
from geoops.web.pages.words.group import Words


def planning() -> Words:
    """Planning a day and what comes of it."""
    return {
        "plan.choose_team": _("Choose at least one team."),
        "plan.queued": _("Waiting for the planner…"),
        "plan.running": _("Looking for the best routes…"),
        "plan.stop": _("Stop planning"),
        "plan.stop_as_good": _("Stop, this is good"),
        "plan.cancelled": _("Planning was stopped."),
        "plan.failed": _("No plan could be made."),
        "plan.none": _("No patrol is published for {date}."),
        "plan.published.one": _("{n} patrol is published for {date}."),
        "plan.published.other": _("{n} patrols are published for {date}."),
        "plan.ready.one": _("Draft: {n} patrol for {date}. Nobody sees it until you publish it."),
        "plan.ready.other": _("Draft: {n} patrols for {date}. Nobody sees them until you publish."),
        "plan.studied.one": _(
            "Study: {n} patrol for {date}. A day that has passed is not published."
        ),
        "plan.studied.other": _(
            "Study: {n} patrols for {date}. A day that has passed is not published."
        ),
        "plan.plan": _("Plan this day"),
        "plan.study": _("Study this day"),
        "plan.made": _("Made on {date} at {time}."),
        "plan.now_published": _("Published. The teams see their patrols now."),
        "plan.stops.one": _("{n} stop"),
        "plan.stops.other": _("{n} stops"),
        "plan.left_out.one": _("{n} stop left out"),
        "plan.left_out.other": _("{n} stops left out"),
        **_board(),
        **_by_hand(),
        **_figures(),
        "patrol.open": _("Open this patrol"),
        "stop.label": _("stop {number}, {name}, {time}"),
    } | {f"left_out.{reason.value}": _(sentence) for reason, sentence in TEMPLATES.items()}


def _board() -> Words:
    """The teams' boards."""
    return {
        "plan.not_visited": _("Not visited"),
        "plan.no_team_out": _("No team goes out. Choose a team above and plan again."),
        "plan.none_left_out": _("Every stop is visited. Put one here to leave it out today."),
        "plan.stays": _("Stays at its base"),
        "plan.stops_of": _("Stops of {team}"),
        "plan.being_timed": _("times are being worked out…"),
        "plan.lock": _("Lock"),
        "plan.locked": _("Locked"),
        "plan.lock_team": _("Lock {team}: its patrol stays as it is"),
        "plan.pin": _("Pin here"),
        "plan.unpin": _("Unpin"),
        "plan.pin_stop": _("Pin {name} to this team and place"),
        "plan.kind.zone": _("zone"),
        "plan.kind.camp": _("camp"),
        "plan.kind.site": _("site"),
        "plan.overdue": _("overdue"),
        "plan.moved": _("changed"),
        "plan.must": _("must be visited"),
        "plan.left_out_by_hand": _("Left out by hand."),
        "plan.wait": _("wait, {time}"),
        "plan.rest": _("break, {time}"),
        "plan.load.road": _("on the road"),
        "plan.load.stops": _("at stops"),
        "plan.load.rest": _("break"),
        "plan.load.wait": _("waiting"),
        "plan.load.free": _("free"),
        "plan.seed": _("Seed {seed}"),
    }


def _by_hand() -> Words:
    """Moving, pinning and asking, by every hand."""
    return {
        "plan.say.taken": _("{name} taken up: {team}, place {place} of {of}."),
        "plan.say.at": _("{team}, place {place} of {of}."),
        "plan.say.put": _("{name} put down: {team}, place {place} of {of}."),
        "plan.say.let_go": _("{name} stays where it was."),
        "plan.stop_at": _("{team}, place {place} of {of}, at {time}"),
        "plan.move_to": _("Move to"),
        "plan.team": _("Team"),
        "plan.place": _("Place in the order"),
        "plan.anywhere": _("Wherever it fits best"),
        "plan.first": _("first"),
        "plan.after": _("after {name}"),
        "plan.move": _("Move"),
        "plan.together": _("Several teams come here together. Which ones, What the day asks says."),
        "plan.what_cost": _("What would it cost?"),
        "plan.what_would_it_take": _("What would it take?"),
        "plan.must_visit": _("Must be visited"),
        "plan.need_not": _("Need not be visited"),
        "plan.leave_out": _("Leave out today"),
        "plan.do_it": _("Do it"),
        "plan.question.asking": _("Working it out…"),
        "plan.question.failed": _("The planner could not work it out."),
        "plan.question.impossible": _("Not possible."),
        "plan.question.dropped": _("No longer visited: {names}."),
        "plan.question.moved": _("Moved: {names}."),
        "plan.changes": _("What changed"),
        "plan.changes.none": _("Nothing else changed."),
        "plan.changes.no_team": _("No stop changes its team."),
        "plan.changes.shifted": _("Same team, at another time or place in its round"),
        "plan.changes.count": _("{handed} change team · {shifted} only in time"),
        "plan.cost.weight": _("This change costs {weight} of the weight covered."),
        "plan.cost.stops": _(
            "This change costs {weight} of the weight covered. No longer visited: {stops}."
        ),
        "plan.cost.unkept": _("{stop} could not be kept where it was put. {why}"),
        "plan.cost.anywhere": _("Let the planner choose its place in the round"),
    }


def _figures() -> Words:
    """What a plan comes to, its curve, and its comparison with another."""
    return {
        "plan.sum.visited": _("{visited} of {all} stops"),
        "plan.sum.weight": _("weight {share} of all"),
        "plan.sum.road": _("{time} on the road"),
        "plan.sum.required.one": _("{n} mandatory visit missed"),
        "plan.sum.required.other": _("{n} mandatory visits missed"),
        "plan.curve.weight": _("weight {weight}"),
        "plan.curve.road": _("road {time}"),
        "plan.curve.found.one": _("{n} plan, at {seconds} s"),
        "plan.curve.found.other": _("{n} better plans, the last at {seconds} s"),
        "plan.curve": _("Weight covered: from {from} to {to} in {seconds} s."),
        "plan.compare.this": _("on screen"),
        "plan.compare.one": _("One plan"),
        "plan.compare.other": _("The other plan"),
        "plan.compare.same": _("This is the same plan twice. Choose another one."),
        "plan.compare.better": _("better:"),
        "plan.compare.published": _("published"),
        "plan.total.required_missed": _("Mandatory visits missed"),
        "plan.total.weight": _("Weight covered"),
        "plan.total.visited": _("Stops visited"),
        "plan.total.overdue_visited": _("Overdue zones visited"),
        "plan.total.overdue_missed": _("Overdue zones missed"),
        "plan.total.distance": _("Distance"),
        "plan.total.driving": _("On the road"),
        "plan.total.working": _("Working time"),
        "plan.total.co2": _("CO₂"),
        "plan.total.balance": _("Balance among teams"),
    }
