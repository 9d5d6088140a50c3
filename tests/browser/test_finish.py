"""A team ends its patrol: early after a question, or when every stop is behind it."""

from datetime import date, timedelta

from playwright.sync_api import Locator, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import TEAM, plan_alone, today


def on_patrol(reader: ReaderOf, day: date) -> Reader:
    """The field team on its patrol of a day that no other test walks: it is alone out there."""
    coordinator = reader("coordinator")
    assert coordinator.api(f"patrols?date={day}")["features"] == [], f"{TEAM} is not alone"
    plan_alone(coordinator, day)
    field = reader("field", phone=True)
    (patrol,) = field.api(f"patrols?date={day}")["features"]
    return field.open(f"/patrols/{patrol['id']}")


def check_in(field: Reader, stops: int) -> None:
    for number in range(1, stops + 1):
        field.page.click("#next button")
        expect(field.page.locator("#stops .done")).to_have_count(number)


def is_for_a_thumb(button: Locator) -> bool:
    box = button.bounding_box() or button.bounding_box()  # it may be drawn anew at that moment
    assert box is not None
    return bool(box["height"] >= 44 and box["width"] >= 200)


def test_a_patrol_that_ends_early_says_what_is_left_and_asks(reader: ReaderOf) -> None:
    field = on_patrol(reader, today() + timedelta(days=7))
    page, finish = field.page, field.page.locator("#finish")
    expect(finish).to_be_hidden()  # nobody has been anywhere yet
    stops = page.locator("#stops li:not(.base)").count()
    check_in(field, 1)
    assert is_for_a_thumb(finish)

    finish.click()
    dialog = page.locator("#finish-dialog")
    expect(dialog).to_contain_text("C'est définitif")
    expect(dialog.locator("li")).to_have_count(stops - 1)
    assert field.accessibility() == []
    assert all(is_for_a_thumb(button) for button in dialog.locator("button").all())
    page.click("#finish-dialog [data-cancel]")
    expect(page.locator("#next")).to_contain_text("Prochaine étape")

    finish.click()
    page.click("#finish-dialog [type=submit]")
    expect(page.locator("#next")).to_contain_text("La maraude est terminée")
    expect(page.locator("#next")).to_be_in_viewport()
    expect(dialog).to_be_hidden()
    expect(finish).to_be_hidden()
    page.reload()
    expect(page.locator("#next")).to_contain_text(f"1 étape visitée sur {stops}")
    expect(page.locator("#stops .missed")).to_have_count(stops - 1)
    assert field.accessibility() == []


def test_after_the_last_stop_the_end_is_one_press_away(reader: ReaderOf) -> None:
    field = on_patrol(reader, today() + timedelta(days=8))
    page = field.page
    stops = page.locator("#stops li:not(.base)").count()
    check_in(field, stops)
    end = page.locator("#next .primary")
    expect(end).to_have_text("Terminer la maraude")
    assert is_for_a_thumb(end)
    assert field.accessibility() == []

    end.click()
    expect(page.locator("#next")).to_contain_text(f"{stops} étapes visitées sur {stops}")
    expect(page.locator("#stops .done")).to_have_count(stops)
    assert not field.is_too_wide()
