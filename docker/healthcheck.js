// Is the broker of this container ready? Asks its own page; exit code 0: yes.
const listener = (process.env.ODRADEK_ADMIN_LISTENERS ?? '').split(',')[0].trim()
const [, host = '', port = '9644'] = /^(.*):([0-9]+)$/.exec(listener) ?? []
// A listener on every address answers on this one too.
const here = ['', '0.0.0.0', '[::]'].includes(host) ? '127.0.0.1' : host
const ready = await fetch(`http://${here}:${port}/readyz`, { signal: AbortSignal.timeout(4000) }).then(
  (answer) => answer.ok,
  () => false,
)
process.exit(ready ? 0 : 1)
