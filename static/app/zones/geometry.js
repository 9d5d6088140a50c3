/* Distances and areas around a place, in metres. A position is [lon, lat]; a ring is open. */

const METRES = 111_320; // of a degree of latitude
const EXACT = 1e9; // a position has nine decimals, as the API answers them

/** A position as the API will answer it. */
export function rounded([lon, lat]) {
  return [Math.round(lon * EXACT) / EXACT, Math.round(lat * EXACT) / EXACT];
}

/** Rings as GeoJSON has them, closed, without their last position. */
export function opened(rings) {
  return rings.map((ring) => ring.slice(0, -1));
}

/** Open rings as GeoJSON wants them. */
export function closed(rings) {
  return rings.map((ring) => [...ring, ring[0]]);
}

/** Square kilometres that an outline covers, its holes left out. */
export function squareKilometres([outer, ...holes]) {
  return (surface(outer) - holes.reduce((sum, hole) => sum + surface(hole), 0)) / 1e6;
}

/** The point of these outlines' borders that is nearest: {position, metres}. */
export function nearestOn(outlines, position) {
  let best = { position: null, metres: Number.POSITIVE_INFINITY };
  for (const ring of outlines.flat()) {
    for (const [index, corner] of ring.entries()) {
      const found = onSegment(corner, ring[(index + 1) % ring.length], position);
      if (found.metres < best.metres) best = found;
    }
  }
  return best;
}

/** How far two outlines' borders are apart, where they come nearest. */
export function gap(one, other) {
  const reach = (from, to) => Math.min(...from.flat().map((corner) => nearestOn([to], corner).metres));
  return Math.min(reach(one, other), reach(other, one));
}

function surface(ring) {
  const [x, y] = scale(ring[0]);
  const twice = ring.reduce((sum, [lon, lat], index) => {
    const [nextLon, nextLat] = ring[(index + 1) % ring.length];
    return sum + lon * nextLat - nextLon * lat;
  }, 0);
  return (Math.abs(twice) / 2) * x * y;
}

/** Metres of a degree of longitude and of one of latitude at a position. */
function scale([, lat]) {
  return [METRES * Math.cos((lat * Math.PI) / 180), METRES];
}

function onSegment(start, end, position) {
  const [x, y] = scale(position);
  const [ax, ay] = [(end[0] - start[0]) * x, (end[1] - start[1]) * y];
  const [px, py] = [(position[0] - start[0]) * x, (position[1] - start[1]) * y];
  const length = ax * ax + ay * ay;
  const share = length === 0 ? 0 : Math.min(Math.max((px * ax + py * ay) / length, 0), 1);
  const point = [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share];
  return { position: point, metres: Math.hypot(px - ax * share, py - ay * share) };
}
