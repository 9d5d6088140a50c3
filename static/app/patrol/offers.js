/* Where the group could sleep: the server's offers for the group that the form is about. */

import { api } from "../api.js";

const PATIENCE = 4_000; // ms after which the page goes by what it knows

/** Asks for offers; `where()` ({lon, lat}) and `languages()` are the form's. */
export class Offers {
  constructor({ where, languages }) {
    Object.assign(this, { _where: where, _languages: languages });
  }

  /** Where the group is and what it speaks, as far as the form knows. */
  where() {
    return { ...this._where(), languages: this._languages() };
  }

  /** Offers for `people` of a category, best first; null when the server cannot be asked. */
  async of(category, people) {
    const body = { category, people, ...this.where() };
    try {
      return await api("offers", { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return null;
    }
  }
}
