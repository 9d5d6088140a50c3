"""The pages, one blueprint each."""

from geoops.web.pages import (
    basemap,
    capacity,
    chart,
    coverage,
    departure_sheet,
    diary,
    follow_up,
    language,
    occupancy,
    patrol,
    patrol_gpx,
    patrol_sheet,
    places,
    sign_in,
    site,
    transfers,
)

blueprints = (
    chart.blueprint,
    patrol.blueprint,
    patrol_sheet.blueprint,
    patrol_gpx.blueprint,
    coverage.blueprint,
    site.blueprint,
    capacity.blueprint,
    places.blueprint,
    follow_up.blueprint,
    diary.blueprint,
    transfers.blueprint,
    departure_sheet.blueprint,
    occupancy.blueprint,
    basemap.blueprint,
    language.blueprint,
    sign_in.blueprint,
)
