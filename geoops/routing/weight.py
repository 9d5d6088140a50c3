"""What a visit is worth today."""

from geoops.errors import Invalid

NEVER_VISITED = 2.0
"""Intervals since the last visit that a place never visited counts as: plainly overdue, yet it does
not outrank a place that is known to have waited longer."""


def weight_of(
    days_since_last_visit: float | None, interval_days: float, zone_weight: float = 1.0
) -> float:
    """The weight of visiting a zone: its own weight times how overdue it is.

    ``weight = zone_weight × days_since_last_visit / interval_days``

    This is the weighted *idleness* of the patrolling literature (Machado, Ramalho, Zucker and
    Drogoul 2002, "Multi-Agent Patrolling: An Empirical Analysis of Alternative Architectures"),
    measured in the zone's own interval: 0 just after a visit, `zone_weight` on the day that the
    visit is due, twice that one interval later. It grows in proportion and without a ceiling, so a
    zone that is left out each day comes to outrank any other in the end, and no zone is forgotten.

    Parameters
    ----------
    days_since_last_visit
        From 0; None for a zone never visited, which counts as `NEVER_VISITED` intervals.
    interval_days
        The revisit interval wanted, above 0.
    zone_weight
        The zone's own weight against other zones, from 0.

    Raises
    ------
    Invalid
        For an interval that is not above 0, or a negative number of days or weight.
    """
    if not interval_days > 0:
        raise Invalid(field="interval", reason="the revisit interval must be above zero.")
    if zone_weight < 0 or (days_since_last_visit is not None and days_since_last_visit < 0):
        raise Invalid(field="weight", reason="days and weights cannot be negative.")
    if days_since_last_visit is None:
        return zone_weight * NEVER_VISITED
    return zone_weight * days_since_last_visit / interval_days
