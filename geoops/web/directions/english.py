"""Instructions in English."""

from geoops.routing.answers import Step
from geoops.web.directions.road import COMPASS, exit_of, number_of, towards, wind

TURN = {
    "left": "Turn left",
    "right": "Turn right",
    "slight left": "Bear left",
    "slight right": "Bear right",
    "sharp left": "Turn sharp left",
    "sharp right": "Turn sharp right",
    "straight": "Go straight on",
    "uturn": "Make a U-turn",
}
KEEP = TURN | {
    "left": "Keep left",
    "right": "Keep right",
    "slight left": "Keep left",
    "slight right": "Keep right",
}
CONTINUE = TURN | {
    "": "Continue",
    "straight": "Continue",
    "slight left": "Continue to the left",
    "slight right": "Continue to the right",
}
SIDE = {
    "left": " on the left",
    "slight left": " on the left",
    "sharp left": " on the left",
    "right": " on the right",
    "slight right": " on the right",
    "sharp right": " on the right",
}
AHEAD = SIDE | {"straight": " straight ahead"}


def say(step: Step) -> str:
    """The sentence for one step; what OSRM may yet invent is said as a turn."""
    return _SENTENCES.get(step.maneuver, _turn)(step)


def road(step: Step) -> str:
    """The road that the step leads onto: "Rue Mollien (D940)", or "" where it has no name."""
    number = number_of(step.ref)
    if step.name and number and step.name != number:
        return f"{step.name} ({number})"
    return step.name or number


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def _onto(step: Step, word: str = "onto") -> str:
    there = f" {word} {road(step)}" if road(step) else ""
    sign = f" towards {towards(step)}" if towards(step) else ""
    return there + sign


def _turn(step: Step) -> str:
    return TURN.get(step.modifier, "Go straight on") + _onto(step)


def _continue(step: Step) -> str:
    begin = CONTINUE.get(step.modifier, "Continue")
    turns = begin.startswith("Turn") and road(step)
    return f"{begin} to stay on {road(step)}" if turns else begin + _onto(step, "on")


def _new_name(step: Step) -> str:
    return CONTINUE.get(step.modifier, "Continue") + _onto(step)


def _depart(step: Step) -> str:
    return f"Head {COMPASS[wind(step.bearing)]}" + _onto(step, "on")


def _arrive(step: Step) -> str:
    where = AHEAD.get(step.modifier)
    return f"You have arrived: it is{where}" if where else "You have arrived"


def _merge(step: Step) -> str:
    side = {"left": " to the left", "right": " to the right"}
    return f"Merge{side.get(step.modifier.rpartition(' ')[2], '')}" + _onto(step)


def _on_ramp(step: Step) -> str:
    return f"Take the ramp{SIDE.get(step.modifier, '')}" + _onto(step)


def _off_ramp(step: Step) -> str:
    exit_ = f"exit {exit_of(step)}" if exit_of(step) else "the exit"
    return f"Take {exit_}{SIDE.get(step.modifier, '')}" + _onto(step)


def _fork(step: Step) -> str:
    return f"At the fork, {_small(KEEP.get(step.modifier, 'Go straight on'))}" + _onto(step)


def _end_of_road(step: Step) -> str:
    return f"At the end of the road, {_small(_turn(step))}"


def _roundabout(step: Step) -> str:
    where = step.rotary or "the roundabout"
    if not step.turn_off:
        return f"Enter {where}"
    return f"At {where}, take the {ordinal(step.turn_off)} exit" + _onto(step)


def _exit_roundabout(step: Step) -> str:
    return "Leave the roundabout" + _onto(step)


def _roundabout_turn(step: Step) -> str:
    return f"At the small roundabout, {_small(_turn(step))}"


def _use_lane(step: Step) -> str:
    side = step.modifier.rpartition(" ")[2]
    lane = f"Stay in the {side} lane" if side in ("left", "right") else "Stay in your lane"
    return lane + _onto(step, "on")


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
