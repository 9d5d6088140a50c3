"""The places of the demonstration: how many, where, and a past that is the same for a seed."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from shapely.geometry import Point, box

from geoops.demonstration.encounters import EXPLAINED, NEEDS
from geoops.demonstration.geography import communes, land, read_json, to_metres
from geoops.demonstration.history import HISTORY_DAYS, history
from geoops.demonstration.places import (
    CATEGORIES,
    SITE_KINDS,
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_teams,
    demonstration_zones,
)

UNTIL = date(2026, 3, 31)  # the clocks change two days before


@pytest.fixture(scope="module")
def past():
    return history(7, UNTIL)


def test_the_demonstration_has_the_numbers_that_were_asked_for():
    sizes = [
        len(places())
        for places in (
            demonstration_sites,
            demonstration_zones,
            demonstration_camps,
            demonstration_teams,
            demonstration_bases,
        )
    ]
    assert sizes == [40, 24, 18, 8, 3]


def test_caes_and_sas_hold_a_thousand_places_together():
    shelters = [site for site in demonstration_sites() if site.kind in ("caes", "sas")]
    assert sum(sum(site.places.values()) for site in shelters) == 1000
    assert {category for site in shelters for category in site.places} == set(CATEGORIES)


def test_one_guda_has_four_desks_and_no_other_site_has_any():
    assert [(site.kind, site.desks) for site in demonstration_sites() if site.desks] == [
        ("guda", 4)
    ]
    kinds = Counter(site.kind for site in demonstration_sites())
    assert kinds["guda"] == 1
    assert set(kinds) == set(SITE_KINDS)


def test_site_records_are_whole():
    names = [site.name for site in demonstration_sites()]
    assert len(set(names)) == len(names)
    for site in demonstration_sites():
        assert site.provenance == "demonstration"
        assert site.status in ("open", "closed", "planned")
        assert site.verified_days_ago > 0
        assert site.hours
        assert all(opening.opens < opening.closes for opening in site.hours)
        assert all(0 <= opening.weekday <= 6 for opening in site.hours)


def test_sites_and_zones_are_in_their_communes():
    points = {commune.insee: to_metres(Point(commune.position)) for commune in communes()}
    places = [(site.insee, site.position) for site in demonstration_sites()]
    places += [(zone.insee, zone.access) for zone in demonstration_zones()]
    for insee, position in places:
        assert to_metres(Point(position)).distance(points[insee]) < 8_000, position


def test_every_place_is_on_land():
    positions = [place.position for place in (*demonstration_sites(), *demonstration_camps())]
    positions += [base.position for base in demonstration_bases()]
    positions += [commune.position for commune in communes()]
    positions += [zone.access for zone in demonstration_zones()]
    assert [position for position in positions if not land().contains(Point(position))] == []


def test_zones_are_valid_and_on_land_and_do_not_overlap():
    zones = [(zone.name, zone.polygon) for zone in demonstration_zones()]
    assert all(polygon.is_valid and polygon.area > 0 for _, polygon in zones)
    at_sea = [to_metres(polygon.difference(land())).area for _, polygon in zones]
    assert max(at_sea) < 2_000  # square metres: a shore's rounding
    overlapping = [(a, b) for (a, p), (b, q) in combinations(zones, 2) if p.intersects(q)]
    assert overlapping == []


def test_a_zone_is_entered_within_it():
    for zone in demonstration_zones():
        assert zone.polygon.contains(Point(zone.access)), zone.name
        assert zone.revisit_days >= 1
        assert 1 <= zone.weight <= 10


def test_camps_are_in_their_zones():
    polygons = {zone.name: zone.polygon for zone in demonstration_zones()}
    for camp in demonstration_camps():
        assert polygons[camp.zone].contains(Point(camp.position)), camp.label
    assert len({camp.label for camp in demonstration_camps()}) == 18


def test_teams_start_from_known_bases_and_speak_french():
    bases = {base.name for base in demonstration_bases()}
    assert {team.base for team in demonstration_teams()} == bases
    for team in demonstration_teams():
        assert "fr" in team.languages
        assert team.shift_start < team.shift_end
        assert team.seats > 0


def test_the_coastline_carries_its_attribution():
    assert "OpenStreetMap contributors, ODbL 1.0" in read_json("land.geojson")["attribution"]
    assert box(1.8, 50.9, 1.9, 50.95).within(land())
    assert 40 <= len(communes()) <= 60


def test_the_past_is_the_same_for_a_seed_and_another_for_another(past):
    assert history(7, UNTIL) == past
    assert history(8, UNTIL) != past


def test_days_have_six_to_eight_patrols_and_sixty_to_a_hundred_and_twenty_encounters(past):
    assert 6 <= len(past.patrols) / HISTORY_DAYS <= 8
    assert 60 <= len(past.encounters) / HISTORY_DAYS <= 120
    assert {patrol.service_date for patrol in past.patrols} == {
        UNTIL - timedelta(days=number) for number in range(1, HISTORY_DAYS + 1)
    }
    assert all(5 <= len(patrol.stops) <= 10 for patrol in past.patrols)


def test_a_patrol_stays_within_its_shift_and_its_stops_follow_each_other(past):
    paris = ZoneInfo("Europe/Paris")
    for patrol in past.patrols:
        team = demonstration_teams()[patrol.team]
        assert patrol.starts_at.astimezone(paris).time() == team.shift_start
        assert patrol.ends_at.astimezone(paris).time() <= team.shift_end
        instants = [patrol.starts_at]
        for stop in patrol.stops:
            instants += [stop.arrives_at, stop.departs_at]
        assert all(before < after for before, after in pairwise([*instants, patrol.ends_at]))


def test_a_team_goes_out_once_a_day_and_sees_a_camp_once(past):
    outings = Counter((patrol.team, patrol.service_date) for patrol in past.patrols)
    assert max(outings.values()) == 1
    for patrol in past.patrols:
        seen = [(stop.zone, stop.camp) for stop in patrol.stops]
        assert len(set(seen)) == len(seen)


def test_an_encounter_happens_during_a_stop_in_its_zone_and_on_land(past):
    dry = [zone.polygon.intersection(land()) for zone in demonstration_zones()]
    for encounter in past.encounters:
        stops = past.patrols[encounter.patrol].stops
        assert any(
            stop.zone == encounter.zone
            and stop.camp == encounter.camp
            and stop.arrives_at <= encounter.met_at <= stop.departs_at
            for stop in stops
        )
        assert dry[encounter.zone].contains(Point(encounter.position))


def test_an_encounter_counts_a_group_and_speaks_the_words_of_the_domain(past):
    for encounter in past.encounters:
        assert 1 <= encounter.head_count <= 25
        assert encounter.head_count == (
            encounter.isolated_men
            + encounter.isolated_women
            + encounter.family_members
            + encounter.unaccompanied_minors
        )
        assert encounter.reduced_mobility <= encounter.head_count
        assert set(encounter.needs) <= set(NEEDS)
        assert set(encounter.explained) <= set(EXPLAINED)
        assert set(encounter.languages) <= set(demonstration_teams()[encounter.team].languages)
    assert len({encounter.uuid for encounter in past.encounters}) == len(past.encounters)


def test_an_outcome_leads_to_a_site_that_can_take_it(past):
    kinds = {"place": {"caes", "sas"}, "guda": {"guda"}}
    for encounter in past.encounters:
        if encounter.outcome is None:
            continue
        outcome = encounter.outcome
        assert 1 <= outcome.people <= encounter.head_count
        assert not encounter.refused
        if outcome.kind in kinds:
            assert demonstration_sites()[outcome.site].kind in kinds[outcome.kind]
        else:
            assert outcome.site is None


def test_zones_end_up_from_just_visited_to_long_overdue(past):
    last = {stop.zone: patrol.service_date for patrol in past.patrols for stop in patrol.stops}
    lateness = [
        (UNTIL - last[index]).days / zone.revisit_days
        for index, zone in enumerate(demonstration_zones())
    ]
    assert min(lateness) <= 0.5
    assert max(lateness) > 1.5
    assert sum(ratio <= 1 for ratio in lateness) >= 12
