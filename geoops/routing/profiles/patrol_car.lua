-- How a patrol drives: OSRM's own car profile, with two rules of ours on top.
--
-- 1. Never over water or under it. OSRM's car takes ferries (route=ferry) and car trains
--    (route=shuttle_train): here they are the boats to Dover and the Channel Tunnel.
--    Speeds of nil would not do: a ferry tagged motor_vehicle=yes would then be driven like a road.
-- 2. Never over private ground. OSRM's car lets a route begin or end on access=private; here the
--    visit ends at the gate, on the nearest public road, or the point is off the road.
--
-- What OSRM's car otherwise does stays: access=destination, customers, delivery, residents and
-- permit only to begin or to end on; gates cost 60 s; toll roads are allowed.

local base = require('car')
local crossings = { ferry = true, shuttle_train = true }

local function crosses_the_sea(way)
  for kind in (way:get_value_by_key('route') or ''):gmatch('[^;%s]+') do
    if crossings[kind] then return true end
  end
  return false
end

local function setup()
  local profile = base.setup()
  profile.restricted_access_tag_list['private'] = nil
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
}
