"""Sites, their kinds and places, and keeping some."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def sites() -> Words:
    """Sites, their places, and keeping some."""
    return kinds() | {
        "status.open": _("Open"),
        "status.closed": _("Closed"),
        "status.planned": _("Planned"),
        "site.closed_today": _("closed today"),
        "site.open_all_day": _("day and night"),
        "site.verified": _("Verified on {date}, source: {source}"),
        "site.desks.one": _("{n} desk for asylum applications"),
        "site.desks.other": _("{n} desks for asylum applications"),
        "sites.folded.one": _("{n} site; press to come closer"),
        "sites.folded.other": _("{n} sites; press to come closer"),
        "site.night": _("Tonight at this site"),
        "search.nothing": _("No site of that name"),
    }


def kinds() -> Words:
    """The kinds of site, in short and in full."""
    return {
        "kind.caes": _("CAES"),
        "kind.sas": _("SAS"),
        "kind.cao": _("CAO"),
        "kind.guda": _("GUDA"),
        "kind.spada": _("SPADA"),
        "kind.caes.long": _("CAES – reception and assessment"),
        "kind.sas.long": _("SAS – short-stay shelter"),
        "kind.cao.long": _("CAO – reception and orientation"),
        "kind.guda.long": _("GUDA – asylum desk"),
        "kind.spada.long": _("SPADA – first reception"),
    }


def places() -> Words:
    """Categories of place, and what is left of them."""
    return {
        "category.isolated_man": _("Isolated men"),
        "category.isolated_woman": _("Isolated women"),
        "category.family": _("Families"),
        "category.unaccompanied_minor": _("Unaccompanied minors"),
        "category.reduced_mobility": _("Reduced mobility"),
        "column.category": _("Category"),
        "column.capacity": _("Capacity"),
        "column.out_of_service": _("Out of service"),
        "column.overflow": _("Overflow"),
        "column.available": _("Vacant"),
        "column.held": _("Held"),
        "column.occupied": _("Occupied"),
        "places.available.one": _("{n} vacant place"),
        "places.available.other": _("{n} vacant places"),
        "places.left_of.one": _("vacant place of {capacity}"),
        "places.left_of.other": _("vacant places of {capacity}"),
        "places.in_words": _("{occupied} occupied, {held} held, {available} vacant"),
        "places.none": _("No site has any places yet."),
        "places.out.one": _("{n} out of service"),
        "places.out.other": _("{n} out of service"),
        "overflow.site.one": _("{n} person over capacity"),
        "overflow.site.other": _("{n} people over capacity"),
        "overflow.of": _("{n} {category}"),
    }


def holding() -> Words:
    """Keeping places and letting them go."""
    return {
        "hold.keep": _("Keep places"),
        "hold.none_left": _("No place left"),
        "hold.kept.one": _("{n} place kept at {site} until {until}"),
        "hold.kept.other": _("{n} places kept at {site} until {until}"),
        "hold.undo": _("Undo"),
        "hold.released": _("The places are vacant again."),
    }
