/* How long the roads take: a bar when it is more than a moment, and the figures afterwards. */

import { byId } from "../dom.js";
import { number, t } from "../page.js";

const MOMENT = 1_000; // ms

/** Run what recalculates the roads; says how long it took, and what is so since. Throws what it throws. */
export async function recalculating(run) {
  const bar = byId("roads-progress");
  const started = Date.now();
  byId("roads-took").hidden = true;
  const tell = () => {
    const seconds = String(Math.round((Date.now() - started) / 1000));
    byId("roads-progress-said").textContent = t("roads.recalculating", { seconds });
    bar.hidden = false;
  };
  const timer = setInterval(tell, MOMENT);
  try {
    const found = await run();
    took(found);
    return found;
  } finally {
    clearInterval(timer);
    bar.hidden = true;
  }
}

function took({ network_in, table_in, places, warning, lifted_at }) {
  const said = byId("roads-took");
  const network = seconds(network_in);
  const words =
    table_in === null
      ? t("roads.took.network", { network })
      : t("roads.took", { network, table: seconds(table_in), n: places });
  const since = t(lifted_at ? "roads.took.opened" : "roads.took.closed");
  said.textContent = warning && !lifted_at ? `${warning} ${words}` : `${words} ${since}`;
  said.className = `notice ${warning && !lifted_at ? "warn" : "good"}`;
  said.hidden = false;
}

/** Tenths of a second; what is less is said as hundredths. */
function seconds(value) {
  return number(value, value < 0.1 ? 2 : 1);
}
