// What the member programs share: their arguments, what they print, and that SIGTERM lets them leave.
//   node PROGRAM member BOOTSTRAP TOPIC GROUP SESSION_MS [ASSIGNOR [INSTANCE]]
export function memberArguments() {
  const [bootstrap, topic, group, session, assignor, instance] = process.argv.slice(3)
  return { bootstrap, topic, group, sessionMs: Number(session), assignor, instance }
}

/** Straight to the pipe: what a killed process has printed has been printed. */
export const got = (partition, offset) => process.stdout.write(`got ${partition} ${offset}\n`)

export const untilStopped = () => new Promise((resolve) => process.once('SIGTERM', resolve))
