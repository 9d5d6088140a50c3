/* What is done with the zone in sight: saved, discarded, cut, merged, retired, restored, taken back. */

import { t } from "../page.js";
import { toast } from "../toast.js";
import { NEW } from "./drafts.js";

/** The acts of a desk (desk.js), on the page's parts. What the server refuses is said where it was asked. */
export class Acts {
  constructor(desk, parts) {
    Object.assign(this, { _desk: desk, ...parts });
  }

  async save() {
    const { selected, draft } = this._desk;
    if (!draft.dirty || !this.form.valid()) return;
    this.bar.busy(true);
    this.bar.forgive();
    this.shapes.overlap(null);
    try {
      const zone = await this.zones.save(draft);
      this.drafts.drop(selected);
      this._desk.select(zone.id, { fit: false });
      this._tell(t("zones.saved", { zone: zone.name }));
    } catch (error) {
      this.bar.refuse(error, this.form.blame(error.problem?.errors ?? {}));
      this.shapes.overlap(error.problem?.overlap ?? null);
    } finally {
      this.bar.busy(false);
    }
  }

  discard() {
    const { selected, draft } = this._desk;
    this.drafts.drop(selected);
    const again = () => {
      this.drafts.begin(draft);
      this._desk.select(selected);
    };
    toast(t("zones.discarded"), { act: { label: t("zones.undo"), run: again } });
    if (selected === NEW) this._desk.back();
    else this._desk.select(selected, { fit: false });
  }

  /** Somebody else was faster: what they made of it, … */
  async theirs() {
    this.drafts.drop(this._desk.selected);
    await this.zones.refresh();
  }

  /** … or what is here, over theirs. */
  async mine() {
    const { draft } = this._desk;
    await this.zones.refresh();
    draft.revision = this.zones.get(draft.id)?.revision ?? draft.revision;
    await this.save();
  }

  async cut(line) {
    const zone = this._zone;
    const { zones: pieces } = await this.zones.split(zone, line);
    this._tell(t("zones.split", { zone: zone.name, n: pieces.length }));
  }

  async merge(ids) {
    const zone = this._zone;
    await this.zones.merge([zone, ...ids.map((id) => this.zones.get(id))]);
    this._tell(t("zones.merged", { zone: zone.name }));
  }

  retire() {
    return this._do((zone) => this.zones.retire(zone), "zones.retired_now");
  }

  restore() {
    return this._do((zone) => this.zones.restore(zone), "zones.restored_now");
  }

  /** Take a change back, or do it again. */
  async take(change, words) {
    try {
      await this.zones.undo(change);
      toast(words);
    } catch (error) {
      toast(error.message, { bad: true });
      if (error.status === 409) await this.zones.refresh();
    }
  }

  get _zone() {
    return this.zones.get(this._desk.selected);
  }

  async _do(act, words) {
    const zone = this._zone;
    this.tools.complain("");
    try {
      await act(zone);
      this._tell(t(words, { zone: zone.name }));
    } catch (error) {
      this.tools.complain(error.message);
      this.shapes.overlap(error.problem?.overlap ?? null);
      if (error.problem?.code === "zone-changed") await this.zones.refresh();
    }
  }

  /** Say what was done, with its undoing at hand. */
  _tell(words) {
    toast(words, { act: { label: t("zones.undo"), run: () => this.undoing.undo() } });
  }
}
