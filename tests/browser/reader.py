"""A reader: one signed-in person at one browser, and everything that must not happen to them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.serving import Service

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "maraude-demo-2026"
EMAILS = {
    "coordinator": "coordination@demo.geoops.example",
    "field": "terrain@demo.geoops.example",
    "director": "direction@demo.geoops.example",
    "site_manager": "gestion@demo.geoops.example",
    "guda": "guda@demo.geoops.example",
    "administrator": "administration@demo.geoops.example",
}
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Reader:
    """A page of the service, with what went wrong on it: `complaints` is empty on a good day."""

    service: Service
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, service: Service, context: BrowserContext) -> "Reader":
        """A new page that is watched from its first request."""
        reader = cls(service, context.new_page())
        reader.page.add_init_script(REPORT_VIOLATIONS)
        reader.page.on("request", reader._heed_request)
        reader.page.on("response", reader._heed_response)
        reader.page.on("console", reader._heed_console)
        reader.page.on("pageerror", lambda error: reader.complaints.append(f"error: {error}"))
        return reader

    def sign_in(self, role: str) -> "Reader":
        """Sign in as the demonstration's person of a role."""
        return self.sign_in_as(EMAILS[role])

    def sign_in_as(self, email: str) -> "Reader":
        """Sign in to any account that has the demonstration's password."""
        self.page.goto(self.service.url + "/sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", PASSWORD)
        self.page.click("#sign-in [type=submit]")
        self.page.wait_for_url(lambda address: "sign-in" not in address)
        self.page.wait_for_selector("html[data-ready]")
        return self

    def open(self, path: str) -> "Reader":
        """Open a page and wait until its script has filled it."""
        self.page.goto("about:blank")  # or an address that differs in its hash would not load
        self.page.goto(self.service.url + path)
        self.page.wait_for_selector("html[data-ready]")
        return self

    def api(self, path: str) -> Any:
        """What the API answers to this reader."""
        return self.page.evaluate("path => fetch(`/api/v1/${path}`).then(r => r.json())", path)

    def sites(self) -> list[dict[str, Any]]:
        """The sites' properties, with their `position`."""
        features = self.api("sites")["features"]
        return [f["properties"] | {"position": f["geometry"]["coordinates"]} for f in features]

    def accessibility(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA on the page as it stands.

        Signs of sites may lie close together: where they stand is essential (WCAG 2.5.8 says so of
        pins on a map), and the panel lists the same sites as large targets.
        """
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        )
        return [
            f"{issue['id']}: {node['target']} {node['failureSummary']}"
            for issue in found["violations"]
            for node in issue["nodes"]
            if not (issue["id"] == "target-size" and _is_sign(node))
        ]

    def is_too_wide(self) -> bool:
        """Whether the page scrolls sideways."""
        width: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return width

    def _heed_request(self, request: Request) -> None:
        if not request.url.startswith((self.service.url + "/", "data:", "about:")):
            self.complaints.append(f"request to another origin: {request.url}")

    def _heed_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} of {response.url}")

    def _heed_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")


def at(position: list[float], zoom: int = 17, **named: str) -> str:
    """The map's address for a view of a position (longitude, latitude)."""
    rest = "".join(f"&{key}={value}" for key, value in named.items())
    return f"/#{zoom}/{position[1]:.5f}/{position[0]:.5f}{rest}"


def _is_sign(node: dict[str, Any]) -> bool:
    """Whether axe speaks of a sign on the map: a site's, or that of several standing together.

    One that is redrawn while axe looks has left the page, so that axe can only say `:root` of it.
    """
    redrawn = node["target"] == [":root"] and "leaflet-marker-icon" in node["html"]
    return redrawn or ".site-" in str(node["target"])
