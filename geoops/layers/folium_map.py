"""Folium maps that need nobody else: vendored scripts, no inline style, and parts for a page.

Folium writes whole documents that load a dozen files from content networks. A GeoOps page is
served under a strict content security policy, so `GeoOpsMap` gives its three parts to the page's
template instead: links for the head, an element for the body, and one script that is run under
the page's nonce. The script names each layer in `window.geoops`; ES modules in `static/app` fetch
the features from the API and fill the layers, with every text set as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import folium
from folium.plugins import MarkerCluster
from folium.template import Template

Asset = Callable[[str], str]
"""Turns a path below `static/` into an address."""

MAX_ZOOM = 17


@dataclass(frozen=True)
class MapParts:
    """What a page's template needs of a map: trusted markup and script, written by folium."""

    header: str
    html: str
    script: str


class RemoteLayer(folium.FeatureGroup):
    """An empty layer that a module of the page fills from `source`.

    Parameters
    ----------
    key
        How the page's modules and its permalink call the layer.
    name
        How the layer switch calls it, in the reader's language.
    source
        Address of its GeoJSON FeatureCollection; None when the page fills it otherwise.
    show
        Whether it is on when the page opens.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.featureGroup();
        geoops.layers[{{ this.key|tojson }}] = {
            group: {{ this.get_name() }}, source: {{ this.source|tojson }}
        };
        {% endmacro %}
        """
    )

    def __init__(self, key: str, name: str, source: str | None = None, *, show: bool = True):
        super().__init__(name=name, show=show)
        self._name = "RemoteLayer"
        self.key = key
        self.source = source


class SiteClusters(MarkerCluster):
    """The sites: markers that fold together where they would cover each other.

    Same parameters as `RemoteLayer`; `radius` is how near two markers fold, in pixels.
    """

    default_js = []  # noqa: RUF012 - as folium declares it
    default_css = []  # noqa: RUF012
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.markerClusterGroup({{ this.options|tojavascript }});
        geoops.layers[{{ this.key|tojson }}] = {
            group: {{ this.get_name() }}, source: {{ this.source|tojson }}
        };
        {% endmacro %}
        """
    )

    def __init__(self, key: str, name: str, source: str, *, radius: int = 80, show: bool = True):
        super().__init__(  # type: ignore[no-untyped-call]
            name=name,
            show=show,
            max_cluster_radius=radius,
            show_coverage_on_hover=False,
            spider_leg_polyline_options={"weight": 1.5, "color": "#12303f", "opacity": 0.6},
        )
        self.key = key
        self.source = source


class GeoOpsMap(folium.Map):
    """A folium map for a page under a strict content security policy.

    Parameters
    ----------
    asset
        Turns a path below `static/` into an address.
    center
        Longitude, latitude (EPSG:4326) before the page has fitted its data.
    tiles_url
        An online basemap, for those who set one; None keeps every request on this server.
    clusters, drawing
        Whether the page folds markers together, and whether shapes are drawn on it.
    """

    default_js = []  # noqa: RUF012 - as folium declares it
    default_css = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map(
            {{ this.get_name()|tojson }},
            { center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }} }
        );
        window.geoops = { map: {{ this.get_name() }}, layers: {} };
        {% endmacro %}
        """
    )

    def __init__(
        self,
        asset: Asset,
        center: Sequence[float] = (2.0, 50.92),
        *,
        zoom: int = 10,
        tiles_url: str | None = None,
        tiles_attribution: str = "",
        clusters: bool = False,
        drawing: bool = False,
    ):
        super().__init__(
            location=[center[1], center[0]],
            zoom_start=zoom,
            tiles=tiles_url,
            attr=tiles_attribution or tiles_url,
            zoom_snap=0.5,
            wheel_px_per_zoom_level=90,
            attribution_control=False,
            zoom_control=False,
        )
        self._name = "Map"
        self.options["max_zoom"] = MAX_ZOOM  # folium's own argument is its tile layer's only
        self._assets = _links(asset, clusters=clusters, drawing=drawing)

    def parts(self) -> MapParts:
        """Render the map and give its parts apart; the page adds the nonce."""
        figure: Any = self.get_root()
        for child in list(figure._children.values()):
            child.render()
        return MapParts(self._assets, figure.html.render(), figure.script.render())

    def add_layer_switch(self, **options: Any) -> "GeoOpsMap":
        """Add the layer switch; call it after the layers."""
        folium.LayerControl(**options).add_to(self)
        return self


def _links(asset: Asset, *, clusters: bool, drawing: bool) -> str:
    """The vendored style sheets and scripts, as markup for the page's head."""
    styles = ["vendor/leaflet/leaflet.css"]
    scripts = ["vendor/leaflet/leaflet.js"]
    if clusters:
        styles.append("vendor/leaflet.markercluster/MarkerCluster.css")
        scripts.append("vendor/leaflet.markercluster/leaflet.markercluster.js")
    if drawing:
        styles.append("vendor/leaflet-geoman/leaflet-geoman.css")
        scripts.append("vendor/leaflet-geoman/leaflet-geoman.js")
    return "\n".join(
        [f'<link rel="stylesheet" href="{asset(path)}">' for path in styles]
        + [f'<script src="{asset(path)}"></script>' for path in scripts]
    )
