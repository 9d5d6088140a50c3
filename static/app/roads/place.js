/* A road by its number, or a point by its coordinates, for those who do not draw. */

const APART = 0.002; // degrees, about 200 m

/** "50.951, 1.858" (latitude first, as people write it) as [lon, lat]; null when it is no such thing. */
export function coordinates(text) {
  const found = text.trim().match(/^(-?\d{1,2}(?:[.]\d+)?)[\s,;]+(-?\d{1,3}(?:[.]\d+)?)$/);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null;
}

/** The numbers of the roads on the map, in order. */
export function roadNames(roads) {
  const names = new Set(roads.map(({ ref }) => ref).filter(Boolean));
  return [...names].toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

/** The longest part of a road within the view, as three points along it; null when there is none. */
export function partInView(roads, name, view) {
  const parts = roads.filter(({ ref }) => plain(ref ?? "") === plain(name)).flatMap(({ path }) => inside(path, view));
  const longest = parts.toSorted((a, b) => b.length - a.length)[0];
  if (!longest || longest.length < 2) return null;
  return [0, 0.5, 1].map((share) => longest[Math.round(share * (longest.length - 1))]);
}

/** "A 16" and "a16" are one road. */
function plain(name) {
  return name.replace(/\s/g, "").toLowerCase();
}

/** The runs of a path's points that lie within the view; a long straight has points on it, too. */
function inside(path, view) {
  const runs = [[]];
  for (const [lon, lat] of path.flatMap((point, n) => between(point, path[n + 1]))) {
    if (view.contains([lat, lon])) runs.at(-1).push([lon, lat]);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs;
}

/** A point, and those on the straight to the next. */
function between([lon, lat], next) {
  if (!next) return [[lon, lat]];
  const steps = Math.max(1, Math.ceil(Math.hypot(next[0] - lon, next[1] - lat) / APART));
  return Array.from({ length: steps }, (_, n) => [
    lon + ((next[0] - lon) * n) / steps,
    lat + ((next[1] - lat) * n) / steps,
  ]);
}
