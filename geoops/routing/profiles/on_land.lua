-- The rule that a patrol's car and foot share: never over water or under it.
--
-- OSRM's own profiles take ferries (route=ferry) and, by car, car trains (route=shuttle_train):
-- here they are the boats to Dover and the Channel Tunnel. Speeds of nil would not do: a ferry
-- tagged motor_vehicle=yes would then be driven like a road.

local crossings = { ferry = true, shuttle_train = true }

local function crosses_the_sea(way)
  for kind in (way:get_value_by_key('route') or ''):gmatch('[^;%s]+') do
    if crossings[kind] then return true end
  end
  return false
end

-- One of OSRM's profiles with its settings changed by `change`, and kept on land.
return function(base, change)
  local profile = {}
  for name, part in pairs(base) do profile[name] = part end

  function profile.setup()
    local settings = base.setup()
    settings.route_speeds = {}
    change(settings)
    return settings
  end

  function profile.process_way(settings, way, result, relations)
    if not crosses_the_sea(way) then
      base.process_way(settings, way, result, relations)
    end
  end

  return profile
end
