"""What came of a replay, in words and tables (Markdown)."""

from collections.abc import Sequence

from geoops.records.ledger_proof import CLAIMS, Complaint
from geoops.replay.tally import Count, Tally, spread
from geoops.replay.year import PLACES_OF_THE_REGION, REGISTERED_IN_2016, Year

FULL = 0.95  # of the capacity, past which a night counts as full


def report(
    year: Year, seed: int, tally: Tally, wrong: Sequence[Complaint], differences: int
) -> str:
    """The report. `differences`: beds in which the replay's own count and the ledger differ."""
    return "\n".join(
        [
            f"# Calais {year.first.year}, replayed",
            "",
            f"{year.first} to {year.last}, seed {seed}. What is known and what is supposed:"
            " `geoops/replay/year.py`.",
            "",
            *_headlines(tally),
            "",
            *_proofs(wrong, differences),
            "",
            *_months(tally),
            "",
            *_waits(tally),
            "",
        ]
    )


def _headlines(tally: Tally) -> list[str]:
    total = tally.total
    registered = total(Count.REGISTERED)
    nights = list(tally.nights.values())
    full = sum(night.occupied > FULL * night.capacity for night in nights)
    highest = max(night.occupied / night.capacity for night in nights)
    rows = [
        ("people met", f"{total(Count.MET):,}"),
        (
            "asylum applications registered by 4 desks",
            f"{registered:,} of the {REGISTERED_IN_2016:,} of 2016"
            f" ({registered / REGISTERED_IN_2016:.1%})",
        ),
        ("missed appointments, people", f"{total(Count.MISSED):,}"),
        (
            "accepted a place; a place was kept",
            f"{total(Count.ASKED_SHELTER):,}; {total(Count.KEPT):,}",
        ),
        ("arrived; did not come", f"{total(Count.ARRIVED):,}; {total(Count.NOT_COME):,}"),
        (
            "refused because the last places had just gone, times",
            f"{total(Count.REFUSALS):,}",
        ),
        ("put on the waiting list, people", f"{total(Count.WAITED):,}"),
        ("spent that night without a place, people", f"{total(Count.TURNED_AWAY):,}"),
        ("buses; people taken to a CAO", f"{total(Count.BUSES):,}; {total(Count.BUSSED):,}"),
        (
            f"nights above {FULL:.0%} of the places ({PLACES_OF_THE_REGION:,} in the CAES and SAS)",
            f"{full} of {len(nights)}; highest {highest:.1%}",
        ),
        ("found by a census, people", f"{total(Count.FOUND_BY_CENSUS):,}"),
        ("voluntary-return interviews, people", f"{total(Count.RETURN_INTERVIEWS):,}"),
    ]
    return ["| what | figure |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)]


def _proofs(wrong: Sequence[Complaint], differences: int) -> list[str]:
    lines = ["Proved from the ledger's entries when the year was over:", ""]
    for claim in CLAIMS:
        count = sum(complaint.claim == claim for complaint in wrong)
        lines.append(f"- {claim}: {f'**{count} times not**' if count else 'yes'}")
    lines.append(
        "- the replay's own count of who is where is the ledger's: "
        + (f"**no, {differences} people differ**" if differences else "yes")
    )
    return lines


def _months(tally: Tally) -> list[str]:
    columns = {
        "met": Count.MET,
        "accept a place": Count.ASKED_SHELTER,
        "arrived": Count.ARRIVED,
        "no place that night": Count.TURNED_AWAY,
        "by bus": Count.BUSSED,
        "referred to the GUDA": Count.REFERRED_GUDA,
        "registered": Count.REGISTERED,
    }
    by_month = [tally.by_month(what) for what in columns.values()]
    rows = [
        f"| {month} | " + " | ".join(f"{counts.get(month, 0):,}" for counts in by_month) + " |"
        for month in by_month[0]
    ]
    return [
        "| month | " + " | ".join(columns) + " |",
        "| --- |" + " ---: |" * len(columns),
        *rows,
    ]


def _waits(tally: Tally) -> list[str]:
    lines = [
        "| waited | median | nine in ten under | longest |",
        "| --- | ---: | ---: | ---: |",
    ]
    for words, waits in (
        ("from the encounter to the GUDA's slot, days", tally.slot_waits),
        ("for a place, on the waiting list, hours", tally.place_waits),
    ):
        found = spread([wait for day in waits.values() for wait in day])
        figures = " | ".join(f"{figure:.1f}" for figure in found) if found else "– | – | –"
        lines.append(f"| {words} | {figures} |")
    return lines
