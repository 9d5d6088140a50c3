/* The side panel, which on a phone is a sheet that the thumb pulls up; and its tabs. */

import { byId } from "./dom.js";

const PHONE = window.matchMedia("(width < 800px)");
const HEIGHTS = ["low", "half", "full"];

/** Wire the panel; `show(tab)` opens one of its tabs. */
export class Panel {
  constructor({ onChange = () => {} } = {}) {
    this._panel = byId("panel");
    this._onChange = onChange;
    this.onStand = () => {}; // told the height before, and the one now
    this._tabs = [...this._panel.querySelectorAll("[role=tab]")];
    for (const tab of this._tabs) {
      tab.addEventListener("click", () => this.show(tab.dataset.tab));
      tab.addEventListener("keydown", (event) => this._move(event));
    }
    this._grip = byId("panel-grip");
    this._grip.addEventListener("click", () => this._next());
    this._drag();
    this.stand(PHONE.matches ? "low" : "half");
  }

  show(name) {
    for (const tab of this._tabs) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (this._panel.dataset.height === "low") this.stand("half");
    this.tab = name;
    this._onChange();
  }

  /** How high the sheet stands: low, half or full. */
  stand(height) {
    const before = this._panel.dataset.height;
    this._panel.dataset.height = height;
    if (height !== before) this.onStand(before, height);
    this._grip.setAttribute("aria-expanded", String(height !== "low"));
  }

  _next() {
    const now = HEIGHTS.indexOf(this._panel.dataset.height);
    this.stand(HEIGHTS[(now + 1) % HEIGHTS.length]);
  }

  _move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const count = this._tabs.length;
    const next = this._tabs[(this._tabs.indexOf(event.currentTarget) + step + count) % count];
    this.show(next.dataset.tab);
    next.focus();
  }

  _drag() {
    let from = null;
    this._grip.addEventListener("pointerdown", (event) => {
      from = event.clientY;
      this._grip.setPointerCapture(event.pointerId);
    });
    this._grip.addEventListener("pointerup", (event) => {
      const pulled = from === null ? 0 : from - event.clientY;
      from = null;
      if (Math.abs(pulled) < 24) return;
      const now = HEIGHTS.indexOf(this._panel.dataset.height);
      const next = Math.min(Math.max(now + Math.sign(pulled), 0), HEIGHTS.length - 1);
      this.stand(HEIGHTS[next]);
      this._grip.addEventListener("click", (click) => click.stopImmediatePropagation(), {
        once: true,
        capture: true,
      });
    });
  }
}
