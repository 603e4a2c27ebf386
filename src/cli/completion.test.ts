import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const MAIN = join(import.meta.dirname, '../../bin/odradek.js')

function script(shell: string): { code: number | null; text: string } {
  const args = ['--disable-warning=ExperimentalWarning', MAIN, 'completion', shell]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { code: status, text: stdout }
}

test('bash completes commands, subcommands and flags', () => {
  const ask = `ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _odradek; echo "\${COMPREPLY[@]}"; }`
  const { text } = script('bash')
  const complete = (line: string): string => {
    const { stdout, stderr } = spawnSync('bash', ['-c', `${text}\n${ask}\nask ${line}`], { encoding: 'utf8' })
    assert.equal(stderr, '')
    return stdout.trim()
  }
  assert.equal(complete('odradek gr'), 'group')
  assert.equal(complete('odradek group l'), 'list lag')
  assert.equal(complete('odradek group reset billing --to-e'), '--to-earliest')
  assert.equal(complete('odradek -x topic create orders --part'), '--partitions')
  assert.equal(complete('odradek txn nonsense --st'), '')
})

test('each shell has a script that names the commands; another shell is refused', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, text } = script(shell)
    assert.equal(code, 0)
    for (const word of ['group', 'reset', '--to-earliest', 'txn']) {
      assert.ok(text.includes(word), `${shell}: ${word}`)
    }
  }
  assert.equal(script('tcsh').code, 2)
})
