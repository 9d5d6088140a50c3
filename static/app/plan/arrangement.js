/* Who visits what in which order, apart from times: what a hand rearranges. */

/** Of a plan's best: {lanes: [{team_id, team, colour_index, patrol, stops}], stop: by id}. */
export function arrangementOf(best, teams) {
  const stop = new Map();
  const outing = new Map(best.patrols.map((patrol) => [patrol.team_id, patrol]));
  for (const one of best.left_out) stop.set(one.id, one);
  for (const one of best.patrols.flatMap(({ stops }) => stops)) stop.set(one.id, one);
  const lanes = going(best, teams).map((team) => {
    const patrol = outing.get(team.team_id) ?? null;
    return { ...team, patrol, stops: patrol?.stops.map(({ id }) => id) ?? [] };
  });
  lanes.push({ team_id: null, patrol: null, stops: best.left_out.map(({ id }) => id) });
  return { lanes, stop };
}

/** All that go out, also those that the plan leaves at their base: they can be given a stop. */
function going(best, teams) {
  const known = new Map();
  for (const team of [...teams, ...(best.teams ?? []), ...best.patrols]) {
    known.set(team.team_id, { ...known.get(team.team_id), ...team });
  }
  return [...known.values()]
    .map(({ team_id, team, colour_index, shift }) => ({ team_id, team, colour_index, shift }))
    .sort((a, b) => a.colour_index - b.colour_index);
}

/** Where a stop is: {team_id (null: not visited), index}. */
export function placeOf({ lanes }, id) {
  for (const { team_id, stops } of lanes) {
    const index = stops.indexOf(id);
    if (index >= 0) return { team_id, index };
  }
  return null;
}

/** How many teams come to a stop; one that several come to together is no single hand's to move. */
export function teamsAt({ lanes }, id) {
  return lanes.filter(({ team_id, stops }) => team_id && stops.includes(id)).length;
}

/** The arrangement with one stop at another place; an index of null is the lane's end. */
export function moved(arrangement, id, { team_id, index }) {
  const lanes = arrangement.lanes.map((lane) => {
    const stops = lane.stops.filter((other) => other !== id);
    if (lane.team_id === team_id) stops.splice(index ?? stops.length, 0, id);
    return { ...lane, stops };
  });
  return { ...arrangement, lanes };
}
