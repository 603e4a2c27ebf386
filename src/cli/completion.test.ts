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

/** The shell's own completion of a line; null where the shell is not installed. */
type Complete = (line: string) => string[]

function run(shell: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(shell, args, { encoding: 'utf8' })
  assert.equal(stderr, '', `${shell}: ${stderr}`)
  assert.equal(status, 0)
  return stdout.trim()
}

function quoted(line: string): string {
  return line
    .split(' ')
    .map((word) => `'${word}'`)
    .join(' ')
}

function bash(): Complete {
  const ask = `ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _odradek; echo "\${COMPREPLY[@]}"; }`
  const { text } = script('bash')
  return (line) => run('bash', ['-c', `${text}\n${ask}\nask ${quoted(line)}`]).split(' ')
}

/** compadd is the builtin that compares with what is typed; outside an editor it is not there. */
function zsh(): Complete {
  const shown = `compdef() { : }; compadd() { shift; print -rl -- \${(M)@:#\${words[CURRENT]}*} }`
  const { text } = script('zsh')
  return (line) => {
    const ask = `words=(${quoted(line)}); CURRENT=${line.split(' ').length}; _odradek`
    return run('zsh', ['-f', '-c', `${shown}\n${text}\n${ask}`]).split('\n')
  }
}

function fish(): Complete {
  const { text } = script('fish')
  return (line) =>
    run('fish', ['--no-config', '-c', `${text}\ncomplete -C '${line}'`])
      .split('\n')
      .map((found) => found.split('\t')[0]!)
}

for (const [shell, made] of Object.entries({ bash, zsh, fish })) {
  test(`${shell} completes commands, subcommands and flags`, (t) => {
    if (spawnSync(shell, ['--version']).error !== undefined) {
      t.diagnostic(`${shell} is not installed here: its script is not run`)
      return
    }
    const complete = made()
    const sorted = (line: string) => complete(line).toSorted()
    assert.deepEqual(sorted('odradek gr'), ['group'])
    assert.deepEqual(sorted('odradek group l'), ['lag', 'list'])
    assert.deepEqual(sorted('odradek group reset billing --to-e'), ['--to-earliest'])
    assert.deepEqual(sorted('odradek -x topic create orders --part'), ['--partitions'])
    assert.deepEqual(sorted('odradek topic ls --inter'), ['--internal'])
    assert.deepEqual(sorted('odradek txn list --pro'), ['--producer-id'])
    assert.deepEqual(sorted('odradek txn nonsense --st'), [''])
    const subcommands = sorted('odradek context ')
    for (const name of ['delete', 'list', 'set', 'show', 'use']) assert.ok(subcommands.includes(name), name)
    assert.ok(!subcommands.includes('package.json'))
  })
}

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
