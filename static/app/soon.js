/* Several changes that come together are answered by one reading. */

const TOGETHER = 150; // ms

/** A function that runs `read` a moment after it is called, however often it is called until then. */
export function soon(read) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      read();
    }, TOGETHER);
  };
}
