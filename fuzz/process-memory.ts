/** The resident memory of another process, in MB, and what of it is no garbage. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export function residentMb(pid: number): number {
  const status = `/proc/${pid}/status`
  if (existsSync(status)) return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}

/**
 * What a Node process holds once its garbage is collected: asked to by SIGUSR1 it opens its inspector, on the port that
 * `--inspect-port=0` (in NODE_OPTIONS) leaves to chance and `logFile` names, and is told to collect. Without being told, Node
 * keeps some hundred MB of garbage for as long as nobody needs the room.
 */
export async function collectedMb(pid: number, logFile: string): Promise<number> {
  const inspector = await openInspector(pid, logFile)
  for (let round = 0; round < 3; round++) {
    await inspector.call('HeapProfiler.collectGarbage')
    await sleep(300)
  }
  inspector.close()
  return residentMb(pid)
}

async function openInspector(pid: number, logFile: string) {
  process.kill(pid, 'SIGUSR1')
  let url: string | undefined
  for (let attempt = 0; url === undefined && attempt < 100; attempt++) {
    await sleep(50)
    url = /Debugger listening on (ws:\S+)/.exec(readFileSync(logFile, 'utf8'))?.[1]
  }
  if (url === undefined) throw new Error(`process ${pid} has not opened its inspector`)
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error(`${url} does not answer`))
  })
  const waiting = new Map<number, () => void>()
  socket.onmessage = ({ data }) => waiting.get(JSON.parse(String(data)).id)?.()
  let id = 0
  return {
    call: (method: string) =>
      new Promise<void>((resolve) => {
        waiting.set(++id, resolve)
        socket.send(JSON.stringify({ id, method }))
      }),
    close: () => socket.close(),
  }
}
