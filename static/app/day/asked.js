/* What the form asks for: the day and who goes out. */

import { byId } from "../dom.js";
import { t } from "../page.js";

/** The request as the API takes it. Throws an Error in words when no team is chosen. */
export function asked() {
  const teams = [...byId("plan-form").querySelectorAll("[name=team]:checked")].map((box) => box.value);
  if (teams.length === 0) throw new Error(t("plan.choose_team"));
  return { service_date: byId("plan-date").value, team_ids: teams };
}
