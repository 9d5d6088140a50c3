/* All that can be done with one stop, for every hand: move, pin, leave out, force, and ask why. */

import { byId, h } from "../dom.js";
import { clock, t } from "../page.js";
import { placeOf, teamsAt } from "./arrangement.js";
import { ask, inWords, makesADifference } from "./question.js";
import { isPinned, reason } from "./row.js";

/** One dialog for whichever stop is opened. `acts`: onPut, onPin, onLeaveOut, onForce. */
export class StopDialog {
  constructor(acts) {
    this._acts = acts;
    this._dialog = byId("stop-dialog");
    this._dialog.addEventListener("close", () => this._asking?.abort());
  }

  open(plan, arrangement, id) {
    const stop = arrangement.stop.get(id);
    const place = placeOf(arrangement, id);
    Object.assign(this, { _plan: plan, _arrangement: arrangement, _stop: stop, _place: place });
    this._answer = h("div", { class: "answer", role: "status" });
    const parts = [
      h("h2", { id: "stop-title" }, stop.name),
      h("p", { class: place.team_id ? "soft" : "notice" }, this._facts()),
      place.team_id ? null : this._what(),
      this._where(),
      this._answer,
      h("div", { class: "stop-acts" }, ...this._buttons()),
      h(
        "div",
        { class: "actions" },
        button(t("close"), () => this._dialog.close()),
      ),
    ];
    this._dialog.replaceChildren(...parts.filter(Boolean));
    this._dialog.showModal();
  }

  _facts() {
    const { _stop: stop, _place: place } = this;
    if (!place.team_id) return reason(stop, this._plan);
    const lane = this._lane(place.team_id);
    const at = { team: lane.team, place: place.index + 1, of: lane.stops.length, time: clock(stop.arrives_at) };
    return t("plan.stop_at", at);
  }

  _what() {
    const question = { kind: "visit", stop_id: this._stop.id };
    return button(t("plan.what_would_it_take"), () =>
      this._ask(question, () => this._acts.onForce(this._stop.id, true)),
    );
  }

  /** One choice of team and place, to move there or to ask what that would cost. */
  _where() {
    if (teamsAt(this._arrangement, this._stop.id) > 1) return h("p", { class: "hint" }, t("plan.together"));
    const teams = this._arrangement.lanes.filter(({ team_id }) => team_id);
    if (teams.length === 0) return null;
    const team = h(
      "select",
      { class: "select", id: "stop-team" },
      ...teams.map((lane) =>
        h("option", { value: lane.team_id, selected: lane.team_id === this._place.team_id }, lane.team),
      ),
    );
    const place = h("select", { class: "select", id: "stop-place" });
    const fill = () => place.replaceChildren(...this._places(team.value));
    team.addEventListener("change", fill);
    fill();
    const chosen = () => ({ team_id: team.value, index: place.value === "" ? null : Number(place.value) });
    return h(
      "fieldset",
      { class: "where-to" },
      h("legend", {}, t("plan.move_to")),
      field("stop-team", t("plan.team"), team),
      field("stop-place", t("plan.place"), place),
      button(t("plan.move"), () => this._do(() => this._acts.onPut(this._stop.id, anywhere(chosen())))),
      button(t("plan.what_cost"), () => this._askFor(chosen())),
    );
  }

  _places(team) {
    const others = this._lane(team).stops.filter((id) => id !== this._stop.id);
    const here = this._place.team_id === team ? this._place.index : null;
    const places = Array.from({ length: others.length + 1 }, (_, index) => {
      const before = others[index - 1];
      const words = before ? t("plan.after", { name: this._arrangement.stop.get(before).name }) : t("plan.first");
      return h("option", { value: index, selected: index === here }, `${index + 1} · ${words}`);
    });
    return [h("option", { value: "", selected: here === null }, t("plan.anywhere")), ...places];
  }

  _askFor({ team_id, index }) {
    const kind = index === null ? "team" : "order";
    const question = { kind, stop_id: this._stop.id, team_id, ...(index === null ? {} : { position: index }) };
    this._ask(question, () => this._acts.onPut(this._stop.id, anywhere({ team_id, index })));
  }

  async _ask(question, doIt) {
    this._asking?.abort();
    this._asking = new AbortController();
    const { signal } = this._asking;
    const asking = t("plan.question.asking");
    const bar = h("progress", { class: "slow", "aria-label": asking });
    this._answer.replaceChildren(h("p", { class: "soft" }, asking), bar);
    try {
      const answer = await ask(this._plan, question, { signal });
      if (signal.aborted) return;
      const said = inWords(answer).map((sentence) => h("p", {}, sentence));
      const kind = answer.possible ? "notice good" : "notice warn";
      const act = makesADifference(answer) ? [button(t("plan.do_it"), () => this._do(doIt), "primary")] : [];
      this._answer.replaceChildren(h("div", { class: kind }, ...said, ...act));
      this._answer.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (!signal.aborted) this._answer.replaceChildren(h("p", { class: "notice bad" }, error.message));
    }
  }

  _buttons() {
    const { _stop: stop, _plan: plan, _acts: acts } = this;
    const pinned = isPinned(stop, plan);
    const must = (plan.forced_stop_ids ?? []).includes(stop.id);
    const out = (plan.excluded_stop_ids ?? []).includes(stop.id);
    const placed = this._place.team_id;
    return [
      placed && teamsAt(this._arrangement, stop.id) < 2
        ? this._act(pinned ? "plan.unpin" : "plan.pin", () => acts.onPin(stop.id, !pinned))
        : null,
      this._act(must ? "plan.need_not" : "plan.must_visit", () => acts.onForce(stop.id, !must)),
      out ? null : this._act("plan.leave_out", () => acts.onLeaveOut(stop.id)),
    ].filter(Boolean);
  }

  _act(words, run) {
    return button(t(words), () => this._do(run));
  }

  _do(run) {
    this._dialog.close();
    run();
  }

  _lane(team) {
    return this._arrangement.lanes.find(({ team_id }) => team_id === team);
  }
}

function anywhere(place) {
  return { ...place, anywhere: place.index === null };
}

function field(id, label, input) {
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}

function button(label, onclick, kind = "") {
  return h("button", { type: "button", class: `button ${kind}`, onclick }, label);
}
