"""A site's night: who is awaited, what is done at its desk, and its journal."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def night() -> Words:
    """Tonight's state, who is awaited, and the census."""
    return {
        "night.as_of": _("as of {time}"),
        "night.capacity.one": _("{n} place"),
        "night.capacity.other": _("{n} places"),
        "night.occupied": _("occupied"),
        "night.held": _("held"),
        "night.out": _("out of service"),
        "night.free": _("vacant"),
        "night.over": _("over capacity"),
        "awaited.none": _("Nobody is expected: no places are held here for the moment."),
        "awaited.sum.one": _("{n} person"),
        "awaited.sum.other": _("{n} people"),
        "awaited.people.one": _("{n} person"),
        "awaited.people.other": _("{n} people"),
        "awaited.arrived.one": _("{n} is already here"),
        "awaited.arrived.other": _("{n} are already here"),
        "awaited.team": _("With team {team}"),
        "awaited.no_team": _("Without a team: held by the coordination"),
        "awaited.bus": _("By bus"),
        "awaited.basis.bus": _("by the bus's trip"),
        "awaited.kept": _("Held until {until}"),
        "awaited.left": _("{left} left"),
        "awaited.over": _("time is up, the places are about to be freed"),
        "awaited.eta": _("Expected about"),
        "awaited.in.one": _("in {n} minute"),
        "awaited.in.other": _("in {n} minutes"),
        "awaited.any_moment": _("any moment now"),
        "awaited.basis.plan": _("by the patrol's plan"),
        "awaited.basis.road": _("by the road from its last stop"),
        "awaited.unknown": _("Time of arrival unknown"),
        "awaited.all_here.one": _("They are here"),
        "awaited.all_here.other": _("All {n} are here"),
        "awaited.some_here": _("Some are here…"),
        "awaited.no_show": _("They did not come…"),
        "census.agrees": _("as recorded: {recorded}"),
        "census.more.one": _("{n} more than recorded ({recorded})"),
        "census.more.other": _("{n} more than recorded ({recorded})"),
        "census.fewer.one": _("{n} fewer than recorded ({recorded})"),
        "census.fewer.other": _("{n} fewer than recorded ({recorded})"),
        "census.reason": _("Where the difference comes from"),
        "census.send.one": _("We are {n} tonight"),
        "census.send.other": _("We are {n} tonight"),
        "census.differing.one": _("{n} category differs from the journal; it will be corrected."),
        "census.differing.other": _(
            "{n} categories differ from the journal; they will be corrected."
        ),
        "census.we_are.one": _("Census recorded: {n} person."),
        "census.we_are.other": _("Census recorded: {n} people."),
        "census.done": _("It agrees with the journal."),
        "census.corrected": _("The journal is corrected by {change}."),
    }


def counting() -> Words:
    """The stepper, and asking once more what the network has swallowed."""
    return {
        "count.less": _("One less: {label}"),
        "count.more": _("One more: {label}"),
        "count.people": _("Number of people"),
        "count.beds": _("Number of beds"),
        "acts.waiting.one": _("No network: {n} act has no answer yet."),
        "acts.waiting.other": _("No network: {n} acts have no answer yet."),
        "acts.once": _("Sending again counts once, even if the first try got through."),
        "acts.again": _("Send again"),
        "acts.forget": _("Drop"),
        "acts.sent": _("Sent: it is recorded."),
        "acts.arrival.one": _("Arrival of {n} ({category})"),
        "acts.arrival.other": _("Arrival of {n} ({category})"),
        "acts.departure.one": _("Departure of {n} ({category})"),
        "acts.departure.other": _("Departure of {n} ({category})"),
        "acts.census": _("Census: {n} ({category})"),
        "acts.beds_out": _("Beds out of service: {n} ({category})"),
        "acts.beds_back": _("Beds back: {n} ({category})"),
        "acts.capacity": _("Capacity: {n} ({category})"),
        "foresight.left.one": _("{n} vacant place will be left."),
        "foresight.left.other": _("{n} vacant places will be left."),
        "foresight.overflow.one": _(
            "{n} person is there or expected without a place: an overflow will be declared."
        ),
        "foresight.overflow.other": _(
            "{n} people are there or expected without a place: an overflow will be declared."
        ),
        "left.vacant.one": _("{n} vacant place is left."),
        "left.vacant.other": _("{n} vacant places are left."),
        "left.overflow.one": _("Overflow: {n} person too many."),
        "left.overflow.other": _("Overflow: {n} people too many."),
        "beds_back.title": _("Beds back in service"),
        "beds_back.submit": _("Record as back"),
        "beds_back.none": _("No bed is out of service."),
        "said.beds_back": _("{n} back in service ({category})."),
    }


def desk() -> Words:
    """What is done at a site's desk, and what the page says afterwards."""
    return {
        "some.title": _("Some of the group are here"),
        "some.count": _("How many are here"),
        "some.rest": _("The others"),
        "some.stays_held": _("Keep holding"),
        "some.released": _("Let go"),
        "some.stays_held.foresight.one": _("{n} place stays held until {until}."),
        "some.stays_held.foresight.other": _("{n} places stay held until {until}."),
        "some.released.foresight.one": _("{n} place becomes vacant at once."),
        "some.released.foresight.other": _("{n} places become vacant at once."),
        "some.submit": _("Record the arrival"),
        "no_show.title": _("The group did not come?"),
        "no_show.foresight.one": _("{n} place becomes vacant at once. This cannot be undone."),
        "no_show.foresight.other": _("{n} places become vacant at once. This cannot be undone."),
        "no_show.submit": _("They did not come"),
        "walk_in.title": _("Walk-in arrival"),
        "walk_in.submit": _("Record the arrival"),
        "walk_in.full": _(
            "No place is vacant. People who are here all the same are counted by the census."
        ),
        "walk_in.foresight.one": _("{n} vacant place will be left."),
        "walk_in.foresight.other": _("{n} vacant places will be left."),
        "departure.title": _("Departure"),
        "departure.submit": _("Record the departure"),
        "departure.empty": _("Nobody is recorded as present."),
        "departure.foresight.one": _("{n} person will still be here."),
        "departure.foresight.other": _("{n} people will still be here."),
        "beds_out.title": _("Beds out of service"),
        "beds_out.submit": _("Take out of service"),
        "beds_out.reason": _("Reason"),
        "beds_out.none": _("Every bed is already out of service."),
        "said.arrived.one": _("{n} person has arrived ({category})."),
        "said.arrived.other": _("{n} people have arrived ({category})."),
        "said.no_show.one": _("{n} held place is vacant again ({category})."),
        "said.no_show.other": _("{n} held places are vacant again ({category})."),
        "said.departed.one": _("{n} person has left ({category})."),
        "said.departed.other": _("{n} people have left ({category})."),
        "said.beds_out": _("{n} out of service ({category})."),
        "said.undone": _("Arrival taken back: {n} ({category})."),
        "said.kept_fewer.one": _("Only {n} of {wanted} places could be held again."),
        "said.kept_fewer.other": _("Only {n} of {wanted} places could be held again."),
        "said.kept_again.one": _("{n} place is held again until {until}."),
        "said.kept_again.other": _("{n} places are held again until {until}."),
    }


def journal() -> Words:
    """The ledger's causes, reasons and changes."""
    return causes() | {
        "journal.none": _("Nothing has been recorded yet."),
        "journal.undo": _("Undo"),
        "journal.by_itself": _("automatic"),
        "journal.nothing": _("no change"),
        "change.capacity.one": _("place"),
        "change.capacity.other": _("places"),
        "change.out_of_service": _("out of service"),
        "change.occupied.one": _("occupied"),
        "change.occupied.other": _("occupied places"),
        "change.held.one": _("held"),
        "change.held.other": _("held places"),
        "change.overflow": _("over capacity"),
        "cause.opening": _("Opening"),
        "cause.out_of_service": _("Beds out of service"),
        "cause.back_in_service": _("Beds back in service"),
        "cause.hold": _("Places held"),
        "cause.release": _("Hold let go"),
        "cause.expiry": _("Hold expired"),
        "cause.no_show": _("Group did not come"),
        "cause.arrival": _("Arrival"),
        "cause.departure": _("Departure"),
        "cause.transfer": _("Transfer"),
        "cause.census": _("Census"),
        "cause.correction": _("Correction"),
        "reason.unrecorded_arrival": _("unrecorded arrival"),
        "reason.unrecorded_departure": _("unrecorded departure"),
        "reason.miscount": _("miscount"),
        "reason.repair": _("repair"),
        "reason.hygiene": _("hygiene"),
        "reason.safety": _("safety"),
    }


def causes() -> Words:
    """Why a capacity changes."""
    return {
        "cause.works": _("Works"),
        "cause.plan_grand_froid": _("Plan grand froid (cold-weather plan)"),
        "cause.closure": _("Closure"),
        "cause.reopening": _("Reopening"),
    }
