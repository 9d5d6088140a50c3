"""The planning desk on a coordinator's day: planned, put right by hand, published, replanned."""

from datetime import date
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geoops.db.engine import owner_engine
from geoops.records import Patrol, PatrolStatus, Team
from tests.browser.conftest import ReaderOf
from tests.browser.hands import (
    by_mouse,
    first_and_next,
    for_anyone,
    lanes,
    plan_on_screen,
    planned,
    plans_of,
    publish,
    row,
    shown,
)
from tests.browser.reader import Reader
from tests.browser.test_finish import TEAM
from tests.serving import Service

FIGURES = ("Poids couvert", "Secteurs en retard", "Distance", "CO₂", "Équilibre")


def test_a_day_is_planned_dragged_pinned_compared_published_and_replanned(
    reader: ReaderOf, demo_service: Service
) -> None:
    coordinator = reader("coordinator")
    page, first = planned(coordinator, 0)
    stands_as_the_planner_has_it(coordinator)
    page.locator("#plan-board .grab").first.focus()
    expect(page.locator(".stop-marker.looked-at")).to_have_count(1)
    page.click("#plan-compare")
    expect(page.locator("#compare-none")).to_be_visible()  # there is only one plan yet
    page.click("#compare-dialog [data-cancel]")

    for_all = for_anyone(coordinator, first)
    stop, giver, taker = first_and_next(for_all, taker=lane_of(page, TEAM))
    drag(page, stop, giver, taker)
    expect(page.locator("#plan-changes")).to_contain_text("Ce qui a changé")
    assert coordinator.accessibility() == []
    moved = lanes(page)
    pinned = first[giver][1]
    pin(page, pinned)

    page.click("#plan-undo")
    expect(row(page, pinned).locator(".pin")).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => !document.querySelector('.pin[aria-pressed=true] ~ *')")
    shown(page, stop, taker)
    page.click("#plan-undo")
    shown(page, stop, giver)
    assert lanes(page) == first
    compare_and_take(coordinator, plans_of(coordinator)[1]["id"])
    shown(page, stop, taker)
    assert lanes(page) == moved
    publish(page)
    expect(page.locator("#plan-board")).to_be_hidden()
    day = page.input_value("#plan-date")
    replanned_and_sent(reader, coordinator, day)
    withdrawn(demo_service, day)
    taken_over_by_who_had_no_patrol(coordinator)


def stands_as_the_planner_has_it(coordinator: Reader) -> None:
    """The boards, the sum and the curve are those of the plan that the API tells."""
    page = coordinator.page
    expect(page.locator("#plan-sum")).to_contain_text("étapes sur")
    expect(page.locator("#plan-curve svg")).to_have_attribute("role", "img")
    board, best = lanes(page), plan_on_screen(coordinator)["best"]
    for patrol in best["patrols"]:
        assert board[patrol["team_id"]] == [stop["id"] for stop in patrol["stops"]]
    assert board[""] == [stop["id"] for stop in best["left_out"]]
    assert coordinator.accessibility() == []


def lane_of(page: Page, team: str) -> str:
    """The board of a team."""
    lane = page.locator(".lane", has=page.locator(".team-name strong", has_text=team))
    return lane.get_attribute("data-lane") or ""


def drag(page: Page, stop: str, giver: str, taker: str) -> None:
    """With the mouse from one team's board to another's."""
    page.click("#plan-fold")  # so that every team is within the hand's reach
    page.locator(f'.lane[data-lane="{giver}"] summary').click()
    lane = page.locator(f'.lane[data-lane="{taker}"]')
    by_mouse(page, stop, lane.locator("summary"))
    expect(lane).to_contain_class("target")
    page.mouse.up()
    shown(page, stop, taker)


def pin(page: Page, stop: str) -> None:
    """Hold a stop to its team and place, in a plan of its own."""
    team = next(team for team, stops in lanes(page).items() if stop in stops)
    lane = page.locator(f'.lane[data-lane="{team}"]')
    if lane.get_attribute("open") is None:
        lane.locator("summary").click()
    row(page, stop).locator(".pin").click()
    expect(row(page, stop).locator(".pin")).to_have_attribute("aria-pressed", "true")
    shown(page, stop, team)


def compare_and_take(coordinator: Reader, other: str) -> None:
    """Set the plan on screen beside another of the day, and go to that one."""
    page = coordinator.page
    page.click("#plan-compare")
    page.select_option("#compare-with", other)
    for figure in FIGURES:
        expect(page.locator("#compare-body tbody")).to_contain_text(figure)
    expect(page.locator("#compare-body .changes li").first).to_be_visible()
    assert coordinator.accessibility() == []
    page.click("#compare-take")


def replanned_and_sent(reader: ReaderOf, coordinator: Reader, day: str) -> None:
    """A team has begun; one of its stops is called off, and it agrees."""
    field = on_its_way(reader, day)
    desk = coordinator.open(f"/follow?date={day}").page
    card = desk.locator(f"[data-team='{TEAM}']")
    expect(card).to_contain_text("acceptée")
    stops = field.page.locator("#stops li:not(.base)").count()
    field.page.click("#next button")
    expect(card).to_contain_text(f"1 étape sur {stops}")
    field.page.click("[data-sign=leave]")
    expect(field.page.locator("[data-sign=leave]")).to_have_count(0)

    desk.click("#replan")
    last = desk.locator("#replan-stops label", has_text=f"({TEAM})").last
    gone = (last.text_content() or "").rsplit(" (", 1)[0]
    last.locator("input").check()
    assert coordinator.accessibility() == []
    desk.click("#replan-go")
    expect(desk.locator("#replan-result .removed")).to_contain_text(gone)
    assert coordinator.accessibility() == []
    desk.click("#replan-send")
    expect(desk.locator("#replan-result")).to_contain_text("Envoyé")

    change: Any = field.page.locator("#revision")
    expect(change.locator(".removed")).to_contain_text(gone)
    assert field.accessibility() == []
    assert not field.is_too_wide()
    change.locator("[data-accepted=true]").click()
    expect(field.page.locator("#stops li:not(.base)")).to_have_count(stops - 1)
    expect(field.page.locator("#stops .done")).to_have_count(1)
    expect(change).to_be_hidden()
    expect(card).to_contain_text("changement accepté")


def withdrawn(service: Service, day: str) -> None:
    """All patrols of the day but the field team's are called off, as the tables' owner."""
    engine = owner_engine(service.cluster.url("geoops_owner"))
    others = select(Team.id).where(Team.name != TEAM)
    of_day = Patrol.service_date == date.fromisoformat(day)
    with Session(engine) as session, session.begin():
        called_off = update(Patrol).where(of_day, Patrol.team_id.in_(others))
        session.execute(called_off.values(status=PatrolStatus.CANCELLED))
    engine.dispose()


def taken_over_by_who_had_no_patrol(coordinator: Reader) -> None:
    """The team falls ill; another one, that is there without a patrol, is sent out for it."""
    desk = coordinator.page
    desk.reload()
    desk.click("#replan")
    desk.locator("#replan-teams label", has_text=TEAM).locator("input[name=off]").check()
    spare = desk.locator("#replan-called label").first
    expect(spare).to_contain_text("peut partir")
    name = (spare.text_content() or "").split(" peut partir")[0]
    spare.locator("input").check()
    assert coordinator.accessibility() == []
    desk.click("#replan-go")
    result = desk.locator("#replan-result")
    expect(result).to_contain_text(f"{name} : une nouvelle maraude")
    stops = result.locator("h3", has_text=name).locator("+ ul li").count()
    assert stops > 0
    desk.click("#replan-send")
    expect(result).to_contain_text("Envoyé")
    desk.click("#replan-dialog [data-cancel]")
    card = desk.locator(".out-team", has_text=name)
    expect(card).to_contain_text(f"0 étape sur {stops}")
    expect(card).to_contain_text("pas encore acceptée")


def on_its_way(reader: ReaderOf, day: str) -> Reader:
    """The field team at its patrol of the day, which it has accepted."""
    field = reader("field", phone=True)
    (patrol,) = field.api(f"patrols?date={day}")["features"]
    field.open(f"/patrols/{patrol['id']}")
    field.page.click("#accept-patrol")
    expect(field.page.locator("#acceptance")).to_be_hidden()
    return field
