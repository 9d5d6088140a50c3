"""The page of zones: what is done with them, and what became of each."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def zone_desk() -> Words:
    """Drawing, reshaping, cutting and merging."""
    return _list() | _form() | _shape() | _acts()


def _list() -> Words:
    return {
        "zones.count.one": _("{n} zone is visited"),
        "zones.count.other": _("{n} zones are visited"),
        "zones.retired": _("retired"),
        "zones.unsaved": _("not saved"),
        "zones.new": _("New zone"),
        "zones.none_found": _("No zone is called so."),
        "zones.every_day": _("every day"),
        "zones.every_days": _("every {n} days"),
        "zones.as_of": _("Zones as of {date}. They can be looked at, not changed."),
        "zones.taken_up": _("What you had not saved is still here."),
    }


def _form() -> Words:
    return {
        "zones.area": _("{area} km²"),
        "zones.stretch": _("Days and hours {n}"),
        "zones.stretch_days": _("On"),
        "zones.stretch_starts": _("From the hour"),
        "zones.stretch_ends": _("Until the hour"),
        "zones.stretch_interval": _("Every … days"),
        "zones.stretch_remove": _("Remove"),
    }


def _shape() -> Words:
    return {
        "zones.point": _("Point {n} of {count}"),
        "zones.point_hole": _("Hole {hole}, point {n} of {count}"),
        "zones.point_access": _("Where the van stops"),
        "zones.point_access_n": _("Place P{n} for the van"),
        "zones.add_point": _("Add a point after it"),
        "zones.add_van": _("Add a place for the van"),
        "zones.changed_by": _("Changed by somebody else: {what}"),
        "zones.changed_draft": _("Changed by somebody else: {what}. Your draft stays."),
        "zones.show_changed": _("Show it"),
        "zones.point_at": _("{point}: {lat} N, {lon} E"),
        "zones.no_border": _("There is no border of another zone within {metres} m."),
        "zones.corner": _("Point {n}"),
        "zones.not_neighbours": _(
            "No zone has a border in common with this one. Reshape one of them first:"
            " points snap to the other's border."
        ),
    }


def _acts() -> Words:
    return {
        "zones.saved": _("{zone} is saved."),
        "zones.split": _("{zone} is split into {n}."),
        "zones.merged": _("{zone} has the area of all now."),
        "zones.retired_now": _("{zone} is retired."),
        "zones.restored_now": _("{zone} is visited again."),
        "zones.undone": _("Undone."),
        "zones.redone": _("Done again."),
        "zones.undo": _("Undo"),
        "zones.undo_what": _("Undo: {what}"),
        "zones.redo_what": _("Redo: {what}"),
        "zones.undo_step": _("Undo the last move on the map"),
        "zones.redo_step": _("Redo the last move on the map"),
        "zones.discarded": _("What was not saved is gone."),
        "zones.discard": _("Discard"),
        "zones.kept": _("What you changed is kept here; save again when the server answers."),
    }


def zone_past() -> Words:
    """A zone's history, in words."""
    return _kinds() | _differences()


def _kinds() -> Words:
    return {
        "zone_change.carried": _("as it was when its history began"),
        "zone_change.created": _("drawn"),
        "zone_change.changed": _("changed"),
        "zone_change.reshaped": _("reshaped"),
        "zone_change.split": _("split"),
        "zone_change.merged": _("merged"),
        "zone_change.retired": _("retired"),
        "zone_change.restored": _("restored"),
        "zone_change.undone": _("undone"),
        "zone_change.undone_what": _("undone: {what}"),
        "zone_change.with": _("with {zones}"),
        "zone_change.nobody": _("the system"),
        "zone_change.when": _("{day}, {time}"),
        "zone_change.look": _("Look at it"),
        "zone_change.look_no_more": _("Look no more"),
        "zone_change.take_up": _("Take it up again"),
    }


def _differences() -> Words:
    return {
        "zone_diff.name": _("name: {before} → {after}"),
        "zone_diff.area": _("area: {before} → {after} km²"),
        "zone_diff.outline": _("outline moved"),
        "zone_diff.access": _("the van stops elsewhere"),
        "zone_diff.weight": _("weight: {before} → {after}"),
        "zone_diff.revisit_interval_days": _("interval: {before} → {after} days"),
        "zone_diff.service_minutes": _("visit: {before} → {after} min"),
        "zone_diff.service_per_person_minutes": _("per person: {before} → {after} min"),
        "zone_diff.service_limit_minutes": _("at most: {before} → {after} min"),
        "zone_diff.teams_at_once": _("teams at once: {before} → {after}"),
        "zone_diff.languages": _("languages: {before} → {after}"),
        "zone_diff.rhythm": _("other days and hours"),
        "zone_diff.none": _("none"),
    }
