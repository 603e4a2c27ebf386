/** `odradek completion bash | zsh | fish`: a script for the shell, made from the commands and flags that there are. */
import type { Command } from 'commander'
import { usageError } from '../exit.ts'
import { write } from '../stdout.ts'

const SHELLS: Readonly<Record<string, (words: ReadonlyMap<string, readonly string[]>) => string>> = { bash, zsh, fish }

export async function completion(shell: string, program: Command): Promise<void> {
  const make = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
  if (make === undefined) throw usageError(`completion ${shell}: there are ${Object.keys(SHELLS).join(', ')}`)
  await write(make(wordsOf(program)))
}

/** What may follow a command, by its words ('' for none): subcommands, then flags. */
function wordsOf(program: Command): Map<string, readonly string[]> {
  const words = new Map<string, readonly string[]>()
  const visit = (command: Command, path: string): void => {
    const flags = command.options.flatMap(({ short, long }) => [long ?? short ?? '']).filter((flag) => flag !== '')
    words.set(path, [...command.commands.map((one) => one.name()), ...flags])
    for (const one of command.commands) visit(one, path === '' ? one.name() : `${path} ${one.name()}`)
  }
  visit(program, '')
  return words
}

function cases(words: ReadonlyMap<string, readonly string[]>): string {
  return [...words].map(([path, next]) => `    '${path}') words='${next.join(' ')}' ;;\n`).join('')
}

/** The words before the cursor, without flags, until they name no command. */
const FIND_PATH = `  local path='' word
  for word in "\${before[@]}"; do
    case "$word" in -*) continue ;; esac
    case " $known " in *" \${path:+$path/}$word "*) path="\${path:+$path/}$word" ;; *) break ;; esac
  done
  path=\${path//\\// }
`

function known(words: ReadonlyMap<string, readonly string[]>): string {
  return [...words.keys()].map((path) => path.replaceAll(' ', '/')).join(' ')
}

function bash(words: ReadonlyMap<string, readonly string[]>): string {
  return `# bash: source <(odradek completion bash)
_odradek() {
  local before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}") known='${known(words)}' words=''
${FIND_PATH}  case "$path" in
${cases(words)}  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _odradek odradek
`
}

function zsh(words: ReadonlyMap<string, readonly string[]>): string {
  return `#compdef odradek
# zsh: source <(odradek completion zsh)
_odradek() {
  local -a before; before=("\${(@)words[2,CURRENT-1]}")
  local known='${known(words)}'
${FIND_PATH}  local words=''
  case "$path" in
${cases(words)}  esac
  compadd -- \${=words}
}
compdef _odradek odradek
`.replaceAll('path', 'place')
}

function fish(words: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...words].map(([path, next]) => {
    const depth = path === '' ? [] : path.split(' ')
    const seen = depth.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
    const condition = path === '' ? '__fish_use_subcommand' : seen
    return `complete -c odradek -n '${condition}' -a '${next.join(' ')}'\n`
  })
  return `# fish: odradek completion fish | source\n${lines.join('')}`
}
