/* Carry a stop with the mouse or a finger. A finger takes it up by resting on it, so that it can
   still scroll; by its number it is taken up at once. */

const REST = 350; // ms a finger rests on a row before it holds it
const SLOP = 8; // px that a press may tremble
const EDGE = 56; // px from the panel's edge within which it scrolls
const PACE = 12; // px a frame

/** Let the rows below `root` be carried; `board` is told where one is put down. */
export function carryByPointer(root, board) {
  new Carrying(root, board);
}

class Carrying {
  constructor(root, board) {
    Object.assign(this, { _root: root, _board: board, _press: null, _ghost: null });
    this._line = Object.assign(document.createElement("li"), { className: "drop-line" });
    root.addEventListener("pointerdown", (event) => this._down(event));
    root.addEventListener("contextmenu", (event) => (this._press?.touch || this._ghost) && event.preventDefault());
    // A list that scrolls under the carried stop would end the gesture: not passive, or it is not heard.
    root.addEventListener("touchmove", (event) => this._ghost && event.preventDefault(), { passive: false });
    document.addEventListener("pointermove", (event) => this._move(event));
    document.addEventListener("pointerup", (event) => this._up(event));
    document.addEventListener("pointercancel", (event) => this._end(event, null));
    document.addEventListener("keydown", (event) => this._ghost && event.key === "Escape" && this._end(null, null));
    root.addEventListener("click", (event) => this._swallow(event), { capture: true });
  }

  _down(event) {
    const row = event.target.closest(".row");
    if (!row || event.button !== 0 || event.target.closest(".pin") || this._board.carried) return;
    if (!this._board.carries(row.dataset.stop)) return;
    const touch = event.pointerType === "touch";
    this._press = { id: event.pointerId, row, touch, x: event.clientX, y: event.clientY };
    this._dropped = false;
    const byHandle = event.target.closest(".handle");
    if (touch) this._timer = setTimeout(() => this._lift(), byHandle ? 0 : REST);
  }

  _move(event) {
    if (event.pointerId !== this._press?.id) return;
    this._at = { x: event.clientX, y: event.clientY };
    if (this._ghost) return this._follow();
    const far = Math.hypot(event.clientX - this._press.x, event.clientY - this._press.y) > SLOP;
    if (!far) return;
    if (this._press.touch) this._forget();
    else this._lift();
  }

  _lift() {
    const { row, x, y } = this._press;
    if (!row.isConnected) return this._forget();
    const box = row.getBoundingClientRect();
    this._at ??= { x, y };
    this._grip = { x: x - box.left, y: y - box.top };
    this._ghost = row.cloneNode(true);
    this._ghost.className = "row ghost";
    this._ghost.removeAttribute("data-stop");
    this._ghost.inert = true;
    this._ghost.style.width = `${box.width}px`;
    document.body.append(this._ghost);
    row.classList.add("lifted");
    navigator.vibrate?.(15);
    this._board.pickUp(row.dataset.stop);
    this._follow();
    this._scroll();
  }

  _follow() {
    const { x, y } = this._at;
    this._ghost.style.transform = `translate(${x - this._grip.x}px, ${y - this._grip.y}px)`;
    this._place = this._placeAt(x, y);
  }

  /** Where the stop would go; the line shows it. Over a card's head: anywhere in that team. */
  _placeAt(x, y) {
    for (const old of this._root.querySelectorAll(".target")) old.classList.remove("target");
    this._line.remove();
    const lane = document.elementFromPoint(x, y)?.closest?.("[data-lane]");
    if (!lane || !this._root.contains(lane)) return null;
    lane.classList.add("target");
    const team_id = lane.dataset.lane || null;
    const list = lane.querySelector(".rows");
    if (!lane.open || y < list.getBoundingClientRect().top) return { team_id, index: null, anywhere: true };
    const others = [...list.querySelectorAll(".row:not(.lifted)")];
    const after = others.findIndex((row) => y < middle(row));
    const index = after < 0 ? others.length : after;
    list.insertBefore(this._line, others[index] ?? null);
    return { team_id, index };
  }

  _scroll() {
    if (!this._ghost) return;
    const body = this._root.closest(".panel-body");
    const { top, bottom } = body.getBoundingClientRect();
    const { y } = this._at;
    const step = y < top + EDGE ? -PACE : y > bottom - EDGE ? PACE : 0;
    if (step) {
      body.scrollTop += step;
      this._follow();
    }
    requestAnimationFrame(() => this._scroll());
  }

  _up(event) {
    if (event.pointerId === this._press?.id) this._end(event, this._place ?? null);
  }

  _end(event, place) {
    if (event && event.pointerId !== this._press?.id) return;
    const carried = this._ghost !== null;
    this._forget();
    if (!carried) return;
    this._dropped = true;
    setTimeout(() => {
      this._dropped = false;
    });
    this._board.putDown(place);
  }

  _forget() {
    clearTimeout(this._timer);
    this._ghost?.remove();
    this._line.remove();
    for (const old of this._root.querySelectorAll(".target, .lifted")) old.classList.remove("target", "lifted");
    Object.assign(this, { _press: null, _ghost: null, _at: null, _place: null });
  }

  /** The click that ends a drag is no wish to open the stop. */
  _swallow(event) {
    if (!this._dropped) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
