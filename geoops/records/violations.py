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


class SetupChanged(Conflict):
    """A day's setup, or a weekday's, was saved by somebody else since it was read."""

    code = "setup-changed"
    template = "Somebody else has saved this day in the meantime."


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
    "ck_zone_outline_is_of_a_zones_size": Invalid(
        field="area", reason="a zone covers from 100 m² to 2,000 km²"
    ),
    "ck_zone_other_accesses_are_few": Invalid(
        field="other_accesses", reason="the van's places are up to six, each another"
    ),
    "ck_zone_interval_is_positive": Invalid(
        field="revisit_interval_days", reason="an interval is longer than nothing"
    ),
    "ck_zone_rhythm_interval_is_positive": Invalid(
        field="rhythm", reason="an interval is longer than nothing"
    ),
    "ck_zone_rhythm_stretch_has_a_length": Invalid(
        field="rhythm", reason="the hours end after they begin"
    ),
    "ck_zone_rhythm_weekdays_are_of_a_week": Invalid(
        field="rhythm", reason="name from one to seven weekdays"
    ),
    "ck_zone_service_fits_its_limit": Invalid(
        field="service_limit_minutes", reason="the limit is shorter than the visit itself"
    ),
    "ck_zone_service_per_person_has_its_limit": Invalid(
        field="service_limit_minutes",
        reason="a visit that grows with the population has a limit, and no other has one",
    ),
    "zone_covers_no_other": Conflict(reason="A zone would cover part of another one."),
    "uq_zone_territory_id_name": Conflict(reason="Another zone has this name."),
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
    "position_is_of_a_patrol_that_lasts": Conflict(
        reason="A position is shared during the patrol only."
    ),
    "ck_team_phone_is_a_number": Invalid(
        field="phone", reason="give a number of 3 to 19 digits, spaces and a leading + allowed"
    ),
    "pk_patrol_sign": Conflict(reason="This idempotency key already stands for another request."),
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
    "uq_day_setup_service_date": SetupChanged(),
    "uq_day_setup_weekday": SetupChanged(),
    "pk_day_team": Invalid(field="teams", reason="a team is named twice"),
    "fk_day_team_territory_id_team_id": Invalid(field="teams", reason="there is no such team"),
    "fk_day_team_territory_id_start_base_id": Invalid(
        field="start_base_id", reason="there is no such base"
    ),
    "fk_day_team_territory_id_end_base_id": Invalid(
        field="end_base_id", reason="there is no such base"
    ),
    "ck_day_team_shift_has_a_length": Invalid(
        field="shift_ends", reason="a shift ends later than it starts"
    ),
    "ck_day_team_seats_are_counted": Invalid(field="seats", reason="give a number from 0 to 99"),
    "ck_day_team_longest_is_of_a_day": Invalid(
        field="longest_minutes", reason="give a number from 1 to 1440"
    ),
    "ck_day_team_skills_are_words": Invalid(
        field="skills", reason="a skill is a word of plain letters and digits"
    ),
    "ck_day_break_length_is_a_break": Invalid(
        field="breaks", reason="a break takes from 5 to 240 minutes"
    ),
    "ck_day_break_fits_its_window": Invalid(
        field="breaks", reason="the break is longer than the time in which it may be taken"
    ),
    "uq_day_demand_zone": Invalid(field="demands", reason="a place is named twice"),
    "uq_day_demand_camp": Invalid(field="demands", reason="a place is named twice"),
    "uq_day_demand_site": Invalid(field="demands", reason="a place is named twice"),
    "fk_day_demand_territory_id_zone_id": Invalid(field="demands", reason="there is no such zone"),
    "fk_day_demand_territory_id_camp_id": Invalid(field="demands", reason="there is no such camp"),
    "fk_day_demand_territory_id_site_id": Invalid(field="demands", reason="there is no such site"),
    "ck_day_demand_appointment_has_no_window": Invalid(
        field="at", reason="an appointment has no window beside it"
    ),
    "ck_day_demand_window_has_a_length": Invalid(
        field="until", reason="a window ends later than it starts"
    ),
    "ck_day_demand_service_takes_time": Invalid(
        field="service_minutes", reason="give a number from 1 to 600"
    ),
    "ck_day_demand_people_are_counted": Invalid(
        field="people", reason="give a number from 0 to 99"
    ),
    "ck_day_demand_teams_are_counted": Invalid(field="teams", reason="give a number from 1 to 5"),
    "ck_day_demand_weight_factor_is_a_factor": Invalid(
        field="weight_factor", reason="give a number from 0.1 to 10"
    ),
    "ck_day_demand_visits_are_counted": Invalid(field="visits", reason="give a number from 1 to 3"),
    "ck_day_demand_visits_are_apart": Invalid(
        field="apart_minutes", reason="several visits, and only those, have a time between them"
    ),
    "ck_day_demand_apart_is_of_a_day": Invalid(
        field="apart_minutes", reason="give a number from 0 to 1440"
    ),
    "ck_day_demand_appointment_is_once": Invalid(
        field="visits", reason="an appointment is one visit"
    ),
    "ck_day_demand_skills_are_words": Invalid(
        field="skills", reason="a skill is a word of plain letters and digits"
    ),
    "pk_day_demand_team": Invalid(
        field="demands", reason="a team is named twice at the same place"
    ),
    "fk_day_demand_team_territory_id_team_id": Invalid(
        field="demands", reason="there is no such team"
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
    "ck_road_closure_shape_is_of_a_closures_size": Invalid(
        field="shape", reason="a closure covers at most 2,000 km², or 500 km along a line"
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
