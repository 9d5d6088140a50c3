"""The committed basemap, and the folium map that a page under a strict policy can hold."""

import json
import runpy
from pathlib import Path

from geoops.layers.basemap import basemap
from geoops.layers.folium_map import GeoOpsMap, RemoteLayer, SiteClusters


def test_the_basemap_is_in_step_with_the_demonstrations_geography(repository: Path) -> None:
    written = runpy.run_path(str(repository / "setup" / "basemap.py"))["text"]()
    assert basemap() == written


def test_a_real_network_is_not_contradicted_by_schematic_roads() -> None:
    road = {"class": "primary", "ref": "D 1", "path": [[1.8, 50.9], [1.9, 50.9]]}
    ground = json.loads(basemap([road]))
    assert ground["roads"] == [road]
    assert ground["schematic"] is False
    assert json.loads(basemap())["schematic"] is True


def test_a_map_names_no_other_host_and_has_no_inline_style() -> None:
    chart = GeoOpsMap(lambda path: f"/static/{path}", clusters=True)
    RemoteLayer("zones", "Zones", "/api/v1/zones").add_to(chart)
    SiteClusters("sites", "Sites", "/api/v1/sites").add_to(chart)
    parts = chart.add_layer_switch().parts()
    whole = parts.header + parts.html + parts.script
    assert "http" not in whole
    assert "style=" not in whole
    assert "<style" not in whole


def test_a_layers_name_cannot_end_the_script() -> None:
    chart = GeoOpsMap(lambda path: path)
    RemoteLayer("x", "</script><script>alert(1)</script>").add_to(chart)
    assert "</script>" not in chart.add_layer_switch().parts().script
