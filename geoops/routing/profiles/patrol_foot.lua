-- How a patrol walks: OSRM's own foot profile, on land and off private or military ground.
--
-- OSRM's foot keeps off private ground itself, but knows neither "military" nor "restricted" and
-- would walk there. The rest stays: 5 km/h, slower on sand and gravel; one-way streets both ways;
-- tracks, paths, steps and piers; no motorway or trunk road without foot=yes.

local on_land = require('on_land')

return on_land(require('foot'), function(settings)
  settings.access_tag_blacklist['military'] = true
  settings.access_tag_blacklist['restricted'] = true
end)
