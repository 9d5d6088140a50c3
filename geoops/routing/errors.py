"""What can go wrong with the road network, worded for the person who will read it."""

from geoops.errors import GeoOpsError


class NetworkError(GeoOpsError):
    """The root of the road network's errors."""

    code = "network-error"
    template = "{reason}"


class NetworkNotBuilt(NetworkError):
    """No dataset has been built under this home yet."""

    code = "network-not-built"
    status = 503
    template = "There is no road network yet. Run: geoops network build FILE.osm.pbf"

    def __init__(self) -> None:
        super().__init__()


class NetworkTooOld(NetworkError):
    """The dataset was built before closures could be drawn: it does not know its segments."""

    code = "network-too-old"
    status = 503
    template = (
        "The road network was built before roads could be closed. Build it again: "
        "geoops network build FILE.osm.pbf"
    )

    def __init__(self) -> None:
        super().__init__()


class NetworkUnavailable(NetworkError):
    """The routing engine does not answer, also after it was started again."""

    code = "network-unavailable"
    status = 503
    template = "The routing engine does not answer ({reason}). Try again in a moment."


class PointOffRoad(NetworkError):
    """A point lies farther from every road than `snap_radius` allows.

    Details: `index` (0-based, in the points as given), `label` or None, `longitude`, `latitude`
    (EPSG:4326), `distance` (metres to the nearest road), `radius` (metres), `profile`, and
    `indices`, all the points that are off the road, of which this is the first.
    """

    code = "point-off-road"
    status = 422
    template = (
        "{name} ({longitude:.5f}, {latitude:.5f}) is {distance:,.0f} m from the nearest road for "
        "{profile}; "
        "the limit is {radius:.0f} m."
    )

    def __init__(
        self,
        *,
        index: int,
        label: str | None,
        position: tuple[float, float],
        distance: float,
        radius: float,
        profile: str,
        indices: list[int],
    ) -> None:
        super().__init__(
            index=index,
            label=label,
            name=label or f"Point {index + 1}",
            longitude=position[0],
            latitude=position[1],
            distance=distance,
            radius=radius,
            profile=profile,
            indices=indices,
        )


class NoWay(NetworkError):
    """Both points are on roads, but no way leads from one to the other."""

    code = "no-way"
    status = 422
    template = "No way for {profile} leads from {start} to {end}."


class BadExtract(NetworkError):
    """The file is not an OpenStreetMap extract that can be read."""

    code = "bad-extract"
    status = 422
    template = "{file} cannot be used: {reason}"


class NoRoads(BadExtract):
    """The extract is sound, but nothing in it can be driven, or walked."""

    code = "no-roads"
    template = "{file} has no road for {profile}."


class NoSpace(NetworkError):
    """The disk has no room for the dataset."""

    code = "no-space"
    status = 507
    template = "Not enough room in {folder}: {needed} MB wanted, {free} MB free."


class BuildFailed(NetworkError):
    """An OSRM step stopped; `reason` is its last word."""

    code = "network-build-failed"
    template = "{step} failed: {reason}"


class FetchFailed(NetworkError):
    """An extract could not be downloaded; what came is kept, and the next fetch goes on from it."""

    code = "fetch-failed"
    status = 502
    template = "{url} could not be downloaded: {reason}"


class NoInternet(FetchFailed):
    """The server cannot be reached at all."""

    code = "no-internet"
    template = (
        "{host} cannot be reached ({reason}). Without internet, copy an .osm.pbf file here by "
        "other means and run: geoops network build FILE.osm.pbf"
    )


class UnknownExtract(NetworkError):
    """Neither Geofabrik nor BBBike has an extract of this name in pyrosm's index."""

    code = "unknown-extract"
    status = 404
    template = "No extract is called {name}.{hint}"


class EngineRunning(NetworkError):
    """Another engine already listens on this home's socket."""

    code = "engine-running"
    status = 409
    template = "A routing engine already listens at {socket}."
