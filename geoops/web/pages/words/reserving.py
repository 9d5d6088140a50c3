"""Holds under way, their end, and the waiting list."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def reserving() -> Words:
    """Holds on both sides, and the waiting list."""
    return held() | letting_go() | line()


def held() -> Words:
    """Holds and how they end."""
    return {
        "held.until": _("until {time}"),
        "held.over": _("time is up"),
        "held.places.one": _("{n} place · {category}"),
        "held.places.other": _("{n} places · {category}"),
        "held.no_team": _("Coordination"),
        "held.arrived.one": _("{n} person has arrived"),
        "held.arrived.other": _("{n} people have arrived"),
        "held.none": _("No places are held."),
        "held.none_ended": _("Nothing has ended yet."),
        "held.sum.one": _("{n} hold, places: {places}"),
        "held.sum.other": _("{n} holds, places: {places}"),
        "held.extend": _("Extend by 1 h"),
        "held.extended": _("{site}: held until {time}."),
        "held.limit": _("This hold has reached its limit: ask the site, or hold places anew."),
        "held.state.arrived": _("arrived"),
        "held.state.released": _("released"),
        "held.state.expired": _("ran out"),
        "held.state.no_show": _("did not come"),
        "filter.every_site": _("All sites"),
        "filter.every_team": _("All teams"),
    }


def letting_go() -> Words:
    """Places that are given back."""
    return {
        "held.release": _("Release…"),
        "held.no_show": _("Did not come…"),
        "held.what.one": _("{site}: {n} place, {category}"),
        "held.what.other": _("{site}: {n} places, {category}"),
        "held.release.title": _("Release places?"),
        "held.release.consequence": _(
            "They are offered to others at once, first to the waiting list."
        ),
        "held.release.confirm": _("Release"),
        "held.release.done": _("The places are released."),
        "held.no_show.title": _("The group did not come?"),
        "held.no_show.consequence": _(
            "All its places are freed at once, first for the waiting list. This cannot be undone."
        ),
        "held.no_show.confirm": _("It did not come"),
        "held.no_show.done": _("Noted: the group did not come."),
    }


def line() -> Words:
    """The waiting list, and what a team is told of it and of its holds."""
    return {
        "line.position": _("Position"),
        "line.since": _("since {time}"),
        "line.until": _("until {time} at the latest"),
        "line.overtaken.one": _("{n} later request was served before it"),
        "line.overtaken.other": _("{n} later requests were served before it"),
        "line.none": _("Nobody waits for places."),
        "line.sum.one": _("{n} request"),
        "line.sum.other": _("{n} requests"),
        "line.withdraw": _("Withdraw"),
        "line.withdrawn": _("The request is withdrawn."),
        "line.asked": _("On the waiting list: you are told as soon as places are held."),
        "line.served_at_once": _("Places were free: they are held now."),
        "line.served.one": _("{n} place is held for you at {site}."),
        "line.served.other": _("{n} places are held for you at {site}."),
        "line.given.one": _("Waiting list: {n} place at {site} is held for {team}."),
        "line.given.other": _("Waiting list: {n} places at {site} are held for {team}."),
        "notice.soon": _("{site}: the hold runs out at {time}."),
        "notice.ended.expired": _("{site}: the time ran out, the places are free again."),
        "notice.ended.released": _("{site}: the places were released."),
        "notice.ended.no_show": _("{site}: the group was noted as not having come."),
        "notice.ended.arrived": _("{site}: the group has arrived."),
    }


def priorities() -> Words:
    """Why a group comes first."""
    return {
        "priority.unaccompanied_minor": _("Unaccompanied minors"),
        "priority.small_children": _("Family with small children"),
        "priority.health": _("Pregnancy or illness in the group"),
        "priority.ordinary": _("No particular priority"),
    }
