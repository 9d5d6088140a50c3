/* The view in the address: #zoom/lat/lon&layers=…&date=…&site=…, to come back to or to pass on. */

/** Read the address: {zoom, lat, lon} when given, and the named values. */
export function readAddress() {
  const [view, ...rest] = location.hash.slice(1).split("&");
  const [zoom, lat, lon] = view.split("/").map(Number);
  const named = Object.fromEntries(new URLSearchParams(rest.join("&")));
  const placed = [zoom, lat, lon].every(Number.isFinite) && view.split("/").length === 3;
  return { ...named, view: placed ? { zoom, lat, lon } : null };
}

/** Keep the address in step with the map, its layers and the `extra()` values. */
export function keepAddress(map, layers, extra = () => ({})) {
  const write = () => history.replaceState(null, "", `#${address(map, layers, extra())}`);
  map.on("moveend layeradd layerremove", soonAfter(write));
  return write;
}

function address(map, layers, extra) {
  const { lat, lng } = map.getCenter();
  const view = [map.getZoom(), lat.toFixed(5), lng.toFixed(5)].join("/");
  const on = Object.keys(layers).filter((key) => map.hasLayer(layers[key].group));
  const named = { layers: on.join(","), ...extra };
  const pairs = Object.entries(named).filter(([, value]) => value !== null && value !== undefined);
  return [view, ...pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`)].join("&");
}

/** Switch the layers that the address names, and only these. */
export function restoreLayers(map, layers, named) {
  if (named === undefined) return;
  const wanted = new Set(named.split(","));
  for (const [key, { group }] of Object.entries(layers)) {
    if (wanted.has(key)) map.addLayer(group);
    else map.removeLayer(group);
  }
}

function soonAfter(run) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, 120);
  };
}
