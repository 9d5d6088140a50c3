"""How long it takes to drive or walk, and which way: the client of the routing engine.

    network = Network(Settings.load())
    table = network.table([(1.8587, 50.9513), (2.3772, 51.0343)], "car")

Roads that are closed are said with each question (closures.py). The first question that closes
just these has their variant built (variant.py), in a fraction of a second.

The engine runs in processes of its own (engine.py). A question opens a Unix socket, so threads and
gevent's greenlets may share one `Network`, and none of them holds up the others.
"""

from collections.abc import Sequence
from copy import copy
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geoops.errors import Invalid
from geoops.routing.answers import PROFILES, Leg, Nearest, Profile, Route, Step, Table
from geoops.routing.both_tables import both_tables
from geoops.routing.client import TIMEOUT, Client
from geoops.routing.closures import Closure
from geoops.routing.dataset import Manifest, current
from geoops.routing.errors import (
    NetworkError,
    NetworkNotBuilt,
    NetworkUnavailable,
    NoWay,
    PointOffRoad,
)
from geoops.routing.kept_tables import KeptTables
from geoops.routing.points import Point, numbers, positions, refuse_off_road
from geoops.routing.roadworks import Closing, Roadworks
from geoops.routing.wire import Arrays, Header
from geoops.settings import Settings

__all__ = [
    "Closing",
    "Closure",
    "Leg",
    "Manifest",
    "Nearest",
    "Network",
    "NetworkError",
    "NetworkNotBuilt",
    "NetworkUnavailable",
    "NoWay",
    "PointOffRoad",
    "Profile",
    "Route",
    "Step",
    "Table",
]

LARGEST = 4_000_000
"""Cells that a table may have: 2,000 × 2,000, some seconds of work."""
ATTEMPTS = 3
"""A variant that was just built may be one of a dataset that is exchanged at this moment."""


class Network:
    """The road network of one home, for cars and on foot.

    Parameters
    ----------
    settings
        Its `network_home` holds the dataset; `snap_radius` (m) is how far a point may be from a
        road. OSRM then takes the nearest road, or one that leads somewhere, within the radius.
    autostart
        Start an engine for this process when none listens; off in a server that supervises one.
    timeout
        Seconds without a byte after which the engine counts as gone; a second try follows.
    keep_tables
        Keep tables on disk, and answer from there what was asked before (kept_tables.py).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        autostart: bool = True,
        timeout: float = TIMEOUT,
        keep_tables: bool = False,
    ) -> None:
        self._settings = settings
        self._client = Client(settings, autostart=autostart, timeout=timeout)
        self._roadworks = Roadworks(settings.network_home)
        self._kept = KeptTables(settings.network_home) if keep_tables else None

    def forgetful(self) -> Self:
        """The same network, which keeps none of its answers on disk."""
        other = copy(self)
        other._kept = None
        return other

    def manifest(self) -> Manifest:
        """What the current dataset was made from.

        Raises
        ------
        NetworkNotBuilt
        """
        return Manifest.read(current(self._settings.network_home))

    def close(self, closures: Sequence[Closure], profile: Profile) -> Closing:
        """Build what answers with `closures` in force, and say how many metres they close.

        Nothing needs it, for a question builds what it lacks; but after it none has to wait.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld, BuildFailed
        """
        return self._roadworks.close(closures, profile)

    def closed_metres(self, closures: Sequence[Closure], profile: Profile) -> float:
        """Metres of road that `closures` close for `profile`; nothing is built.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld
        """
        return self._roadworks.metres(closures, profile)

    def closed_lines(self, closures: Sequence[Closure], profile: Profile) -> NDArray[np.float64]:
        """Both ends of each segment that `closures` close, m × 4: longitude, latitude twice.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld
        """
        return self._roadworks.lines(closures, profile)

    def table(
        self,
        points: ArrayLike,
        profile: Profile,
        sources: Sequence[int] | None = None,
        destinations: Sequence[int] | None = None,
        labels: Sequence[str] | None = None,
        closures: Sequence[Closure] = (),
    ) -> Table:
        """Durations (s) and distances (m) of the fastest ways among points.

        Parameters
        ----------
        points
            Longitude and latitude, n × 2, EPSG:4326.
        sources, destinations
            Which points are rows and which are columns, in this order; all by default.
        labels
            A name for each point, for the error that names one.
        closures
            Roads that are closed meanwhile. No pair is faster than without.

        Raises
        ------
        PointOffRoad, Invalid, NetworkNotBuilt, NetworkUnavailable, NetworkTooOld
        """
        where = positions(points)
        rows = numbers(sources, len(where), "sources")
        columns = numbers(destinations, len(where), "destinations")
        if len(rows) * len(columns) > LARGEST:
            raise Invalid(field="points", reason=f"a table has at most {LARGEST:,} cells")
        if not rows or not columns:
            return Table(np.empty((len(rows), len(columns))), np.empty((len(rows), len(columns))))
        question = {"ask": "table", "sources": rows, "destinations": columns}
        _, found = self._ask(question, where, profile, labels, closures)
        return Table(found["durations"], found["distances"])

    def route(
        self,
        points: ArrayLike,
        profile: Profile,
        steps: bool = False,
        labels: Sequence[str] | None = None,
        closures: Sequence[Closure] = (),
    ) -> Route:
        """The fastest way through two or more points, in their order.

        Parameters are those of `table`; `steps` asks for the instructions.

        Raises
        ------
        NoWay, PointOffRoad, Invalid, NetworkNotBuilt, NetworkUnavailable
        """
        where = positions(points)
        if len(where) < 2:
            raise Invalid(field="points", reason="a route needs at least two")
        question = {"ask": "route", "steps": steps}
        header, found = self._ask(question, where, profile, labels, closures)
        return _route(header, found["geometry"])

    def nearest(self, point: Point, profile: Profile, label: str | None = None) -> Nearest:
        """The nearest place on a road to one point (longitude, latitude, EPSG:4326).

        Raises
        ------
        PointOffRoad, Invalid, NetworkNotBuilt, NetworkUnavailable
        """
        where = positions([point])
        labels = [label] if label else None
        header, _ = self._ask({"ask": "nearest"}, where, profile, labels)
        longitude, latitude = header["position"]
        return Nearest((longitude, latitude), header["snaps"][0][1], header["name"])

    def _ask(
        self,
        question: Header,
        where: NDArray[np.float64],
        profile: Profile,
        labels: Sequence[str] | None,
        closures: Sequence[Closure] = (),
    ) -> tuple[Header, Arrays]:
        """The engine's answer, or the error that it amounts to."""
        if profile not in PROFILES:
            raise Invalid(field="profile", reason="it must be car or foot")
        radius = self._settings.snap_radius
        question |= {"profile": profile, "radius": radius}
        answer, arrays = self._answer(question, where, closures)
        refuse_off_road(answer.get("snaps", []), where, labels, radius, profile)
        _refuse(answer, labels, profile)
        return answer, arrays

    def _answer(
        self, question: Header, where: NDArray[np.float64], closures: Sequence[Closure]
    ) -> tuple[Header, Arrays]:
        """From the store, or from the engine, which is given the variant that it lacks."""
        for _ in range(ATTEMPTS):
            if closures:
                question |= self._roadworks.named(closures, question["profile"])
            answer, arrays = self._found(question, where)
            if answer.get("refused") != "no-variant":
                break
            self._roadworks.close(closures, question["profile"])
        return answer, arrays

    def _found(self, question: Header, where: NDArray[np.float64]) -> tuple[Header, Arrays]:
        """What the store has, or else the engine's answer, which is then kept."""
        if self._kept and (found := self._kept.find(question, where)):
            return {"dataset": question.get("dataset")}, found
        if question["ask"] == "table" and question.get("variant") and not question.get("alone"):
            answer, arrays = both_tables(lambda one: self._found(one, where), question)
        else:
            answer, arrays = self._client.ask(question, {"points": where})
        if self._kept and not answer.get("refused"):
            self._kept.keep(question, where, answer, arrays)
        return answer, arrays


def _refuse(answer: Header, labels: Sequence[str] | None, profile: Profile) -> None:
    """Raise what the engine refused for, if it did."""
    match answer.get("refused"):
        case None:
            return
        case "not-built":
            raise NetworkNotBuilt
        case "no-way":
            start, end = (labels[i] if labels else f"point {i + 1}" for i in answer["between"])
            raise NoWay(profile=profile, start=start, end=end)
        case _:
            raise NetworkError(reason=f"The routing engine refused: {answer.get('reason')}")


def _route(header: Header, line: NDArray[np.float64]) -> Route:
    ends = np.cumsum([leg["segments"] for leg in header["legs"]])
    legs = tuple(
        Leg(
            leg["duration"],
            leg["distance"],
            line[end - leg["segments"] : end + 1],
            tuple(Step(**{**step, "position": tuple(step["position"])}) for step in leg["steps"]),
        )
        for leg, end in zip(header["legs"], ends, strict=True)
    )
    return Route(header["duration"], header["distance"], line, legs)
