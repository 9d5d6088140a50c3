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
    overseeing,
    patrol,
    places,
    sign_in,
    site,
    transfers,
)

blueprints = (
    chart.blueprint,
    patrol.blueprint,
    overseeing.blueprint,
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
