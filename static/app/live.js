/* The live stream: one EventSource a page, which reconnects by itself from where it was. */

import { byId } from "./dom.js";
import { given, t } from "./page.js";

const PATIENCE = 1_500; // ms without a stream before the page says so: a blink is nobody's business

/** Hear topics. `on(topic, handler)`; `onOpen` runs at each (re)connection, before any message. */
export class Live {
  constructor({ onOpen = async () => {} } = {}) {
    this._handlers = new Map();
    this._onOpen = onOpen;
    this._waiting = null;
  }

  on(topic, handler) {
    this._handlers.set(topic, handler);
    return this;
  }

  /** Begin to listen; who may not listen gets the first state only. */
  start() {
    if (!given.live) {
      this._onOpen();
      return this;
    }
    this._source = new EventSource("/api/v1/live");
    this._source.addEventListener("open", () => this._opened());
    this._source.addEventListener("error", () => this._lost());
    for (const topic of this._handlers.keys()) {
      this._source.addEventListener(topic, (event) => this._hear(topic, JSON.parse(event.data)));
    }
    return this;
  }

  /** What is heard while the page reads its first state is applied after it. */
  async _opened() {
    clearTimeout(this._patience);
    show("on");
    this._waiting ??= [];
    try {
      await this._onOpen();
    } finally {
      const heard = this._waiting ?? [];
      this._waiting = null;
      for (const [topic, payload] of heard) this._handlers.get(topic)(payload);
    }
  }

  _hear(topic, payload) {
    if (this._waiting) this._waiting.push([topic, payload]);
    else this._handlers.get(topic)(payload);
  }

  _lost() {
    clearTimeout(this._patience);
    this._patience = setTimeout(() => show("waiting"), PATIENCE);
    if (this._source.readyState === EventSource.CLOSED) {
      setTimeout(() => this.start(), 5_000);
    }
  }
}

function show(state) {
  const light = byId("live");
  light.dataset.state = state;
  light.hidden = false;
  light.querySelector("span").textContent = t(`live.${state}`);
  light.title = t(`live.${state}`);
}
