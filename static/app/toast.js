/* Short messages that go by themselves, with one thing to do about them. */

import { byId, h } from "./dom.js";
import { t } from "./page.js";

const STAYS = 12_000; // ms: long enough to read, reach and press

/** Say something; `act` = {label, run} offers a button, `bad` marks a failure. */
export function toast(text, { act, bad = false } = {}) {
  const close = () => box.remove();
  const press = () => {
    close();
    act?.run();
  };
  const label = act?.label ?? t("close");
  const plain = act ? null : text;
  const box = h(
    "div",
    { class: bad ? "toast bad" : "toast", role: bad ? "alert" : "status", "data-plain": plain },
    h("span", {}, text),
    h("button", { type: "button", onclick: press }, label),
  );
  const same = (other) => plain !== null && other.dataset.plain === plain; // once is enough
  for (const other of [...byId("toasts").children].filter(same)) other.remove();
  byId("toasts").append(box);
  setTimeout(close, STAYS);
}
