/* One zone at a time in the panel and on the map, beside the list of all. */

import { byId } from "../dom.js";
import { dateInWords, number, t } from "../page.js";
import { toast } from "../toast.js";
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

/** The desk; `onSelect()` hears that another zone is in sight, `onFit(bounds)` brings it into view. */
export class ZoneDesk {
  constructor({ map, group, labels, zones, drafts, onSelect, onFit }) {
    Object.assign(this, { _zones: zones, _drafts: drafts, _onSelect: onSelect, _onFit: onFit });
    this.selected = null;
    const press = (id) => this._tools.pressed(id) || this._drawing.under || id === this.selected || this.select(id);
    this._shapes = new ZoneShapes(map, group, { labels, onChoose: press });
    this._outline = new Outline(map, { onPoint: (ring, index) => this._tools.pad.choose(ring, index) });
    this._list = new ZoneList(zones, drafts, { onChoose: (id) => this.select(id) });
    this._form = new ZoneForm({ onSave: () => this._save() });
    this._history = new History({
      onLook: (version) => this._shapes.look(version),
      onTakeUp: (version) => this._takeUp(version),
    });
    this._undoing = new Undoing(zones, {
      draft: () => this._draft,
      onTake: (change, words) => this._take(change, words),
    });
    this._tools = new Tools(map, {
      ...{ zones, shapes: this._shapes, outline: this._outline },
      onCut: (line) => this._cut(line),
      onMerge: (ids) => this._merge(ids),
    });
    this._drawing = new Drawing(map, {
      onDrawn: (ring) => this._drawn(ring),
      onCancel: () => this.back(),
    });
    this._bar = new SaveBar({
      onDiscard: () => this._discard(),
      onTheirs: () => this._theirs(),
      onMine: () => this._mine(),
      onWhere: () => this._shapes.lookAtOverlap(),
    });
    byId("zone-back").addEventListener("click", () => this.back());
    byId("zone-draw").addEventListener("click", () => this._draw());
    byId("zone-retire").addEventListener("click", () => this._act("retire", "zones.retired_now"));
    byId("zone-restore").addEventListener("click", () => this._act("restore", "zones.restored_now"));
    byId("zone-history-fold").addEventListener("toggle", () => this._tellHistory());
    zones.addEventListener("change", () => this._show());
  }

  /** The languages that the territory's teams speak. */
  offer(tags) {
    this._form.offer(tags);
  }

  select(id, { fit = true } = {}) {
    this._leave();
    const draft = this._draftOf(id);
    if (!draft) return;
    this.selected = id;
    this._draft = draft;
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
    if (this._draft) this._tools.stop();
    if (this._drawing.under) this._drawing.stop();
    this._watching?.abort();
    this._history.lookAway();
    this._shapes.look(null);
    this._shapes.overlap(null);
    this._outline.clear();
    this._bar.show(false);
    this.selected = null;
    this._draft = null;
    this._undoing.refresh();
  }

  _view(view) {
    byId("zone-list-view").hidden = view !== "list";
    byId("zone-view").hidden = view !== "zone";
  }

  /** Something was said or moved. */
  _changed() {
    const { said, rings, dirty } = this._draft;
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
    byId("zone-title").focus();
  }

  _drawn(ring) {
    this._drafts.begin(Draft.new(ring));
    this.select(NEW, { fit: false });
    this._tools.start("shape");
    byId("zone-form").elements.name.focus();
  }

  async _save() {
    if (!this._draft.dirty || !this._form.valid()) return;
    const { selected, _draft: draft } = this;
    this._bar.busy(true);
    this._bar.forgive();
    this._shapes.overlap(null);
    try {
      const zone = await this._zones.save(draft);
      this._drafts.drop(selected);
      this.select(zone.id, { fit: false });
      this._tell(t("zones.saved", { zone: zone.name }));
    } catch (error) {
      this._bar.refuse(error, this._form.blame(error.problem?.errors ?? {}));
      this._shapes.overlap(error.problem?.overlap ?? null);
    } finally {
      this._bar.busy(false);
    }
  }

  _discard() {
    const { selected } = this;
    const draft = this._draft;
    this._drafts.drop(selected);
    const again = () => {
      this._drafts.begin(draft);
      this.select(selected);
    };
    toast(t("zones.discarded"), { act: { label: t("zones.undo"), run: again } });
    if (selected === NEW) this.back();
    else this.select(selected, { fit: false });
  }

  /** Somebody else was faster: what they made of it, … */
  async _theirs() {
    this._drafts.drop(this.selected);
    await this._zones.refresh();
  }

  /** … or what is here, over theirs. */
  async _mine() {
    const draft = this._draft;
    await this._zones.refresh();
    draft.revision = this._zones.get(draft.id)?.revision ?? draft.revision;
    await this._save();
  }

  async _cut(line) {
    const zone = this._zones.get(this.selected);
    const { zones: pieces } = await this._zones.split(zone, line);
    this._tell(t("zones.split", { zone: zone.name, n: pieces.length }));
  }

  async _merge(ids) {
    const all = [this.selected, ...ids].map((id) => this._zones.get(id));
    await this._zones.merge(all);
    this._tell(t("zones.merged", { zone: all[0].name }));
  }

  async _act(act, words) {
    const zone = this._zones.get(this.selected);
    this._tools.complain("");
    try {
      await this._zones[act](zone);
      this._tell(t(words, { zone: zone.name }));
    } catch (error) {
      this._tools.complain(error.message);
      this._shapes.overlap(error.problem?.overlap ?? null);
      if (error.problem?.code === "zone-changed") await this._zones.refresh();
    }
  }

  async _take(change, words) {
    try {
      await this._zones.undo(change);
      toast(words);
    } catch (error) {
      toast(error.message, { bad: true });
      if (error.status === 409) await this._zones.refresh();
    }
  }

  /** Say what was done, with its undoing at hand. */
  _tell(words) {
    toast(words, { act: { label: t("zones.undo"), run: () => this._undoing.undo() } });
  }

  _takeUp(version) {
    this._draft.takeUp(version);
    this._form.show(this._draft);
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
