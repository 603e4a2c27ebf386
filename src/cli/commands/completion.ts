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
    for (const one of command.commands) {
      for (const name of [one.name(), ...one.aliases()]) visit(one, path === '' ? name : `${path} ${name}`)
    }
  }
  visit(program, '')
  return words
}

function cases(words: ReadonlyMap<string, readonly string[]>): string {
  return [...words].map(([path, next]) => `    '${path}') next='${next.join(' ')}' ;;\n`).join('')
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
  local before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}") known='${known(words)}' next=''
${FIND_PATH}  case "$path" in
${cases(words)}  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
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
${FIND_PATH}  local next=''
  case "$path" in
${cases(words)}  esac
  compadd -- \${=next} || _files
}
compdef _odradek odradek
`.replaceAll('path', 'place')
}

function fish(words: ReadonlyMap<string, readonly string[]>): string {
  const known = [...words.keys()].map((path) => `'${path}'`).join(' ')
  const cases = [...words].map(([path, next]) => `    case '${path}'\n      printf '%s\\n' ${next.join(' ')}\n`)
  return `# fish: odradek completion fish | source
function __odradek_words
  set -l place ''
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    set -l next (string trim -- "$place $word")
    contains -- $next ${known}; or break
    set place $next
  end
  switch $place
${cases.join('')}  end
end
complete -c odradek -n 'string match -qvr -- "^-" (__odradek_words)' -f
complete -c odradek -a '(__odradek_words)'
`
}
