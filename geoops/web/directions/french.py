"""Instructions in French, to the team: "Prenez à droite sur la rue Mollien"."""

from geoops.routing.answers import Step
from geoops.web.directions.french_road import at, the_name, the_road
from geoops.web.directions.road import exit_of, towards, wind

TURN = {
    "left": "Prenez à gauche",
    "right": "Prenez à droite",
    "slight left": "Prenez légèrement à gauche",
    "slight right": "Prenez légèrement à droite",
    "sharp left": "Tournez franchement à gauche",
    "sharp right": "Tournez franchement à droite",
    "straight": "Continuez tout droit",
    "uturn": "Faites demi-tour",
}
KEEP = TURN | {
    "left": "Restez à gauche",
    "right": "Restez à droite",
    "slight left": "Restez à gauche",
    "slight right": "Restez à droite",
}
CONTINUE = TURN | {
    "": "Continuez",
    "straight": "Continuez",
    "slight left": "Continuez légèrement à gauche",
    "slight right": "Continuez légèrement à droite",
}
WINDS = (
    "le nord",
    "le nord-est",
    "l'est",
    "le sud-est",
    "le sud",
    "le sud-ouest",
    "l'ouest",
    "le nord-ouest",
)
SIDES = {"left": "à gauche", "right": "à droite"}


def say(step: Step) -> str:
    """The sentence for one step; what OSRM may yet invent is said as a turn."""
    return _SENTENCES.get(step.maneuver, _turn)(step)


def ordinal(number: int) -> str:
    """1ʳᵉ, 2ᵉ, 3ᵉ: of an exit, which is feminine."""
    return f"{number}{'ʳᵉ' if number == 1 else 'ᵉ'}"


def _onto(step: Step, word: str = "sur") -> str:
    there = f" {word} {the_road(step)}" if the_road(step) else ""
    sign = f", direction {towards(step)}" if towards(step) else ""
    return there + sign


def _side(step: Step) -> str:
    """On which side, however sharp the turn."""
    side = SIDES.get(step.modifier.rpartition(" ")[2])
    return f" {side}" if side else ""


def _turn(step: Step) -> str:
    return TURN.get(step.modifier, "Continuez tout droit") + _onto(step)


def _continue(step: Step) -> str:
    begin = CONTINUE.get(step.modifier, "Continuez")
    turns = step.modifier in ("left", "right", "sharp left", "sharp right") and the_road(step)
    return f"{begin} pour rester sur {the_road(step)}" if turns else begin + _onto(step)


def _new_name(step: Step) -> str:
    return CONTINUE.get(step.modifier, "Continuez") + _onto(step)


def _depart(step: Step) -> str:
    return f"Partez vers {WINDS[wind(step.bearing)]}" + _onto(step)


def _arrive(step: Step) -> str:
    if step.modifier == "straight":
        return "Vous êtes arrivés : c'est devant vous"
    return f"Vous êtes arrivés : c'est{_side(step)}" if _side(step) else "Vous êtes arrivés"


def _merge(step: Step) -> str:
    return f"Insérez-vous{_side(step)}" + _onto(step)


def _on_ramp(step: Step) -> str:
    return f"Prenez la bretelle{_side(step)}" + _onto(step, "vers")


def _off_ramp(step: Step) -> str:
    number = f" {exit_of(step)}" if exit_of(step) else ""
    return f"Prenez la sortie{number}{_side(step)}" + _onto(step, "vers")


def _fork(step: Step) -> str:
    keep = KEEP.get(step.modifier, "Continuez tout droit")
    return f"À la bifurcation, {_small(keep)}" + _onto(step)


def _end_of_road(step: Step) -> str:
    return f"Au bout de la route, {_small(_turn(step))}"


def _roundabout(step: Step) -> str:
    where = _rotary(step)
    if not step.turn_off:
        return f"Engagez-vous sur {where}"
    here = at(where)
    begin = f"{here[0].upper()}{here[1:]}"
    return f"{begin}, prenez la {ordinal(step.turn_off)} sortie" + _onto(step, "vers")


def _rotary(step: Step) -> str:
    """The roundabout with its article; one whose name does not say what it is, is told."""
    if not step.rotary:
        return "le rond-point"
    named = the_name(step.rotary)
    return named if named != step.rotary else f"le rond-point {step.rotary}"


def _exit_roundabout(step: Step) -> str:
    return "Quittez le rond-point" + _onto(step, "vers")


def _roundabout_turn(step: Step) -> str:
    return f"Au petit rond-point, {_small(_turn(step))}"


def _use_lane(step: Step) -> str:
    side = {"left": "de gauche", "right": "de droite"}.get(step.modifier.rpartition(" ")[2])
    return (
        f"Gardez la file {side}" + _onto(step) if side else "Restez dans votre file" + _onto(step)
    )


def _small(words: str) -> str:
    return words[0].lower() + words[1:]


_SENTENCES = {
    "turn": _turn,
    "continue": _continue,
    "new name": _new_name,
    "notification": _new_name,
    "depart": _depart,
    "arrive": _arrive,
    "merge": _merge,
    "on ramp": _on_ramp,
    "off ramp": _off_ramp,
    "fork": _fork,
    "end of road": _end_of_road,
    "roundabout": _roundabout,
    "rotary": _roundabout,
    "exit roundabout": _exit_roundabout,
    "exit rotary": _exit_roundabout,
    "roundabout turn": _roundabout_turn,
    "use lane": _use_lane,
}
