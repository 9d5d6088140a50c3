-- How a patrol drives: OSRM's own car profile, on land and off private ground.
--
-- OSRM's car lets a route begin or end on access=private; here the visit ends at the gate, on the
-- nearest public road, or the point is off the road. The rest stays: access=destination,
-- customers, delivery, residents and permit only to begin or to end on; gates cost 60 s; toll
-- roads are allowed.

local on_land = require('on_land')

return on_land(require('car'), function(settings)
  settings.restricted_access_tag_list['private'] = nil
end)
