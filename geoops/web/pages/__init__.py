"""The pages, one blueprint each."""

from geoops.web.pages import basemap, chart, coverage, language, patrol, sign_in

blueprints = (
    chart.blueprint,
    patrol.blueprint,
    coverage.blueprint,
    basemap.blueprint,
    language.blueprint,
    sign_in.blueprint,
)
