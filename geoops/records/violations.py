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


class NoSeatsLeft(Conflict):
    """More seats of a bus were asked for than are left; `left` says how many there are."""

    code = "no-seats-left"
    template = "There are not enough seats left: {left} of the {asked} asked for."


class StepRefused(Conflict):
    """A referral may not take this step from where it stands (`referral_transition`)."""

    code = "step-refused"
    template = "This orientation cannot take this step from where it stands now."


class AppointmentEnded(Conflict):
    """An appointment was honoured, missed, cancelled or moved already."""

    code = "appointment-ended"
    template = "This appointment has already ended."


class MoreThanReferred(Conflict):
    """Appointments for more people than the referral counts."""

    code = "more-than-referred"
    template = "More people would have an appointment than this orientation counts."


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
    "ck_hold_arrived_is_not_negative": Invalid(field="people", reason="a count cannot be negative"),
    "uq_place_entry_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "uq_place_entry_first_of_hold": Conflict(reason="This hold already stands."),
    "uq_place_entry_opening": Conflict(reason="This site already has places of this category."),
    "hold_keeps_fewer_places": Conflict(reason="This hold keeps fewer places."),
    "hold_ends_once": Conflict(reason="This hold has already ended."),
    "ck_place_capacity_promises_fit_the_places": Conflict(
        reason="There are not enough places left."
    ),
    "ck_place_capacity_capacity_is_not_negative": Invalid(
        field="capacity", reason="a count cannot be negative"
    ),
    "ck_place_capacity_occupied_is_not_negative": Conflict(
        reason="Fewer people are recorded here than leave."
    ),
    "ck_place_capacity_out_of_service_are_places_of_the_site": Conflict(
        reason="More places would be out of service than the site has, or fewer than none."
    ),
    "ck_place_entry_changes_fit_the_cause": Invalid(
        field="cause", reason="this cause does not change places in this way"
    ),
    "ck_place_entry_a_census_has_its_night": Invalid(
        field="night", reason="a census, and nothing else, names its night"
    ),
    "ck_place_entry_cause": Invalid(field="cause", reason="an unknown cause"),
    "ck_place_entry_reason": Invalid(field="reason", reason="an unknown reason"),
    "fk_place_entry_territory_id_site_id_category": Invalid(
        field="category", reason="this site has no places of this category"
    ),
    "fk_place_entry_territory_id_hold_id": Invalid(field="hold_id", reason="there is no such hold"),
    "fk_place_entry_territory_id_encounter_id": Invalid(
        field="encounter_id", reason="there is no such encounter"
    ),
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
    "fk_referral_step_kind_before_state_cause": StepRefused(),
    "ck_referral_step_an_interview_has_its_date_and_venue": Invalid(
        field="due_at", reason="a planned interview, and nothing else, has a date and a venue"
    ),
    "uq_referral_step_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "appointment_ends_once": AppointmentEnded(),
    "appointment_is_at_a_guda": Invalid(
        field="referral_id", reason="only an orientation to the GUDA has appointments"
    ),
    "appointment_is_at_a_slot": Invalid(
        field="starts_at", reason="no appointment begins at this time"
    ),
    "appointment_is_for_who_was_referred": MoreThanReferred(),
    "ck_slot_booked_fits_the_seats": Conflict(reason="There are not enough seats left then."),
    "ck_appointment_honoured_are_of_the_group": Invalid(
        field="people", reason="more people came than were booked, or none"
    ),
    "uq_appointment_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "uq_desk_day_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "ck_desk_day_desks_are_counted": Invalid(field="desks", reason="give a number from 0 to 50"),
    "fk_referral_territory_id_site_id": Invalid(field="site_id", reason="there is no such site"),
    "ck_transfer_seats_are_a_bus": Invalid(field="seats", reason="a bus has from 1 to 200 seats"),
    "ck_transfer_booked_fits_the_seats": Conflict(reason="There are not enough seats left."),
    "ck_transfer_group_aboard_are_of_the_group": Conflict(
        reason="More people would be aboard than this group counts, or fewer than none."
    ),
    "ck_transfer_pickup_is_a_site_or_a_zone": Invalid(
        field="pickups", reason="a pick-up is a site or a zone, not both"
    ),
    "fk_transfer_pickup_territory_id_site_id": Invalid(
        field="pickups", reason="there is no such site"
    ),
    "fk_transfer_pickup_territory_id_zone_id": Invalid(
        field="pickups", reason="there is no such zone"
    ),
    "fk_transfer_destination_territory_id_site_id": Invalid(
        field="destinations", reason="there is no such site"
    ),
    "transfer_destination_is_housing": Invalid(
        field="destinations", reason="a bus goes to a CAES, a SAS or a CAO"
    ),
    "transfer_goes_on": Conflict(reason="The bus has left, has arrived or is cancelled."),
    "transfer_group_has_left": Conflict(
        reason="This group has left, or is not on this bus any more."
    ),
    "uq_transfer_step_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "ck_place_request_places_are_a_group": Invalid(
        field="places", reason="give a number from 1 to 500"
    ),
    "fk_place_request_territory_id_encounter_id": Invalid(
        field="encounter_id", reason="there is no such encounter"
    ),
    "fk_place_request_territory_id_team_id": Invalid(
        field="team_id", reason="there is no such team"
    ),
    "place_request_names_sites": Invalid(field="site_ids", reason="there is no such site"),
    "place_request_ends_once": Conflict(reason="This request has already ended."),
    "uq_place_request_idempotency_key": Conflict(
        reason="This idempotency key already stands for another request."
    ),
    "pk_road_closure": Conflict(reason="This identifier already stands for another closure."),
    "ck_road_closure_name_is_a_line": Invalid(
        field="name", reason="say which road is closed, in at most 120 characters"
    ),
    "ck_road_closure_period_has_a_length": Invalid(
        field="ends_at", reason="a closure ends after it starts"
    ),
    "ck_road_closure_shape_is_a_line_or_an_area": Invalid(
        field="shape", reason="draw a line or an outline that does not cross itself"
    ),
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
