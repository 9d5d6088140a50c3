/* The server's clock, as far as its answers tell: phones' clocks are wrong, and jump.

Between two answers the time that has gone by is counted by the page's own stopwatch, which no
setting of the phone moves. A phone that slept reads its state anew, and with it the time.
*/

let behind = null; // ms from the stopwatch to the server's clock

/** Take in the Date of an answer (whole seconds). */
export function heard(date) {
  const instant = Date.parse(date ?? "");
  if (!Number.isNaN(instant)) behind = instant - performance.now();
}

/** Milliseconds since 1970 on the server's clock. */
export function serverNow() {
  return behind === null ? Date.now() : behind + performance.now();
}

/** Seconds until an instant; negative once it has gone by. */
export function secondsUntil(instant) {
  return (Date.parse(instant) - serverNow()) / 1000;
}
