/* Carry a stop with the keyboard: Space takes it up and puts it down, arrows move it, Escape lets go. */

import { t } from "../page.js";
import { moved, placeOf } from "./arrangement.js";

/** Hear the keys on the rows below `root`. */
export function carryByKeys(root, board) {
  let at = null; // where the carried stop is now; null while none is

  root.addEventListener("keydown", (event) => {
    const grab = event.target.closest(".grab");
    if (!grab || event.ctrlKey || event.metaKey || event.altKey) return;
    const id = grab.closest(".row").dataset.stop;
    if (at ? carry(event.key, id) : walk(event.key, id, grab)) event.preventDefault();
  });
  root.addEventListener(
    "keyup",
    (event) => event.key === " " && event.target.closest(".grab") && event.preventDefault(),
  );
  root.addEventListener("focusout", () => requestAnimationFrame(() => at && !held() && letGo()));

  function held() {
    return board.rowOf(board.carried)?.contains(document.activeElement);
  }

  /** Between stops, with nothing in the hand. */
  function walk(key, id, grab) {
    if (key === " ") return board.carries(id) && take(id);
    const rows = [...root.querySelectorAll("details[open] .grab")];
    const here = rows.indexOf(grab);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step) return false;
    rows[here + step]?.focus();
    return true;
  }

  function take(id) {
    at = placeOf(board.arrangement, id);
    board.pickUp(id);
    board.rowOf(id).classList.add("held");
    board.say("plan.say.taken", { name: board.nameOf(id), ...told() });
    return true;
  }

  function carry(key, id) {
    if (key === " " || key === "Enter") return put();
    if (key === "Escape") return letGo();
    const next = stepped(key);
    if (!next) return key.startsWith("Arrow");
    at = next;
    place(id);
    return true;
  }

  function lanes() {
    return moved(board.arrangement, board.carried, at).lanes;
  }

  /** One place on; past a team's end, into the next team. */
  function stepped(key) {
    const all = lanes();
    const lane = all.findIndex(({ team_id }) => team_id === at.team_id);
    const last = all[lane].stops.length - 1;
    const into = (n, index) =>
      all[n] && { team_id: all[n].team_id, index: Math.min(index(all[n]), all[n].stops.length) };
    if (key === "ArrowDown") return at.index < last ? { ...at, index: at.index + 1 } : into(lane + 1, () => 0);
    if (key === "ArrowUp")
      return at.index > 0 ? { ...at, index: at.index - 1 } : into(lane - 1, ({ stops }) => stops.length);
    if (key === "ArrowRight") return into(lane + 1, () => at.index);
    if (key === "ArrowLeft") return into(lane - 1, () => at.index);
    if (key === "Home") return { ...at, index: 0 };
    if (key === "End") return { ...at, index: last };
    return null;
  }

  function place(id) {
    const row = board.rowOf(id);
    const list = root.querySelector(`.rows[data-team="${at.team_id ?? ""}"]`);
    list.closest("details").open = true;
    const others = [...list.querySelectorAll(".row")].filter((other) => other !== row);
    const here = at;
    list.insertBefore(row, others[at.index] ?? null);
    renumber(root);
    row.querySelector(".grab").focus();
    at = here;
    row.scrollIntoView({ block: "nearest" });
    board.say("plan.say.at", told());
  }

  function told() {
    const lane = lanes().find(({ team_id }) => team_id === at.team_id);
    return { team: lane.team ?? t("plan.not_visited"), place: at.index + 1, of: lane.stops.length };
  }

  function put() {
    board.say("plan.say.put", { name: board.nameOf(board.carried), ...told() });
    return end(at);
  }

  function letGo() {
    if (!board.carried) return end(null);
    board.say("plan.say.let_go", { name: board.nameOf(board.carried) });
    return end(null);
  }

  function end(place) {
    const id = board.carried;
    at = null;
    board.putDown(place);
    if (id) board.focus(id);
    return true;
  }
}

/** The places as they would be, while a stop is in the hand. */
function renumber(root) {
  for (const list of root.querySelectorAll(".rows")) {
    const handles = [...list.querySelectorAll(".handle")];
    for (const [index, handle] of handles.entries()) handle.textContent = list.dataset.team ? String(index + 1) : "+";
  }
}
