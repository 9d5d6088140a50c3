"""From a constraint that the database held to the error that its reader understands.

Python repeats no invariant of the database; it only says in words which one refused. A constraint
that is not in the table below is a mistake of ours, and stays an `IntegrityError`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from geoops.errors import Conflict, GeoOpsError, Invalid


class NoPlacesLeft(Conflict):
    """More places were asked for than are left; `available` says how many there are."""

    code = "no-places-left"
    template = "There are not enough places left: {available} of the {asked} asked for."


VIOLATIONS: dict[str, GeoOpsError] = {
    "ck_encounter_head_count_is_a_group": Invalid(
        field="head_count", reason="an encounter counts from 1 to 500 people"
    ),
    "ck_encounter_counts_fit_the_head_count": Invalid(
        field="people", reason="the counts by category add up to more than the head count"
    ),
    "ck_encounter_accepted_fits_the_head_count": Invalid(
        field="accepted", reason="more people accepted than were met"
    ),
    "ck_encounter_counts_are_not_negative": Invalid(
        field="people", reason="a count cannot be negative"
    ),
    "ck_encounter_needs_are_known": Invalid(field="needs", reason="an unknown need"),
    "ck_encounter_explained_is_known": Invalid(field="explained", reason="an unknown procedure"),
    "ck_hold_places_are_counted": Invalid(field="places", reason="keep at least one place"),
    "ck_zone_area_is_valid": Invalid(field="area", reason="the outline crosses itself"),
    "uq_hold_active_idempotency_key": Conflict(
        reason="This idempotency key already stands for another hold."
    ),
    "hold_ends_once": Conflict(reason="This hold has already ended."),
    "fk_hold_territory_id_site_id_category": Invalid(
        field="category", reason="this site has no places of this category"
    ),
    "fk_hold_territory_id_encounter_id": Invalid(
        field="encounter_id", reason="there is no such encounter"
    ),
    "fk_encounter_territory_id_team_id": Invalid(field="team_id", reason="there is no such team"),
    "fk_encounter_territory_id_patrol_id": Invalid(
        field="patrol_id", reason="there is no such patrol"
    ),
    "fk_referral_territory_id_site_id": Invalid(field="site_id", reason="there is no such site"),
    "uq_patrol_team_day": Conflict(reason="This team already has a patrol on that day."),
}


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a violated constraint into its named error.

    Raises
    ------
    GeoOpsError
        The error of `VIOLATIONS` for the constraint that refused.
    """
    try:
        yield
    except IntegrityError as refusal:
        known = VIOLATIONS.get(constraint_of(refusal) or "")
        if known is None:
            raise
        raise type(known)(**known.details) from refusal


def constraint_of(refusal: IntegrityError) -> str | None:
    """The name of the constraint that refused, as PostgreSQL's diagnostics tell it."""
    diagnostics = getattr(refusal.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None)
