"""A group's way to the GUDA: the coordinator books, the desk notes who came; both see it."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import expect
from sqlalchemy import text

from geoops.db.engine import owner_engine
from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.serving import Service

PARIS = ZoneInfo("Europe/Paris")
POST = """async ([path, body]) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
    const answer = await fetch(`/api/v1/${path}`,
        {method: "POST", headers, body: JSON.stringify(body)});
    return answer.json();
}"""


def referred(coordinator: Reader, people: int) -> str:
    """Record an encounter that led to the GUDA; the referral's id."""
    encounter = {
        "id": str(uuid4()),
        "lon": 1.86,
        "lat": 50.95,
        "met_at": datetime.now(PARIS).isoformat(),
        "head_count": people,
        "referrals": [{"kind": "guda", "people": people}],
    }
    logged = coordinator.page.evaluate(POST, ["encounters", encounter])
    referral: str = logged["referrals"][0]["id"]
    return referral


def test_booked_by_the_coordination_and_honoured_at_the_desk(
    reader: ReaderOf, demo_service: Service
) -> None:
    coordinator = reader("coordinator").open("/follow-up")
    assert coordinator.accessibility() == []
    referral = referred(coordinator, 2)
    card = coordinator.page.locator(f'[data-referral="{referral}"]')
    card.locator(".button.primary").click()  # the page heard of it by itself
    expect(coordinator.page.locator("#booking-slots input:checked")).to_have_count(1)
    assert coordinator.accessibility() == []
    coordinator.page.click("#booking-dialog [type=submit]")
    expect(card).to_have_attribute("data-state", "booked")
    appointment = card.locator("[data-appointment]").get_attribute("data-appointment")

    day = let_time_pass(demo_service, str(appointment))

    desk = reader("guda", phone=True)
    desk.open(desk.page.locator('a[href$="/appointments"]').first.get_attribute("href") or "")
    if desk.page.locator(f'[data-day="{day}"]').count() == 0:
        desk.page.click("#week-before")
    desk.page.click(f'[data-day="{day}"]')
    group = desk.page.locator(f'[data-appointment="{appointment}"]')
    expect(group).to_be_visible()
    assert not desk.is_too_wide()
    assert desk.accessibility() == []
    group.locator(".button.primary").click()
    expect(card).to_have_attribute("data-state", "honoured")
    expect(group).to_have_attribute("data-state", "honoured")

    desk.page.click(".toast button")  # a wrong press is taken back
    expect(card).to_have_attribute("data-state", "booked")


def let_time_pass(service: Service, appointment: str) -> str:
    """Set an appointment to a slot that has begun, as if days had passed; its local day."""
    latest = text(
        "UPDATE appointment SET starts_at = (SELECT max(starts_at) FROM slot s"
        " WHERE s.site_id = appointment.site_id AND s.starts_at < now())"
        " WHERE id = :id RETURNING (starts_at AT TIME ZONE 'Europe/Paris')::date::text"
    )
    engine = owner_engine(service.cluster.url("geoops_owner"))
    with engine.begin() as connection:
        day: str = connection.execute(latest, {"id": appointment}).scalar_one()
    engine.dispose()
    return day
