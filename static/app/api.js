/* The JSON API of this server: session cookie, CSRF token, problems as errors with words. */

import { heard } from "./holds/server_clock.js";
import { t } from "./page.js";

const TOKEN = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** A refusal by the server, in the reader's words; `problem` is the RFC 9457 document. */
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail ?? t("error.unexpected"));
    this.problem = problem;
    this.status = status;
  }
}

/** No answer at all: the network or the server is away. */
export class Unreachable extends Error {
  constructor() {
    super(t("error.unreachable"));
  }
}

/** Fetch JSON below /api/v1. Throws Refused or Unreachable. */
export async function api(path, { method = "GET", body, signal } = {}) {
  const response = await send(`/api/v1/${path}`, method, body, signal);
  if (response.status === 204) return null;
  const document_ = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(document_, response.status);
  return document_;
}

async function send(address, method, body, signal) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = TOKEN;
  try {
    const response = await fetch(address, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
    heard(response.headers.get("Date"));
    return response;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable();
  }
}
