"""Occupancy by night, and the evenings ahead."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def occupancy() -> Words:
    """The nights, their chart and table, the tiles and the ranking."""
    return {
        "occupancy.all": _("The whole territory"),
        "occupancy.kinds": _("Kinds of site"),
        "occupancy.sites": _("Sites"),
        "occupancy.percent": _("{n} %"),
        "occupancy.none": _("There were no places in this period."),
        "occupancy.none_now": _("no places"),
        "occupancy.last": _("{occupied} of {capacity} places occupied"),
        "occupancy.not_final": _("not final until noon"),
        "occupancy.over": _("of {total} nights"),
        "occupancy.ahead": _("of the next {total} evenings"),
        "occupancy.ahead.next": _("first on {day}"),
        "occupancy.ahead.none": _("none is expected to"),
        "occupancy.ahead.unknown": _("no forecast yet"),
        "occupancy.night": _("{day}: {occupied} occupied, {held} held, {capacity} places, {rate}"),
        "occupancy.tonight": _(
            "{day}, so far: {occupied} occupied, {held} held, {capacity} places"
        ),
        "occupancy.evening": _("{day}, forecast: {expected} of {capacity} (80 %: {low} to {high})"),
        "occupancy.chart": _(
            "Chart of {nights} nights: {occupied} occupied at the end, between {least} and {most};"
            " {over} nights over 95 %. Arrow keys read night by night; the table has every number."
        ),
        "occupancy.table": _("Table"),
        "occupancy.drawing": _("Chart"),
        "occupancy.column.evening": _("Evening"),
        "occupancy.column.capacity": _("Places"),
        "occupancy.column.out": _("Out of service"),
        "occupancy.column.overflow": _("Overflow"),
        "occupancy.column.rate": _("Rate"),
        "occupancy.column.band": _("Band ({level} %)"),
        "occupancy.column.state": _("State"),
        "occupancy.column.chance": _("Chance of over 95 %"),
        "occupancy.state.over": _("over 95 %"),
        "occupancy.state.forecast": _("forecast"),
        "occupancy.state.tonight": _("so far"),
        "occupancy.state.open": _("not final"),
        "occupancy.range": _("{low} to {high}"),
        "occupancy.ranked.one": _("{n} night"),
        "occupancy.ranked.other": _("{n} nights"),
        "occupancy.rate": _("{rate} on average"),
        "occupancy.file": _("occupancy"),
    }


def forecast() -> Words:
    """A forecast, its method, and how good it has been."""
    return {
        "forecast.making": _("The forecast is being made…"),
        "forecast.failed": _("No forecast could be made."),
        "forecast.made": _("Made on {date} at {time} from the nights up to the day before."),
        "forecast.smoothing": _(
            "Method: exponential smoothing with a weekly rhythm, which came nearer than the naive"
            " guess (as many as a week before)."
        ),
        "forecast.naive": _(
            "Method: the naive guess, as many as a week before. Exponential smoothing did not come"
            " nearer, so it is not used."
        ),
        "forecast.naive_untested": _(
            "Method: the naive guess, as many as a week before. The history is too short to test"
            " anything better."
        ),
        "forecast.flat": _(
            "The number has not changed in all the nights known, so it is simply continued. That"
            " says nothing of how sure it is."
        ),
        "forecast.tested.one": _("Tested on {evenings} evenings of the last week:"),
        "forecast.tested.other": _("Tested on {evenings} evenings of the last {n} weeks:"),
        "forecast.error.smoothing": _("smoothing was off by {error} people on average"),
        "forecast.error.naive": _("the naive guess was off by {error} people on average"),
        "forecast.inside": _(
            "evenings inside the band of 50 %: {half} %; of 80 %: {most} %; of 95 %: {nearly} %"
        ),
    }
