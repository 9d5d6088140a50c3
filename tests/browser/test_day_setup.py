"""The day's problem, edited in the panel: kept as one edits, and planned with."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import today

AWAY = 40  # days, where no other test plans


def open_day(reader: Reader, after: int) -> str:
    day = (today() + timedelta(days=after)).isoformat()
    with reader.page.expect_response(lambda answer: f"day-setups/{day}" in answer.url):
        reader.page.fill("#plan-date", day)
    return day


def pull_up(reader: Reader) -> None:
    """The whole panel on a phone, where it begins as a strip under the map."""
    while not reader.page.locator("#plan-submit").is_visible():
        reader.page.click("#panel-grip")


def unfold(reader: Reader) -> None:
    for fold in ("plan-teams-fold", "demand-fold", "day-from-fold"):
        reader.page.eval_on_selector(f"#{fold}", "fold => { fold.open = true }")


def kept(reader: Reader, day: str) -> Any:
    return reader.api(f"day-setups/{day}")


def change_a_team(team: Locator) -> None:
    """A later start, another vehicle, a shorter outing, and a break for one that is taken back."""
    page = team.page
    team.locator("summary").click()
    team.get_by_label("Service dès").fill("09:15")
    vehicle = team.locator("label", has_text="Véhicule").locator("select")
    vehicle.select_option("Fourgon Sterne")
    warning = page.locator("#day-vehicles")
    told = "Fourgon Sterne est donné à plusieurs équipes en même temps : Calais 1, Calais 2."
    expect(warning).to_have_text(told)
    vehicle.select_option("Monospace Gravelot")  # of the team that does not go out
    expect(warning).to_be_hidden()
    team.get_by_label("Sortie la plus longue, en heures").fill("6.5")
    team.get_by_role("button", name="Ajouter une pause").press("Enter")
    page.keyboard.type("20")  # the new break's minutes have the focus
    page.keyboard.press("Tab")
    team.get_by_role("button", name="Retirer la pause 1").click()
    expect(team.locator(".day-breaks li")).to_have_count(1)
    page.locator(".toast button").last.click()
    expect(team.locator(".day-breaks li")).to_have_count(2)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_is_said_of_a_day_is_kept_and_can_be_undone(reader: ReaderOf, phone: bool) -> None:
    coordinator = reader("coordinator", phone=phone)
    page = coordinator.page
    if phone:
        pull_up(coordinator)
    day = open_day(coordinator, AWAY + phone)
    unfold(coordinator)
    page.locator("#plan-teams [name=team]").first.uncheck()
    expect(page.locator("#day-state")).to_have_text("Enregistré")
    change_a_team(page.locator(".day-team").nth(1))

    asked = page.locator("#demand-list li").count()  # on a usual day already
    place = "Lieu de vie Petit-Fort-Philippe"
    page.fill("#demand-search", place)
    page.locator("#demand-search").blur()
    expect(page.locator("#demand-dialog")).to_be_visible()
    page.select_option("[name=when]", "at")
    page.fill("[name=at]", "09:30")
    page.fill("[name=teams]", "2")
    page.select_option("[name=weight_factor]", "2")
    assert coordinator.accessibility() == []
    page.click("#demand-dialog [type=submit]")
    row = page.locator("#demand-list li", has_text=place)
    expect(row).to_contain_text("visite obligatoire, à 09:30, 2 équipes ensemble, importance × 2")
    expect(page.locator("#day-state")).to_have_text("Enregistré")
    assert not coordinator.is_too_wide()
    assert coordinator.accessibility() == []

    row.locator("button").last.click()
    expect(row).to_have_count(0)
    page.locator(".toast button").last.click()
    expect(row).to_have_count(1)
    expect(page.locator("#day-state")).to_have_text("Enregistré")
    setup = kept(coordinator, day)
    assert not setup["teams"][0]["present"]
    changed = setup["teams"][1]
    assert (changed["shift_starts"], changed["longest_minutes"]) == ("09:15", 390)
    assert (changed["vehicle"], len(changed["breaks"])) == ("Monospace Gravelot", 2)
    assert changed["breaks"][1]["minutes"] == 20
    demand = setup["demands"][asked]
    assert (demand["kind"], demand["at"], demand["teams"]) == ("camp", "09:30", 2)
    assert (demand["presence"], demand["weight_factor"]) == ("required", 2)


def test_a_usual_day_is_kept_and_another_day_is_copied(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = coordinator.page
    day = open_day(coordinator, AWAY + 10)
    unfold(coordinator)
    page.locator("#plan-teams [name=team]").last.uncheck()
    page.click("#day-make-usual")
    expect(page.locator(".toast")).to_contain_text("habituel")
    week_after = open_day(coordinator, AWAY + 17)
    expect(page.locator("#day-origin")).to_contain_text("habituel")
    expect(page.locator("#plan-teams [name=team]").last).not_to_be_checked()
    assert kept(coordinator, week_after)["version"] == 0
    other = open_day(coordinator, AWAY + 11)
    expect(page.locator("#plan-teams [name=team]").last).to_be_checked()
    page.fill("#day-copy-date", day)
    page.click("#day-copy")
    expect(page.locator("#plan-teams [name=team]").last).not_to_be_checked()
    assert kept(coordinator, other)["copied_from"] == day


def test_a_day_that_has_passed_is_a_study(reader: ReaderOf) -> None:
    page = reader("coordinator").page
    page.fill("#plan-date", (today() - timedelta(days=1)).isoformat())
    page.locator("#plan-date").blur()
    expect(page.locator("#day-past")).to_be_visible()
    expect(page.locator("#plan-publish-row")).to_be_hidden()


def test_of_two_who_edit_a_day_the_second_chooses_whose_is_kept(reader: ReaderOf) -> None:
    one, other = reader("coordinator"), reader("coordinator")
    for each in (one, other):
        day = open_day(each, AWAY + 20)
        unfold(each)
    one.page.locator("#plan-teams [name=team]").first.uncheck()
    expect(one.page.locator("#day-state")).to_have_text("Enregistré")
    last = other.page.locator("#plan-teams [name=team]").last
    last.uncheck()
    expect(other.page.locator("#day-conflict")).to_be_visible()
    assert other.accessibility() == []
    other.page.click("#day-mine")
    expect(other.page.locator("#day-conflict")).to_be_hidden()
    expect(other.page.locator("#day-state")).to_have_text("Enregistré")
    setup = kept(other, day)
    assert (setup["version"], setup["teams"][0]["present"]) == (2, True)
    other.complaints[:] = [c for c in other.complaints if "409" not in c]

    one.page.locator("#plan-teams [name=team]").nth(1).uncheck()
    expect(one.page.locator("#day-conflict")).to_be_visible()
    one.page.click("#day-theirs")
    expect(one.page.locator("#plan-teams [name=team]").first).to_be_checked()
    expect(one.page.locator("#plan-teams [name=team]").last).not_to_be_checked()
    one.complaints[:] = [c for c in one.complaints if "409" not in c]
