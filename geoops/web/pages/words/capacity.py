"""The capacity of every site, and where more people are, or are awaited, than places."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def capacity() -> Words:
    """The capacity page: its sums, its worklist, and stating a capacity."""
    return {
        "night.capacity.one": _("{n} place"),
        "night.capacity.other": _("{n} places"),
        "capacity.sites.one": _("{n} site"),
        "capacity.sites.other": _("{n} sites"),
        "capacity.nothing": _("No site matches. Change the search or the kind."),
        "capacity.change": _("Change…"),
        "capacity.change_at": _("Change the capacity of {site}"),
        "capacity.detail": _("Categories of {site}"),
        "capacity.sum": _("In all"),
        "capacity.count": _("Number of places"),
        "capacity.cause": _("Because of"),
        "capacity.title": _("State a capacity"),
        "capacity.submit": _("State this capacity"),
        "capacity.same": _("Unchanged: {n} places."),
        "capacity.from_to": _("{before} → {after} places."),
        "capacity.too_few_for_beds": _(
            "{n} beds are out of service there: put them back in service first."
        ),
        "said.capacity": _("{site}: {n} places ({category})."),
        "overflow.nowhere": _(
            "No overflow: everywhere there are as many places as people there or expected."
        ),
        "overflow.where": _("{occupied} present and {held} expected, for {places} usable places"),
        "overflow.let_go": _("Let holds go…"),
        "overflow.restate": _("Restate the capacity…"),
        "overflow.beds_back": _("Beds back…"),
        "overflow.see": _("See the site"),
        "holds.none": _("No places are held here in this category any more."),
        "holds.until": _("{team}, held until {until}"),
        "holds.no_team": _("Coordination"),
        "holds.release": _("Let go"),
        "holds.released.one": _("{n} held place let go."),
        "holds.released.other": _("{n} held places let go."),
    }
