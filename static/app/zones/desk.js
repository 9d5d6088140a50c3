/* One zone at a time in the panel and on the map, beside the list of all. */

import { byId } from "../dom.js";
import { dateInWords, number, t } from "../page.js";
import { toast } from "../toast.js";
import { Acts } from "./acts.js";
import { Draft } from "./draft.js";
import { NEW } from "./drafts.js";
import { Drawing } from "./drawing.js";
import { ZoneForm } from "./form.js";
import { squareKilometres } from "./geometry.js";
import { History } from "./history.js";
import { ZoneList } from "./list.js";
import { Outline } from "./outline.js";
import { SaveBar } from "./save_bar.js";
import { ZoneShapes } from "./shapes.js";
import { Tools } from "./tools.js";
import { Undoing } from "./undoing.js";

/** The zone in sight is `selected`, what is being said of it `draft`. `onSelect()` hears that another zone is in sight, `onFit(bounds)` brings it into view. */
export class ZoneDesk {
  constructor({ map, group, labels, zones, drafts, onSelect, onFit }) {
    Object.assign(this, { _zones: zones, _drafts: drafts, _onSelect: onSelect, _onFit: onFit });
    Object.assign(this, { selected: null, draft: null });
    const press = (id) => this._tools.pressed(id) || this._drawing.under || id === this.selected || this.select(id);
    this._shapes = new ZoneShapes(map, group, { labels, onChoose: press });
    this._outline = new Outline(map, { onPoint: (ring, index) => this._tools.pad.choose(ring, index) });
    this._list = new ZoneList(zones, drafts, { onChoose: (id) => this.select(id) });
    this._form = new ZoneForm({ onSave: () => this._acts.save() });
    this._history = new History({
      onLook: (version) => this._shapes.look(version),
      onTakeUp: (version) => this._takeUp(version),
    });
    this._undoing = new Undoing(zones, {
      draft: () => this.draft,
      onTake: (change, words) => this._acts.take(change, words),
    });
    this._tools = new Tools(map, {
      ...{ zones, shapes: this._shapes, outline: this._outline },
      onCut: (line) => this._acts.cut(line),
      onMerge: (ids) => this._acts.merge(ids),
    });
    this._drawing = new Drawing(map, {
      onDrawn: (ring) => this._drawn(ring),
      onCancel: () => this.back(),
    });
    this._bar = new SaveBar({
      onDiscard: () => this._acts.discard(),
      onTheirs: () => this._acts.theirs(),
      onMine: () => this._acts.mine(),
      onWhere: () => this._shapes.lookAtOverlap(),
    });
    this._acts = new Acts(this, {
      ...{ zones, drafts, form: this._form, bar: this._bar },
      ...{ shapes: this._shapes, tools: this._tools, undoing: this._undoing },
    });
    byId("zone-back").addEventListener("click", () => this.back());
    byId("zone-draw").addEventListener("click", () => this._draw());
    byId("zone-retire").addEventListener("click", () => this._acts.retire());
    byId("zone-restore").addEventListener("click", () => this._acts.restore());
    byId("zone-history-fold").addEventListener("toggle", () => this._tellHistory());
    zones.addEventListener("change", () => this._show());
  }

  /** Whether something is being changed or drawn that is not saved. */
  get busy() {
    return this._drafts.count > 0 || Boolean(this._tools.tool) || Boolean(this._drawing.under);
  }

  /** The languages that the territory's teams speak. */
  offer(tags) {
    this._form.offer(tags);
  }

  select(id, { fit = true } = {}) {
    const draft = this._draftOf(id);
    if (!draft) return;
    this._leave();
    this.selected = id;
    this.draft = draft;
    this._watching = new AbortController();
    const { signal } = this._watching;
    for (const event of ["said", "shape"]) draft.addEventListener(event, () => this._changed(), { signal });
    this._view("zone");
    this._shapes.show(this._zones.visited, id);
    this._outline.show(draft);
    this._form.show(draft, { readOnly: this._readOnly });
    this._tools.open(draft, this._zones.get(id));
    byId("zone-tools").hidden = this._readOnly;
    byId("zone-acts").hidden = false;
    byId("zone-form").hidden = false;
    byId("zone-history-fold").hidden = id === NEW;
    this._tellHistory();
    this._changed();
    if (fit) this._onFit(this._outline.bounds);
    byId("zone-title").focus({ preventScroll: true });
    byId("panel-body").scrollTop = 0;
    this._onSelect();
  }

  back() {
    const { selected } = this;
    this._leave();
    this._view("list");
    this._shapes.show(this._zones.visited);
    this._list.show();
    this._list.focus(selected ?? "");
    this._onSelect();
  }

  get _readOnly() {
    return this._zones.date !== null;
  }

  _draftOf(id) {
    if (id === NEW) return this._drafts.get(NEW);
    const zone = this._zones.get(id);
    if (!zone) return null;
    return this._readOnly ? Draft.of(zone) : this._drafts.of(zone);
  }

  /** The zones have been read: show what stands now, and keep what is being changed. */
  _show() {
    const { date } = this._zones;
    byId("zones-past").hidden = date === null;
    byId("zones-past-words").textContent = date ? t("zones.as_of", { date: dateInWords(date) }) : "";
    byId("zone-draw").hidden = date !== null;
    if (this.selected && this._draftOf(this.selected)) this.select(this.selected, { fit: false });
    else if (this.selected) this.back();
    else this._shapes.show(this._zones.visited);
    this._undoing.refresh();
  }

  _leave() {
    if (this.draft) this._tools.stop();
    if (this._drawing.under) this._drawing.stop();
    this._watching?.abort();
    this._history.lookAway();
    this._shapes.look(null);
    this._shapes.overlap(null);
    this._outline.clear();
    this._bar.show(false);
    this.selected = null;
    this.draft = null;
    this._undoing.refresh();
  }

  _view(view) {
    byId("zone-list-view").hidden = view !== "list";
    byId("zone-view").hidden = view !== "zone";
  }

  /** Something was said or moved. */
  _changed() {
    const { said, rings, dirty } = this.draft;
    byId("zone-title").textContent = said.name || t("zones.new");
    const about = [t("zones.area", { area: number(squareKilometres(rings), 2) })];
    if (this._zones.get(this.selected)?.active === false) about.unshift(t("zones.retired"));
    byId("zone-about").textContent = about.join(" · ");
    this._bar.show(dirty && !this._readOnly);
    this._tools.fit();
    this._undoing.refresh();
  }

  _draw() {
    if (this._drafts.get(NEW)) {
      this.select(NEW);
      return;
    }
    this._view("zone");
    byId("zone-title").textContent = t("zones.new");
    byId("zone-about").textContent = "";
    for (const id of ["zone-acts", "zone-form", "zone-history-fold"]) byId(id).hidden = true;
    byId("zone-tools").hidden = false;
    this._drawing.start();
    this._onSelect();
    byId("zone-title").focus();
  }

  _drawn(ring) {
    this._drafts.begin(Draft.new(ring));
    this.select(NEW, { fit: false });
    this._tools.start("shape");
    byId("zone-form").elements.name.focus();
  }

  _takeUp(version) {
    this.draft.takeUp(version);
    this._form.show(this.draft);
    this._history.lookAway();
  }

  async _tellHistory() {
    const { selected } = this;
    if (!byId("zone-history-fold").open || !selected || selected === NEW) return;
    try {
      const versions = await this._zones.versions(selected);
      if (selected === this.selected) this._history.show(versions, { readOnly: this._readOnly });
    } catch (error) {
      toast(error.message, { bad: true });
    }
  }
}
