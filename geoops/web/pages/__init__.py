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
    patrol,
    places,
    sign_in,
    site,
    transfers,
)
from geoops.web.pages import basemap, capacity, chart, coverage, language, patrol, sign_in, site
from geoops.web.pages import basemap, chart, coverage, language, occupancy, patrol, sign_in
    occupancy,
    patrol,
    places,
    sign_in,
    site,
)

blueprints = (
    chart.blueprint,
    patrol.blueprint,
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
