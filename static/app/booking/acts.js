/* Book, move, call off, note who came: each with its way back. */

import { api } from "../api.js";
import { t } from "../page.js";
import { toast } from "../toast.js";
import { when } from "./when.js";

const key = () => crypto.randomUUID();

function undoable(text, back) {
  const run = async () => {
    try {
      await back();
      toast(t("book.undone"));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  toast(text, { act: { label: t("book.undo"), run } });
}

function post(path, body) {
  return api(path, { method: "POST", body });
}

/** Book seats for a referral. Throws what the dialog must say. */
export async function book(referralId, seats) {
  const { appointments } = await post(`referrals/${referralId}/appointments`, {
    ...seats,
    idempotency_key: key(),
  });
  undoable(t("book.booked", { when: when(appointments[0].starts_at) }), async () => {
    for (const { id } of appointments) await api(`appointments/${id}`, { method: "DELETE" });
  });
}

/** Give an appointment's group other seats. */
export async function move(appointment, seats) {
  const { appointments } = await post(`appointments/${appointment.id}/move`, {
    ...seats,
    idempotency_key: key(),
  });
  const before = { site_id: appointment.site_id, starts_at: appointment.starts_at };
  undoable(t("book.moved", { when: when(appointments[0].starts_at) }), async () => {
    for (const { id } of appointments) {
      await post(`appointments/${id}/move`, { ...before, idempotency_key: key() });
    }
  });
}

/** Call an appointment off. */
export async function cancel(referralId, appointment) {
  await api(`appointments/${appointment.id}`, { method: "DELETE" });
  const { site_id, starts_at, people } = appointment;
  undoable(t("book.cancelled"), () =>
    post(`referrals/${referralId}/appointments`, { site_id, starts_at, people, idempotency_key: key() }),
  );
}

/** Note what became of an appointment. */
export async function note(appointment, outcome, said) {
  await post(`appointments/${appointment.id}/outcome`, outcome);
  undoable(said, () => post(`appointments/${appointment.id}/outcome`, { outcome: "booked" }));
}

/** Take a referral a step on; `back` is the step that takes it back, if there is one. */
export async function step(referral, wanted, back, said) {
  await post(`referrals/${referral.id}/steps`, { ...wanted, idempotency_key: key() });
  if (!back) return toast(said);
  undoable(said, () => post(`referrals/${referral.id}/steps`, { ...back, idempotency_key: key() }));
}
