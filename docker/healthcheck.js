// Is the broker of this container ready? Asks its own page; exit code 0: yes.
const listener = (process.env.ODRADEK_ADMIN_LISTENERS ?? '127.0.0.1:9644').split(',')[0]
const port = /:([0-9]+)$/.exec(listener)?.[1] ?? '9644'
const ready = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4000) }).then(
  (answer) => answer.ok,
  () => false,
)
process.exit(ready ? 0 : 1)
