"""Turn by turn: every maneuver that OSRM has a word for, in both languages."""

from typing import Any

import pytest

from geoops.routing.answers import Step
from geoops.web.directions import SAY, english, french
from geoops.web.directions.french_road import at, the_name

MOLLIEN, D940, A16 = {"name": "Rue Mollien"}, {"ref": "D 940"}, {"ref": "A 16;E 402"}
SIGN = {"destinations": "A 16: Dunkerque, Lille, Paris"}

TABLE: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("turn", "left", {}, "Turn left", "Prenez à gauche"),
    ("turn", "right", MOLLIEN, "Turn right onto Rue Mollien", "Prenez à droite sur la rue Mollien"),
    ("turn", "slight left", D940, "Bear left onto D940", "Prenez légèrement à gauche sur la D940"),
    ("turn", "sharp right", A16, "Turn sharp right onto A16",
     "Tournez franchement à droite sur l'A16"),
    ("turn", "straight", {}, "Go straight on", "Continuez tout droit"),
    ("turn", "uturn", MOLLIEN, "Make a U-turn onto Rue Mollien",
     "Faites demi-tour sur la rue Mollien"),
    ("turn", "left", MOLLIEN | D940, "Turn left onto Rue Mollien (D940)",
     "Prenez à gauche sur la rue Mollien (D940)"),
    ("new name", "straight", MOLLIEN, "Continue onto Rue Mollien", "Continuez sur la rue Mollien"),
    ("new name", "slight right", D940, "Continue to the right onto D940",
     "Continuez légèrement à droite sur la D940"),
    ("depart", "", {"bearing": 92} | MOLLIEN, "Head east on Rue Mollien",
     "Partez vers l'est sur la rue Mollien"),
    ("depart", "left", {"bearing": 350}, "Head north", "Partez vers le nord"),
    ("arrive", "", {}, "You have arrived", "Vous êtes arrivés"),
    ("arrive", "slight left", MOLLIEN, "You have arrived: it is on the left",
     "Vous êtes arrivés : c'est à gauche"),
    ("arrive", "straight", {}, "You have arrived: it is straight ahead",
     "Vous êtes arrivés : c'est devant vous"),
    ("merge", "slight left", A16, "Merge to the left onto A16", "Insérez-vous à gauche sur l'A16"),
    ("merge", "straight", A16, "Merge onto A16", "Insérez-vous sur l'A16"),
    ("on ramp", "right", SIGN, "Take the ramp on the right towards Dunkerque, Lille",
     "Prenez la bretelle à droite, direction Dunkerque, Lille"),
    ("on ramp", "", A16, "Take the ramp onto A16", "Prenez la bretelle vers l'A16"),
    ("off ramp", "slight right", {"exits": "24", "destinations": "Calais"},
     "Take exit 24 on the right towards Calais", "Prenez la sortie 24 à droite, direction Calais"),
    ("off ramp", "", {}, "Take the exit", "Prenez la sortie"),
    ("fork", "slight left", {}, "At the fork, keep left", "À la bifurcation, restez à gauche"),
    ("fork", "right", A16, "At the fork, keep right onto A16",
     "À la bifurcation, restez à droite sur l'A16"),
    ("fork", "straight", {}, "At the fork, go straight on",
     "À la bifurcation, continuez tout droit"),
    ("end of road", "left", MOLLIEN, "At the end of the road, turn left onto Rue Mollien",
     "Au bout de la route, prenez à gauche sur la rue Mollien"),
    ("continue", "left", MOLLIEN, "Turn left to stay on Rue Mollien",
     "Prenez à gauche pour rester sur la rue Mollien"),
    ("continue", "straight", MOLLIEN, "Continue on Rue Mollien", "Continuez sur la rue Mollien"),
    ("continue", "uturn", MOLLIEN, "Make a U-turn on Rue Mollien",
     "Faites demi-tour sur la rue Mollien"),
    ("roundabout", "right", {"turn_off": 2} | D940,
     "At the roundabout, take the 2nd exit onto D940",
     "Au rond-point, prenez la 2ᵉ sortie vers la D940"),
    ("roundabout", "right", {"turn_off": 1}, "At the roundabout, take the 1st exit",
     "Au rond-point, prenez la 1ʳᵉ sortie"),
    ("roundabout", "", {}, "Enter the roundabout", "Engagez-vous sur le rond-point"),
    ("rotary", "left", {"turn_off": 3, "rotary": "Place d'Armes"} | MOLLIEN,
     "At Place d'Armes, take the 3rd exit onto Rue Mollien",
     "Sur la place d'Armes, prenez la 3ᵉ sortie vers la rue Mollien"),
    ("rotary", "left", {"turn_off": 1, "rotary": "Rond-Point de l'Europe"},
     "At Rond-Point de l'Europe, take the 1st exit",
     "Au rond-point de l'Europe, prenez la 1ʳᵉ sortie"),
    ("rotary", "left", {"turn_off": 1, "rotary": "Curie"}, "At Curie, take the 1st exit",
     "Au rond-point Curie, prenez la 1ʳᵉ sortie"),
    ("exit roundabout", "right", D940, "Leave the roundabout onto D940",
     "Quittez le rond-point vers la D940"),
    ("exit rotary", "right", {}, "Leave the roundabout", "Quittez le rond-point"),
    ("roundabout turn", "left", {}, "At the small roundabout, turn left",
     "Au petit rond-point, prenez à gauche"),
    ("notification", "straight", MOLLIEN, "Continue onto Rue Mollien",
     "Continuez sur la rue Mollien"),
    ("use lane", "left", {}, "Stay in the left lane", "Gardez la file de gauche"),
    ("use lane", "straight", D940, "Stay in your lane on D940",
     "Restez dans votre file sur la D940"),
    ("some day", "right", MOLLIEN, "Turn right onto Rue Mollien",
     "Prenez à droite sur la rue Mollien"),
]  # fmt: skip


def step(maneuver: str, modifier: str, **more: Any) -> Step:
    plain = {"name": "", "ref": "", "duration": 1.0, "distance": 2.0, "position": (1.8, 50.9)}
    return Step(maneuver, modifier, **(plain | more))


@pytest.mark.parametrize(("maneuver", "modifier", "more", "in_english", "in_french"), TABLE)
def test_each_maneuver_has_its_sentence(
    maneuver: str, modifier: str, more: dict[str, Any], in_english: str, in_french: str
) -> None:
    one = step(maneuver, modifier, **more)
    assert (english.say(one), french.say(one)) == (in_english, in_french)


MANEUVERS = (
    "turn", "new name", "depart", "arrive", "merge", "on ramp", "off ramp", "fork", "end of road",
    "continue", "roundabout", "rotary", "roundabout turn", "notification", "exit roundabout",
    "exit rotary", "use lane",
)  # fmt: skip
MODIFIERS = (
    "", "uturn", "sharp right", "right", "slight right", "straight", "slight left", "left",
    "sharp left",
)  # fmt: skip


def test_the_table_covers_every_maneuver() -> None:
    assert set(MANEUVERS) <= {row[0] for row in TABLE}


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("maneuver", MANEUVERS)
def test_every_modifier_makes_one_clean_sentence(language: str, maneuver: str) -> None:
    for modifier in MODIFIERS:
        for more in ({}, MOLLIEN, A16 | SIGN, MOLLIEN | {"turn_off": 11, "exits": "3;4"}):
            said = SAY[language](step(maneuver, modifier, **more))
            assert said[0].isupper(), said
            assert "  " not in said, said
            assert said == said.strip(), said
            assert "{" not in said, said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Avenue du Maréchal Foch", "l'avenue du Maréchal Foch"),
        ("Allée des Tilleuls", "l'allée des Tilleuls"),
        ("Impasse Vauban", "l'impasse Vauban"),
        ("Boulevard La Fayette", "le boulevard La Fayette"),
        ("Chemin du Pont Trouille", "le chemin du Pont Trouille"),
        ("Quai de la Loire", "le quai de la Loire"),
        ("Route de Gravelines", "la route de Gravelines"),
        ("Grand'Rue", "la grand'rue"),
        ("Grande Rue", "la grande Rue"),
        ("Allées Maurice Bertin", "les allées Maurice Bertin"),
        ("Échangeur du Virval", "l'échangeur du Virval"),
        ("D 940", "la D940"),
        ("Le Virval", "Le Virval"),
        ("Kaivokatu", "Kaivokatu"),
    ],
)
def test_a_french_road_has_its_article(name: str, said: str) -> None:
    assert the_name(name) == said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("le rond-point Foch", "au rond-point Foch"),
        ("l'échangeur du Virval", "à l'échangeur du Virval"),
        ("la place d'Armes", "sur la place d'Armes"),
        ("la porte de Gravelines", "à la porte de Gravelines"),
    ],
)
def test_a_place_is_joined_with_its_preposition(place: str, said: str) -> None:
    assert at(place) == said


def test_ordinals() -> None:
    assert [english.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st",
    ]  # fmt: skip
    assert [french.ordinal(n) for n in (1, 2, 11)] == ["1ʳᵉ", "2ᵉ", "11ᵉ"]
