/* On a phone the panel is a sheet over the map: what is looked at lies above it. */

const PHONE = window.matchMedia("(width < 800px)");
const HALF = 0.55; // of the page, as in panel.css; a full sheet leaves no map to see

/** Pixels of the map that a sheet of this height covers; none beside the map. */
function covered(map, height) {
  if (!PHONE.matches) return 0;
  const box = map.getContainer();
  if (height !== "low") return box.clientHeight * HALF;
  return Number.parseFloat(getComputedStyle(box).getPropertyValue("--sheet")) || 0;
}

/** Show bounds whole, above a sheet that stands half way. */
export function bringAbove(map, bounds, { padding = 40, ...options } = {}) {
  const under = padding + covered(map, "half");
  const room = { paddingTopLeft: [padding, padding], paddingBottomRight: [padding, under] };
  map.fitBounds(bounds, { ...room, animate: false, ...options });
}

/** Bring a point that is not seen into the middle of what is, above a sheet that stands half way. */
export function panAbove(map, latLng) {
  const { x, y } = map.latLngToContainerPoint(latLng);
  const { x: width, y: height } = map.getSize();
  if (x >= 0 && x <= width && y >= 0 && y <= height - covered(map, "half")) return;
  map.panTo(latLng, { animate: false });
  map.panBy([0, covered(map, "half") / 2], { animate: false });
}

/** What was in the middle of what is seen stays there, now that the sheet stands otherwise. */
export function keepMiddle(map, before, now) {
  const by = (covered(map, now) - covered(map, before)) / 2;
  if (by) map.panBy([0, by], { animate: false });
}
