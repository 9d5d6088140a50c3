-- How a patrol walks: OSRM's own foot profile, with two rules of ours on top.
--
-- 1. Never by boat: OSRM's foot takes ferries (route=ferry), and a patrol must not be sent to Dover.
-- 2. Never over private ground (OSRM's own rule), nor military or restricted ground (ours: OSRM's
--    foot knows neither word and would walk there).
--
-- What OSRM's foot otherwise does stays: 5 km/h, slower on sand and gravel; one-way streets both
-- ways; tracks, paths, steps and piers; no motorway or trunk road without foot=yes.

local base = require('foot')
local crossings = { ferry = true, shuttle_train = true }

local function crosses_the_sea(way)
  for kind in (way:get_value_by_key('route') or ''):gmatch('[^;%s]+') do
    if crossings[kind] then return true end
  end
  return false
end

local function setup()
  local profile = base.setup()
  profile.access_tag_blacklist['military'] = true
  profile.access_tag_blacklist['restricted'] = true
  profile.route_speeds = {}
  return profile
end

local function process_way(profile, way, result, relations)
  if not crosses_the_sea(way) then
    base.process_way(profile, way, result, relations)
  end
end

return {
  setup = setup,
  process_way = process_way,
  process_node = base.process_node,
  process_turn = base.process_turn,
  process_relation = base.process_relation,
}
