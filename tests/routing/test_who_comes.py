"""Skills, "not this team" and "only these teams": who lacks what a stop asks for never comes."""

import pytest

from geoops.routing.plan import Reason
from geoops.routing.solver import solve
from tests.routing.days import BASE, day, stop, team
from tests.routing.plan_validator import complaints

ARABIC, HEALTH = frozenset({"arabic"}), frozenset({"health"})


def planned(problem):
    plan = solve(problem, iterations=200)
    assert complaints(problem, plan) == []
    return plan


def visited(plan):
    return {visit.stop_id: one.team_id for one in plan.outings for visit in one.visits}


def told(plan):
    return {one.stop_id: one.words for one in plan.left_out}


def test_only_a_team_with_every_skill_comes():
    teams = [
        team("near"),
        team("nurse", skills=HEALTH),
        team("both", base=(BASE[0] - 0.3, BASE[1]), skills=ARABIC | HEALTH),
    ]
    plan = planned(day(teams, [stop("clinic", skills=ARABIC | HEALTH), stop("dunes", 0.05)]))
    assert visited(plan)["clinic"] == "both"


def test_a_stop_whose_skills_no_team_has_says_which():
    stops = [stop("clinic", skills=HEALTH | {"pashto"}), stop("dunes")]
    plan = planned(day([team(skills=HEALTH)], stops))
    assert visited(plan).keys() == {"dunes"}
    (missed,) = plan.left_out
    assert missed.reason == Reason.NO_SKILL
    assert missed.words == (
        "No team that may visit it has the skills needed there: health, pashto."
    )


def test_two_stops_at_one_place_may_want_different_teams():
    """One of them is shut to a team that visits the other."""
    stops = [stop("talk"), stop("care", skills=HEALTH), stop("hours", only_by=frozenset({"b"}))]
    plan = planned(day([team("a", skills=HEALTH), team("b")], stops))
    assert visited(plan)["care"] == "a"
    assert visited(plan)["hours"] == "b"
    assert "talk" in visited(plan)


def test_a_team_that_must_not_come_does_not():
    teams = [team("near"), team("far", base=(BASE[0] - 0.3, BASE[1]))]
    plan = planned(day(teams, [stop("dunes", not_by=frozenset({"near"}))]))
    assert visited(plan) == {"dunes": "far"}


def test_an_appointment_is_kept_by_its_team():
    teams = [team(name) for name in ("a", "b", "c")]
    stops = [stop(f"s{n}", 0.01 * n) for n in range(4)]
    plan = planned(day(teams, [*stops, stop("guda", only_by=frozenset({"c"}), required=True)]))
    assert visited(plan)["guda"] == "c"


@pytest.mark.parametrize("rule", [{"not_by": frozenset({"a", "b"})}, {"only_by": frozenset({"c"})}])
def test_a_stop_that_no_present_team_may_visit_says_so(rule):
    plan = planned(day([team("a"), team("b")], [stop("dunes", **rule)]))
    assert told(plan) == {"dunes": "None of the teams that go out may visit it."}


def test_a_skill_counts_for_a_team_that_may_come():
    """The nurse is kept out, so it is the skill that is missing."""
    teams = [team("nurse", skills=HEALTH), team("other")]
    plan = planned(day(teams, [stop("clinic", skills=HEALTH, not_by=frozenset({"nurse"}))]))
    assert [one.reason for one in plan.left_out] == [Reason.NO_SKILL]


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({"skills": HEALTH}, "without health"),
        ({"not_by": frozenset({"north"})}, "must not come"),
        ({"only_by": frozenset({"other"})}, "must not come"),
    ],
)
def test_the_validator_sees_a_team_that_should_not_have_come(rule, word):
    plan = solve(day([team()], [stop("dunes")]), iterations=5)
    asked = day([team()], [stop("dunes", **rule)])
    assert any(word in complaint for complaint in complaints(asked, plan))
