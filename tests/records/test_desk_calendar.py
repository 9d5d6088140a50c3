"""Easter and the public holidays, as the database reckons them."""

from datetime import date

import pytest
from sqlalchemy import Engine, text

# Published tables of Easter Sundays, among them the earliest and the latest that there can be.
EASTERS = [
    *("1818-03-22", "1943-04-25", "1961-04-02", "1999-04-04", "2000-04-23", "2008-03-23"),
    *("2011-04-24", "2016-03-27", "2017-04-16", "2019-04-21", "2024-03-31", "2025-04-20"),
    *("2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18"),
]

OF_2016 = {
    "2016-01-01": "new_year",
    "2016-03-28": "easter_monday",
    "2016-05-01": "labour_day",
    "2016-05-05": "ascension",
    "2016-05-08": "victory_1945",
    "2016-05-16": "whit_monday",
    "2016-07-14": "national_day",
    "2016-08-15": "assumption",
    "2016-11-01": "all_saints",
    "2016-11-11": "armistice_1918",
    "2016-12-25": "christmas",
}


@pytest.mark.parametrize("easter", EASTERS)
def test_easter_is_on_its_sunday(owner: Engine, easter: str) -> None:
    with owner.connect() as connection:
        found = connection.execute(text("SELECT easter_sunday(:y)"), {"y": int(easter[:4])})
        assert found.scalar_one() == date.fromisoformat(easter)


def test_a_year_has_the_eleven_holidays_of_the_labour_code(owner: Engine) -> None:
    of_year = text(
        "SELECT d::date::text, public_holiday(d::date) FROM"
        " generate_series('2016-01-01'::date, '2016-12-31', '1 day') d"
        " WHERE public_holiday(d::date) IS NOT NULL"
    )
    with owner.connect() as connection:
        assert {day: name for day, name in connection.execute(of_year)} == OF_2016  # noqa: C416
