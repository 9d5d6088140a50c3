"""A patrol's page: the way, the end, the encounter form and its outbox."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def patrol() -> Words:
    """A patrol's page."""
    return {
        "patrol.next": _("Next stop"),
        "patrol.here": _("We are here"),
        "patrol.over": _("All stops are behind you."),
        "patrol.arrive": _("arrive {time}"),
        "patrol.leave": _("leave {time}"),
        "patrol.wait": _("opens {time}"),
        "patrol.hidden": _("Stop not shown"),
        "stop.label": _("stop {number}, {name}, {time}"),
        "stop.kind.zone": _("zone"),
        "stop.kind.camp": _("camp"),
        "stop.kind.site": _("site"),
    }


def signs() -> Words:
    """What a team notes on its way, and the changes that it is sent."""
    return {
        "accept.ask": _("New patrol, from {time}. Do you take it?"),
        "accept.act": _("Accept the patrol"),
        "revision.title": _("The coordination proposes a change"),
        "revision.reordered": _("The other stops come in another order."),
        "revision.rerouted": _("The same stops by another way: roads were closed or opened."),
        "revision.then": _("After the next stop:"),
        "revision.home": _("After that, back to base."),
        "revision.accept": _("Accept the change"),
        "revision.decline": _("Decline"),
        "sign.leave": _("We leave {stop}"),
        "sign.undo": _("Take back: {stop}"),
        "sign.skip": _("Skip this stop…"),
        "sign.skip.nobody_there": _("Nobody there"),
        "sign.skip.no_access": _("No access"),
        "sign.skip.unsafe": _("Not safe"),
        "sign.skip.no_time": _("No time left"),
        "sign.skip.other": _("Another reason"),
        "sign.skipped": _("skipped: {reason}"),
        "sign.kept": _("No network: noted on this phone, and sent later."),
        "sign.waiting.one": _("{n} sign of yours waits on this phone for the network"),
        "sign.waiting.other": _("{n} signs of yours wait on this phone for the network"),
        "sign.refused": _("A sign of yours could not be noted: {reason}"),
        "sign.refused_at": _("Your sign at {stop} could not be noted: {reason}"),
        "sign.dismiss": _("Understood"),
        "arriving.visit": _("You seem to be there: {stop}"),
        "arriving.departure": _("You seem to have left: {stop}"),
        "arriving.soon": _("Noted in {seconds} s unless you say no."),
        "arriving.yes": _("Yes, note it"),
        "arriving.no": _("No"),
    }


def sharing() -> Words:
    """The team's position, shared while it wants to."""
    return {
        "sharing.on": _("Position shared with the coordination"),
        "sharing.stop": _("Stop sharing"),
        "sharing.searching": _("Looking for the position…"),
        "sharing.sent": _("Shared at {time}, within {metres} m."),
        "sharing.unsent": _("No network: your position is sent when there is one."),
        "sharing.to_forget": _("Off. What was shared is deleted as soon as there is a network."),
        "sharing.refused": _("The phone gives no position, so nothing is shared."),
    }


def overseeing() -> Words:
    """The teams that are out, and replanning their day."""
    return {
        "out.status.published": _("not set out"),
        "out.status.under_way": _("under way"),
        "out.status.done": _("back"),
        "out.accepted": _("accepted"),
        "out.not_accepted": _("not accepted yet"),
        "out.done": _("{done} of {total} stops"),
        "out.next": _("Next: {stop}, about {time}"),
        "out.planned": _("planned {time}"),
        "out.late": _("{late} late"),
        "out.on_time": _("on time"),
        "out.home": _("On the way back"),
        "out.overdue": _("A sign of life was due at {time}: call the team."),
        "out.call": _("Call {phone}"),
        "out.where": _("Position: {age}"),
        "out.now": _("just now"),
        "out.ago": _("{age} ago"),
        "out.metres": _("{metres} from {stop}"),
        "out.phone": _("Phone in the vehicle: {phone}"),
        "out.no_phone": _("No phone number in the vehicle"),
        "out.phone_change": _("Change"),
        "out.phone_state": _("Add"),
        "out.phone_wrong": _("Give a number of 3 to 19 digits."),
        "out.dispute.twice": _(
            "{stop} is visited twice: {accepted} has taken it and {other} keeps it."
        ),
        "out.dispute.twice.open": _(
            "{stop} is with two teams until {other} answers: {accepted} has taken it."
        ),
        "out.dispute.nobody": _(
            "Nobody visits {stop}: {accepted} has given it up and {other} did not take it."
        ),
        "out.dispute.nobody.open": _(
            "Nobody has {stop} until {other} answers: {accepted} has given it up."
        ),
        "replan.call": _("{team} may be sent out ({from}–{until})"),
        "replan.over": _("{team} went home at {until}: its shift is over."),
        "replan.opened": _("{team}: a new patrol"),
        "replan.not_called": _(
            "{team} stays at its base: nothing without a team fits into what is left of its shift."
        ),
        "out.change.proposed": _("change sent, not answered"),
        "out.change.accepted": _("change accepted"),
        "out.change.declined": _("change declined"),
        "out.change.superseded": _("change superseded"),
        "replan.off": _("{team} makes no further stop"),
        "replan.release": _("Next stop of {team} may go to another"),
        "replan.cancel": _("{stop} ({team})"),
        "replan.working": _("Looking for the new plan…"),
        "replan.kept": _("{share} of the stops that nothing happened to keep their team."),
        "replan.unchanged": _("No patrol changes."),
        "replan.left": _("Nobody visits: {stops}"),
        "replan.sent": _("Sent to the teams. They accept or decline on their phone."),
        "replan.failed": _("The day could not be replanned."),
        "revision.reordered": _("The other stops come in another order."),
        "revision.rerouted": _("The same stops by another way: roads were closed or opened."),
    }


def finishing() -> Words:
    """The end of a patrol."""
    return {
        "finish.end": _("End the patrol"),
        "finish.left.one": _("{n} stop is not checked in:"),
        "finish.left.other": _("{n} stops are not checked in:"),
        "finish.ended": _("The patrol has ended."),
        "finish.at": _("on {date} at {time}"),
        "finish.visited.one": _("{n} stop of {total} visited"),
        "finish.visited.other": _("{n} of {total} stops visited"),
        "finish.missed": _("not visited"),
    }


def encounter() -> Words:
    """The encounter form and the outbox."""
    return {
        "count.head_count": _("People met"),
        "count.isolated_men": _("Isolated men"),
        "count.isolated_women": _("Isolated women"),
        "count.family_members": _("Family members"),
        "count.unaccompanied_minors": _("Unaccompanied minors"),
        "count.reduced_mobility": _("With reduced mobility"),
        "count.accepted": _("Accept shelter"),
        "count.less": _("One less: {label}"),
        "count.more": _("One more: {label}"),
        "position.device": _("My position"),
        "position.stop": _("Stop"),
        "position.searching": _("Looking for the position…"),
        "position.accuracy": _("within {metres} m"),
        "position.refused": _("The phone gives no position: move the map instead."),
        "position.cross": _("Where the cross is, the group was met."),
        "referral.add": _("Add an orientation"),
        "referral.kind": _("Orientation"),
        "referral.people": _("People"),
        "referral.category": _("Category"),
        "referral.site": _("Site (vacant places)"),
        "referral.remove": _("Remove"),
        "referral.kind.place": _("A place for the night"),
        "referral.kind.guda": _("Asylum desk (GUDA)"),
        "referral.kind.spada": _("First reception of asylum seekers (SPADA)"),
        "referral.kind.voluntary_return": _("Voluntary-return interview"),
        "referral.kind.care": _("Care"),
        "seats.title": _("Appointment"),
        "seats.none": _("No appointment now: the coordination books it later"),
        "seats.first": _("{when} (next free)"),
        "seats.no_free": _("The desk has no free appointment for this group."),
        "referral.full": _("No site has enough vacant places of this category now."),
        "line.ask": _("Ask to be put on the waiting list"),
        "line.priority": _("Priority of the group"),
        "offer.nearest": _("Nearest sensible first"),
        "offer.others": _("Other sites: closed on arrival, or not reckoned"),
        "offer.option.one": _("{site} · {far} · {n} place"),
        "offer.option.other": _("{site} · {far} · {n} places"),
        "offer.no_road": _("no road known"),
        "offer.straight": _("Driving times are not known now: by straight distance."),
    } | outbox()


def outbox() -> Words:
    """What happens to a report that is on its way."""
    return {
        "outbox.sent": _("Encounter recorded."),
        "outbox.kept": _("No network: the encounter is kept on this phone and sent later."),
        "outbox.waiting.one": _("{n} encounter waits on this phone for the network"),
        "outbox.waiting.other": _("{n} encounters wait on this phone for the network"),
        "outbox.refused": _("An encounter could not be recorded: {reason}"),
        "outbox.correct": _("Correct it"),
        "outbox.send": _("Send now"),
    }
