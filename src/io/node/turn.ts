/** After all that is ready now: promises first, then input. The simulated world rests on it as the real one does. */
export function later(call: () => void): void {
  setImmediate(call)
}
