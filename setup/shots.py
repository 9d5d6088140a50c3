"""Photograph every page for every role, at phone and desktop size, in French and English.

    .venv/bin/python setup/shots.py                      all of them, into docs/screens/
    .venv/bin/python setup/shots.py fr phone             one language at one size
    .venv/bin/python setup/shots.py week field --into X  one view and all of one role, elsewhere

A service of its own is started with the demonstration in a new home, so that the pictures show the
same data each time; only the dates are today's. A view that fails keeps none of the others from
being taken: all that failed are told at the end.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.reader import DESKTOP, PHONE, Reader  # noqa: E402
from tests.serving import Service  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
SIZES = {"desktop": DESKTOP, "phone": PHONE}
TOUCH: dict[str, dict[str, bool]] = {"phone": {"is_mobile": True, "has_touch": True}}
LANGUAGES = ("fr", "en")
PATIENCE = 30_000  # ms for whatever a view waits for, where it says nothing else
SEARCH = "2.5"  # seconds for which a plan is bettered
QUIET = 400  # ms for transitions, popups and names to come to rest


def popup(page: Page) -> None:
    """Open the popup of the CAES with the most vacant places."""
    page.fill("#site-search", "CAES")
    page.press("#site-search", "Enter")
    page.wait_for_selector(".site-popup")


def hold(page: Page) -> None:
    """Open the dialog that keeps places there."""
    popup(page)
    page.click(".site-popup .primary")


def draft(page: Page) -> None:
    """Plan tomorrow, without publishing it."""
    pull_up(page)
    page.click("#plan-submit")
    page.wait_for_selector("#plan-publish-row:not([hidden])", timeout=60_000)
    page.wait_for_timeout(QUIET)


def board(page: Page) -> None:
    """Scroll to the teams' boards."""
    draft(page)
    page.locator("#plan-board").evaluate("board => board.scrollIntoView()")


def moved(page: Page) -> None:
    """Put the first stop that one hand can carry one place on, and see what that changed."""
    draft(page)
    page.locator("#plan-board .row:has(.pin) .grab").first.focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    page.wait_for_selector("#plan-changes > *", timeout=60_000)
    page.wait_for_selector("#plan-publish-row:not([hidden])", timeout=60_000)
    page.locator("#plan-sum").evaluate("sum => sum.scrollIntoView()")


def stop_menu(page: Page) -> None:
    """Open what can be done with a stop."""
    board(page)
    page.locator("#plan-board .row:has(.pin) .grab").first.click()


def compared(page: Page) -> None:
    """Compare the plan with the one before the move."""
    moved(page)
    page.click("#plan-compare")
    page.wait_for_selector("#compare-body table")


def published(page: Page) -> None:
    """Plan today and publish it, so that the teams have a patrol."""
    page.fill(
        "#plan-date",
        page.evaluate("JSON.parse(document.getElementById('page-data').textContent).given.today"),
    )
    draft(page)
    page.click("#plan-publish")
    page.click("#publish-dialog [type=submit]")
    page.wait_for_selector("#plan-list a.button", state="attached")


def replan(page: Page) -> None:
    """Have a team fall ill, and see who takes its stops."""
    page.click("#replan")
    page.locator("#replan-teams input[name=off]").first.check()
    page.click("#replan-go")
    page.wait_for_selector("#replan-result li")


def demand(page: Page) -> None:
    """Say what tomorrow asks of a zone."""
    pull_up(page)
    page.eval_on_selector("#demand-fold", "fold => { fold.open = true }")
    place = page.locator("#demand-places option").first
    place.wait_for(state="attached")
    page.fill("#demand-search", place.get_attribute("value") or "")
    page.locator("#demand-search").blur()
    page.wait_for_selector("#demand-dialog[open]")


def week_day(page: Page) -> None:
    """Look at the first day of that week on the map."""
    week(page)
    page.locator("#week-map-days input").nth(1).check(force=True)
    page.locator(".week-chart").evaluate("chart => chart.scrollIntoView()")


def week_taken(page: Page) -> None:
    """Take its second day to the planning desk."""
    week(page)
    card = page.locator("#week-days > li").nth(1)
    card.locator(".button.wide").click()
    card.locator(".week-taken a").wait_for()
    card.scroll_into_view_if_needed()


def week(page: Page) -> None:
    """Plan the week with one team, so that something is missing."""
    page.click("#week-teams-fold summary")
    for team in page.locator("#week-teams input").all()[1:]:
        team.uncheck()
    page.click("#week-teams-fold summary")
    page.click("#week-submit")
    page.wait_for_selector("#week-progress[hidden]", state="attached", timeout=120_000)


def team_details(page: Page) -> None:
    """Unfold what is particular about the first team on the day."""
    pull_up(page)
    page.eval_on_selector("#plan-teams-fold", "fold => { fold.open = true }")
    page.locator(".day-more summary").first.click()
    page.locator(".day-team").first.evaluate("team => team.scrollIntoView()")


def one_vehicle_twice(page: Page) -> None:
    """Give the first team the vehicle of another one that is out at the same time."""
    team_details(page)
    vehicle = page.locator(".day-team").first.locator("select").nth(2)
    vehicle.select_option("Fourgon Sterne")
    page.wait_for_selector("#day-vehicles:not([hidden])")
    page.locator("#day-vehicles").scroll_into_view_if_needed()


def usual(page: Page) -> None:
    """What a usual day asks."""
    pull_up(page)
    page.eval_on_selector("#demand-fold", "fold => { fold.open = true }")
    page.locator("#demand-fold").evaluate("fold => fold.scrollIntoView()")


def study(page: Page) -> None:
    """Study yesterday."""
    now = page.evaluate("JSON.parse(document.getElementById('page-data').textContent).given.today")
    pull_up(page)
    page.fill("#plan-date", (date.fromisoformat(now) - timedelta(days=1)).isoformat())
    page.locator("#plan-date").blur()
    page.wait_for_selector("#day-past:not([hidden])")
    page.click("#plan-submit")
    page.wait_for_selector("#plan-board:not([hidden])", timeout=60_000)
    page.wait_for_selector("#plan-progress", state="hidden", timeout=60_000)
    page.locator("#plan-status").evaluate("status => status.scrollIntoView()")


def legend(page: Page) -> None:
    """Unfold the legend."""
    page.click(".legend summary")


def form(page: Page) -> None:
    """Open the encounter form."""
    page.click("#log")


def directions(page: Page) -> None:
    """Unfold the way to the next stop, by car and on foot."""
    for fold in page.locator("#guide summary").all():
        fold.click()
    page.locator("#guide").scroll_into_view_if_needed()


def orientation(page: Page) -> None:
    """Fill the form in down to an orientation."""
    form(page)
    page.fill("[data-count=head_count] input", "4")
    page.fill("[data-count=accepted] input", "3")
    page.locator("[data-count=accepted] input").blur()
    page.click("#add-referral")
    page.locator("#add-referral").scroll_into_view_if_needed()


def waiting(page: Page) -> None:
    """An orientation for which no site has a place: the group gets in line."""
    orientation(page)
    page.select_option("[data-referral=category]", "unaccompanied_minor")
    page.locator("[data-referral=priority]").scroll_into_view_if_needed()


def holds(page: Page) -> None:
    """The team's own holds."""
    page.wait_for_selector("#holds .hold-card")
    page.locator("#own-holds").scroll_into_view_if_needed()


def let_go(page: Page) -> None:
    """The dialog that asks before places are released."""
    page.click("#active .hold-card:nth-child(2) .hold-acts button:nth-child(2)")


def seats(page: Page) -> None:
    """Choose the GUDA, and see when it could see the group."""
    orientation(page)
    page.select_option("[data-referral=kind]", "guda")
    page.wait_for_selector("[data-referral=seats] option:nth-child(2)", state="attached")


def booking(page: Page) -> None:
    """Open the dialog that books seats for a group."""
    page.click('[data-need="rebook"]')
    page.click("#referrals .button.primary >> nth=0")
    page.wait_for_selector("#booking-slots input:checked", state="attached")


def diary(page: Page) -> None:
    """Open the GUDA's appointments."""
    link = page.locator('a[href$="/appointments"]').first.get_attribute("href")
    page.goto("/".join(page.url.split("/")[:3]) + str(link))
    page.wait_for_selector("html[data-ready]")


def closures(page: Page) -> None:
    """Open the dialog that closes days."""
    diary(page)
    page.click("#close-days")


def fewer(page: Page) -> None:
    """State a capacity below who is there, and see what it would declare."""
    page.click(".sites summary")
    page.click(".sites [data-category=isolated_man] button")
    page.fill("#act-count input", "20")
    page.locator("#act-count input").blur()


def some(page: Page) -> None:
    """Say that a part of an awaited group is here."""
    page.locator("[data-act=some]").first.click()


def census(page: Page) -> None:
    """Count one person more than is recorded."""
    page.click("[data-do=census]")
    page.locator("#census-dialog .turns button:last-child").first.click()


def pull_up(page: Page) -> None:
    """On a phone, pull the sheet up."""
    if page.viewport_size == PHONE:
        page.click("#panel-grip")


def forecast(page: Page) -> None:
    """Wait for the forecast that a page without one asks for."""
    page.wait_for_selector("#evenings table", timeout=60_000)


def evenings(page: Page) -> None:
    """Scroll to the evenings ahead and the ranking."""
    forecast(page)
    page.locator("#quality").scroll_into_view_if_needed()


def numbers(page: Page) -> None:
    """Show the nights as a table."""
    forecast(page)
    page.click("#toggle")
    page.locator("#numbers").scroll_into_view_if_needed()


def nothing(page: Page) -> None:
    """Take the page as it opens."""


def the_bus(page: Page) -> None:
    """Open the bus that is boarding."""
    page.click('.bus-card:has([data-state="boarding"])')
    page.wait_for_selector(".bus-group")


def new_bus(page: Page) -> None:
    """Open the dialog that plans a bus."""
    page.click("#plan-bus")
    page.wait_for_selector("#bus-dialog[open]")


def new_group(page: Page) -> None:
    """Open the dialog that adds a group to the bus that is boarding."""
    the_bus(page)
    page.click("[data-focus^=add-]")


def leaving(page: Page) -> None:
    """Ask whether the bus leaves, with people who have not boarded."""
    the_bus(page)
    page.click("[data-focus^=leave-]")


def zone(page: Page, tool: str = "") -> None:
    """Open the zone whose visit grows with its people, and one of its tools."""
    pull_up(page)
    page.fill("#zone-search", "Puythouck")
    page.press("#zone-search", "Enter")
    page.wait_for_selector("#zone-title:focus")
    if tool:
        page.click(f"#tool-{tool}")


def zone_points(page: Page) -> None:
    """Reshape a zone."""
    zone(page, "shape")


def zone_cut(page: Page) -> None:
    """Split a zone from corner to corner."""
    zone(page, "cut")
    page.select_option("#cut-from", "1")
    page.select_option("#cut-to", "7")


def zone_past(page: Page) -> None:
    """Read a zone's history."""
    zone(page)
    weight = page.locator("[name=weight]")
    weight.fill("9" if weight.input_value() != "9" else "10")
    page.click("#zone-save")
    page.wait_for_selector("#save-bar", state="hidden")
    page.click("#zone-history-fold summary")
    page.wait_for_selector("#zone-history li:nth-child(2)")
    page.locator("#zone-history-fold").scroll_into_view_if_needed()
    page.locator("#zone-history button").first.click()


def zone_new(page: Page) -> None:
    """Begin to draw a zone."""
    pull_up(page)
    page.click("#zone-draw")


def roads(page: Page) -> None:
    """See what is closed on the day that is planned."""
    pull_up(page)
    page.locator("#roads-list button").first.click()
    page.wait_for_timeout(QUIET)


def closing(page: Page) -> None:
    """Close a road by its coordinates, as far as the last question."""
    roads(page)
    page.click("#roads-new")
    for place in ("50.953, 1.800", "50.9585, 1.8495"):
        page.fill("#closure-place", place)
        page.press("#closure-place", "Enter")
    page.wait_for_selector("#closure-tried:not([hidden])")
    page.locator("#closure-quick button").first.click()
    page.wait_for_timeout(QUIET)


def closed(page: Page) -> None:
    """Close it, and see how long that took."""
    closing(page)
    page.click("#closure-save")
    page.wait_for_selector("#roads-took:not([hidden])")
    page.locator("#roads-took").scroll_into_view_if_needed()


def sharing(page: Page) -> None:
    """Share the team's position, a kilometre from the base."""
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 1.86, "latitude": 50.94, "accuracy": 12})
    page.check("#share-position")
    page.wait_for_selector("#sharing-on:not([hidden])")


def whom_to_call(page: Page) -> None:
    """Open the dialog that states the number of a team's vehicle."""
    page.locator(".phone-line button").first.click()


View = tuple[str, str, str, Callable[[Page], None]]  # role, name, address, what is done there
VIEWS: list[View] = [
    ("coordinator", "map", "/#&tab=plan", nothing),
    ("coordinator", "legend", "/#&tab=plan", legend),
    ("coordinator", "places", "/#&tab=places", pull_up),
    ("coordinator", "site", "/", popup),
    ("coordinator", "hold", "/", hold),
    ("coordinator", "demand", "/#&tab=plan", demand),
    ("coordinator", "roads", "/#&tab=roads", roads),
    ("coordinator", "closing", "/#&tab=roads", closing),
    ("coordinator", "day-team", "/#&tab=plan", team_details),
    ("coordinator", "day-vehicle", "/#&tab=plan", one_vehicle_twice),
    ("coordinator", "day-asks", "/#&tab=plan", usual),
    ("coordinator", "day-studied", "/#&tab=plan", study),
    ("coordinator", "plan", "/", draft),
    ("coordinator", "plan-board", "/", board),
    ("coordinator", "plan-moved", "/", moved),
    ("coordinator", "plan-stop", "/", stop_menu),
    ("coordinator", "plan-compared", "/", compared),
    ("coordinator", "week", "/week", week),
    ("coordinator", "week-day", "/week", week_day),
    ("coordinator", "week-taken", "/week", week_taken),
    ("coordinator", "on-the-road", "/follow", nothing),
    ("coordinator", "replanned", "/follow", replan),
    ("coordinator", "zones", "/zones", nothing),
    ("coordinator", "zone", "/zones", zone),
    ("coordinator", "zone-points", "/zones", zone_points),
    ("coordinator", "zone-cut", "/zones", zone_cut),
    ("coordinator", "zone-past", "/zones", zone_past),
    ("coordinator", "zone-new", "/zones", zone_new),
    ("coordinator", "whom-to-call", "/follow", whom_to_call),
    ("coordinator", "held", "/places", nothing),
    ("coordinator", "let-go", "/places", let_go),
    ("coordinator", "buses", "/transfers", nothing),
    ("coordinator", "bus", "/transfers", the_bus),
    ("coordinator", "bus-plan", "/transfers", new_bus),
    ("coordinator", "bus-group", "/transfers", new_group),
    ("coordinator", "coverage", "/coverage", nothing),
    ("coordinator", "follow-up", "/follow-up", nothing),
    ("coordinator", "booking", "/follow-up", booking),
    ("coordinator", "occupancy", "/occupancy", forecast),
    ("coordinator", "evenings", "/occupancy", evenings),
    ("coordinator", "capacity", "/capacity", nothing),
    ("coordinator", "overflow", "/capacity", fewer),
    ("field", "patrol", "/", nothing),
    ("field", "directions", "/", directions),
    ("field", "encounter", "/", form),
    ("field", "orientation", "/", orientation),
    ("field", "holds", "/", holds),
    ("field", "waiting", "/", waiting),
    ("field", "held", "/places", nothing),
    ("field", "orientation-guda", "/", seats),
    ("field", "bus", "/transfers", the_bus),
    ("field", "bus-leaves", "/transfers", leaving),
    ("field", "map", "/?map", nothing),
    ("field", "sharing", "/", sharing),
    ("director", "map", "/", nothing),
    ("director", "coverage", "/coverage", nothing),
    ("director", "follow-up", "/follow-up", nothing),
    ("director", "occupancy", "/occupancy?nights=28", forecast),
    ("director", "nights", "/occupancy", numbers),
    ("site_manager", "map", "/", nothing),
    ("guda", "appointments", "/", diary),
    ("guda", "closures", "/", closures),
    ("site_manager", "night", "/", nothing),
    ("site_manager", "arrival", "/", some),
    ("site_manager", "census", "/", census),
    ("site_manager", "map", "/?map", nothing),
    ("administrator", "map", "/", nothing),
]


class Album:
    """Which pictures are wanted, where they go, and which of them could not be taken."""

    def __init__(self, words: list[str], folder: Path) -> None:
        views = [f"{role}-{name}" for role, name, *_ in VIEWS]
        roles = dict.fromkeys(role for role, *_ in VIEWS)
        names = dict.fromkeys(name for _, name, *_ in VIEWS)
        known = {*LANGUAGES, *SIZES, *views, *roles, *names}
        if unknown := [word for word in words if word not in known]:
            raise SystemExit(f"no such language, size, role or view: {', '.join(unknown)}")
        self.languages = [word for word in LANGUAGES if word in words] or list(LANGUAGES)
        self.sizes = [word for word in SIZES if word in words] or list(SIZES)
        self._wanted = set(words) - {*LANGUAGES, *SIZES}
        self._folder = folder
        self.failed: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def is_whole(self) -> bool:
        """Whether every view is wanted."""
        return not self._wanted

    def views(self, role: str) -> list[View]:
        """The views of a role that are wanted."""
        return [
            view
            for view in VIEWS
            if view[0] == role
            and (self.is_whole or self._wanted & {role, view[1], f"{role}-{view[1]}"})
        ]

    def keep(self, page: Page, name: str) -> None:
        """Save what a page shows once it has come to rest."""
        page.wait_for_timeout(QUIET)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        path = self._folder / f"{name}.png"
        picture.quantize(256).save(path, optimize=True)
        print(path, flush=True)

    def miss(self, page: Page, name: str, error: Error) -> None:
        """Note that a view could not be taken, and what its page showed instead."""
        self.failed.append(f"{name}: {error.message}")
        print(f"{name} FAILED: {error.message}", flush=True)
        page.screenshot(path=self._folder / f"{name}-failed.png")


def photograph(browser: Browser, service: Service, album: Album, language: str, size: str) -> None:
    """Take every view that is wanted in one language at one size."""
    for role in dict.fromkeys(view[0] for view in VIEWS):
        if views := album.views(role):
            context = browser.new_context(
                viewport=SIZES[size], locale=language, **TOUCH.get(size, {})
            )
            context.set_default_timeout(PATIENCE)
            as_role(Reader.of(service, context), album, views, language, size)
            context.close()


def as_role(reader: Reader, album: Album, views: list[View], language: str, size: str) -> None:
    """Take the views of one role, signed in once."""
    role = views[0][0]
    reader.page.goto(f"{reader.service.url}/sign-in?lang={language}")
    if role == "coordinator" and album.is_whole:
        album.keep(reader.page, f"sign-in-{size}-{language}")
    reader.sign_in(role)
    speak(reader, language)
    for _, name, path, act in views:
        picture = f"{role}-{name}-{size}-{language}"
        try:
            reader.open(path)
            act(reader.page)
            album.keep(reader.page, picture)
        except Error as error:
            album.miss(reader.page, picture, error)
    if role == "director" and album.is_whole:
        reader.page.goto(reader.service.url + "/nowhere")
        album.keep(reader.page, f"error-404-{size}-{language}")


def speak(reader: Reader, language: str) -> None:
    """Switch the reader's language where the account's is another."""
    if reader.page.locator("html").get_attribute("lang") != language:
        reader.page.click(".menu summary")
        reader.page.click(f".menu button[value={language}]")
        reader.page.wait_for_selector(f"html[lang={language}][data-ready]")


def main() -> None:
    """Start the service, publish today's patrols, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="languages, sizes, roles and views; else all")
    parser.add_argument("--into", type=Path, default=SCREENS, metavar="FOLDER")
    given = parser.parse_args()
    album = Album(given.words, given.into)
    arguments = ["--disable-gpu", "--disable-background-networking"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    program = os.environ.get("GEOOPS_CHROMIUM") or shutil.which("chromium")
    folder = Path(tempfile.mkdtemp(prefix="geoops-shots-"))
    folder.chmod(0o755)
    service = Service(folder / "home", GEOOPS_PLAN_SECONDS=SEARCH).start()
    try:
        with sync_playwright() as playwright:
            for language in album.languages:
                browser = playwright.chromium.launch(
                    executable_path=program,
                    args=[*arguments, f"--lang={language}"],
                    env={**os.environ, "LANGUAGE": language},  # for fields of dates and times
                )
                if language == album.languages[0]:
                    publish_today(browser, service)
                for size in album.sizes:
                    photograph(browser, service, album, language, size)
                browser.close()
    finally:
        service.stop()
        service.cluster.destroy()
        shutil.rmtree(folder, ignore_errors=True)
    if album.failed:
        raise SystemExit("\n".join(["could not be taken:", *album.failed]))


def publish_today(browser: Browser, service: Service) -> None:
    """Give the teams a patrol, and the coordinator something to follow."""
    context = browser.new_context(viewport=DESKTOP)
    published(Reader.of(service, context).sign_in("coordinator").page)
    context.close()


if __name__ == "__main__":
    main()
