/* Capacity: every site's places, live; and first of all where they are too few. */

import { HoldsDialog } from "./capacity/holds.js";
import { drawSites, wanted } from "./capacity/sites.js";
import { statement } from "./capacity/statement.js";
import { drawOverflows } from "./capacity/worklist.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { Acts } from "./night/acts.js";
import { AskDialog } from "./night/ask.js";
import { bedsBack } from "./night/beds.js";
import { showWaiting } from "./night/waiting.js";
import { given, role, t } from "./page.js";
import { totals } from "./sites/list.js";
import { hasPlaces, Sites } from "./sites/store.js";
import { toast } from "./toast.js";

const sites = new Sites();
const acts = new Acts(given.account, { onWaiting });
const ask = given.mayState ? new AskDialog() : null;
const holds = given.mayState ? new HoldsDialog() : null;
const able = given.mayState
  ? {
      state: (site, category) => ask.open(statement(acts, site, category)),
      bedsBack: (site) => ask.open(bedsBack(acts, site)),
      letGo: (site, place) => holds.open(site, place),
    }
  : null;

sites.addEventListener("change", draw);
byId("filter-name").addEventListener("input", draw);
byId("filter-kind").addEventListener("change", draw);
acts.start();
await new Live({ onOpen: () => sites.load() })
  .on("places", (balance) => {
    sites.hear(balance);
    holds?.renew(balance);
  })
  .start();
await sites.load().catch(tell);
document.documentElement.dataset.ready = role;

function draw() {
  const counted = sites.all().filter(hasPlaces);
  const shown = counted.filter(wanted(byId("filter-name").value, byId("filter-kind").querySelector(":checked").value));
  drawOverflows(byId("overflows"), byId("overflow-sum"), counted, able);
  byId("sites-sum").textContent = t("capacity.sites", { n: shown.length });
  byId("totals").replaceChildren(totals(shown));
  drawSites(byId("sites"), shown, able, t(counted.length ? "capacity.nothing" : "places.none"));
}

function onWaiting(waiting) {
  showWaiting(byId("waiting"), waiting, {
    onAgain: (act) =>
      acts
        .again(act)
        .then(() => toast(t("acts.sent")))
        .catch(tell),
    onForget: (act) => acts.forget(act),
  });
}

function tell(error) {
  toast(error.message, { bad: true });
}
