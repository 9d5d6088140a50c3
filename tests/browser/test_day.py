"""One day, end to end: planned, published, walked, and an encounter that takes places."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from geoops.db.engine import owner_engine
from geoops.records import Patrol
from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader, at
from tests.serving import Service

PLANNED = 30_000  # ms
TEAM = "Calais 1"  # the field account's


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def plan_and_publish(coordinator: Reader, day: date) -> None:
    page = coordinator.page
    page.fill("#plan-date", day.isoformat())
    page.click("#plan-submit")
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)
    page.click("#plan-publish")
    page.click("#publish-dialog [type=submit]")
    expect(page.locator("#plan-status")).to_contain_text("publiée")


def plan_alone(coordinator: Reader, day: date) -> None:
    """Have only the field account's team go out: beside others it might have no stop."""
    page = coordinator.page
    page.fill("#plan-date", day.isoformat())
    page.locator("#plan-date").blur()
    page.wait_for_selector(f"#plan-teams[data-day='{day}']")
    for row in page.locator("#plan-teams .day-team").all():
        row.locator("[name=team]").set_checked(row.locator("strong").inner_text() == TEAM)
    plan_and_publish(coordinator, day)


def refer(page: Page, site: dict[str, Any], category: str, people: int) -> None:
    """Fill the form in: a group of `people`, all of whom accept a place at the site."""
    page.fill("[data-count=head_count] input", str(people))
    page.fill("[data-count=isolated_men] input", str(people))
    page.fill("[data-count=accepted] input", str(people))
    page.locator("[data-count=accepted] input").blur()
    page.locator("[name=languages][value=ar]").check(force=True)
    page.locator("[name=needs][value=shelter]").check(force=True)
    page.click("#add-referral")
    page.select_option("[data-referral=category]", category)
    page.select_option("[data-referral=site]", site["id"])


def place_with(reader: Reader, category: str, least: int) -> tuple[dict[str, Any], int]:
    """An open site with at least `least` vacant places of a category, and how many it has."""
    for site in reader.sites():
        for place in site["places"]:
            if place["category"] == category and place["available"] >= least:
                return site, site["available"]
    raise AssertionError(f"no site has {least} places for {category}")


def test_from_the_plan_to_a_place_kept_on_the_coordinators_map(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    plan_alone(coordinator, today())
    assert coordinator.accessibility() == []

    field = reader("field", phone=True)
    assert "/patrols/" in field.page.url  # the team is led to its patrol of today
    assert not field.is_too_wide()
    assert field.accessibility() == []
    expect(field.page.locator("#stops li")).not_to_have_count(2)

    site, available = place_with(coordinator, "isolated_man", 3)
    coordinator.open(at(site["position"]))
    marker = coordinator.page.locator(f'[data-site="{site["id"]}"]')
    expect(marker).to_have_attribute("data-available", str(available))

    field.page.click("#log")
    refer(field.page, site, "isolated_man", 3)
    assert not field.is_too_wide()
    assert field.accessibility() == []
    field.page.click("#encounter-form [type=submit]")
    expect(field.page.locator(".toast")).to_contain_text("Rencontre enregistrée")
    expect(marker).to_have_attribute("data-available", str(available - 3))


def test_an_encounter_without_network_is_sent_once_when_it_returns(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_alone(coordinator, today())
    field = reader("field", phone=True)
    posted: list[str] = []
    field.page.on(
        "requestfinished",
        lambda request: (
            posted.append(request.post_data_json["id"])
            if request.url.endswith("encounters")
            else None
        ),
    )
    field.page.click("#log")
    site, available = place_with(coordinator, "isolated_man", 2)
    refer(field.page, site, "isolated_man", 2)
    field.page.context.set_offline(True)
    field.page.click("#encounter-form [type=submit]")
    expect(field.page.locator("#outbox")).to_contain_text("1 rencontre en attente")
    assert posted == []

    field.page.context.set_offline(False)
    field.page.evaluate("document.querySelector('#outbox button')?.click()")
    expect(field.page.locator("#outbox")).to_be_hidden()
    assert len(set(posted)) == 1
    left = next(s["available"] for s in coordinator.sites() if s["id"] == site["id"])
    assert left == available - 2
    field.complaints[:] = [c for c in field.complaints if "ERR_INTERNET_DISCONNECTED" not in c]


def test_a_refused_report_says_why_and_can_be_corrected(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_alone(coordinator, today())
    field = reader("field", phone=True)
    field.page.click("#log")
    site, available = place_with(coordinator, "isolated_man", 2)
    refer(field.page, site, "isolated_man", 2)
    field.page.fill("[data-count^=people] input", "400")
    field.page.locator("[data-count^=people] input").blur()
    field.page.click("#encounter-form [type=submit]")
    expect(field.page.locator("#encounter-error")).to_be_visible()
    field.page.fill("[data-count^=people] input", "1")
    field.page.click("#encounter-form [type=submit]")
    expect(field.page.locator(".toast").last).to_contain_text("Rencontre enregistrée")
    left = next(s["available"] for s in coordinator.sites() if s["id"] == site["id"])
    assert left == available - 1
    field.complaints[:] = [c for c in field.complaints if "40" not in c and "422" not in c]


def change_status(service: Service, of: str, to: str) -> None:
    """Move today's patrols from one status to another, as the tables' owner."""
    engine = owner_engine(service.cluster.url("geoops_owner"))
    todays = update(Patrol).where(Patrol.service_date == today(), Patrol.status == of)
    with Session(engine) as session, session.begin():
        session.execute(todays.values(status=to))
    engine.dispose()


def test_a_team_without_a_patrol_is_told_so_until_there_is_one(
    reader: ReaderOf, demo_service: Service
) -> None:
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_alone(coordinator, today())
    change_status(demo_service, "published", "cancelled")
    field = reader("field", phone=True)
    expect(field.page.locator("#no-patrol")).to_be_visible()
    assert not field.is_too_wide()

    change_status(demo_service, "cancelled", "published")
    field.page.wait_for_url("**/patrols/*")
