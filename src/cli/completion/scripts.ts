/**
 * The completion scripts of the shells. They ask covermain for candidates, so they stay right when commands change. Each asks the
 * program that was typed, such as `./node_modules/.bin/covermain`. No script evaluates a candidate: names of sessions and refs
 * come from others, and could contain commands.
 */

/** Shells that have a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** Hidden command that prints candidates: one per line, with a tab before its description, and last what the shell adds. */
export const CANDIDATES_COMMAND = 'completion-candidates';

/**
 * Bash splits words at `=` and `:`, and replaces only the text after the last of them. So the words are joined again, and the
 * candidates lose the text before it. `printf %q` quotes candidates; after an opening quote only candidates without special
 * characters are offered.
 */
const BASH = `_covermain() {
  local words=() word line value prefix='' shell='' typed="\${COMP_WORDS[COMP_CWORD]}" joined=0 i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ \${#words[@]} -gt 0 && ($joined -eq 1 || "$word" == [=:]*) ]]; then
      words[\${#words[@]}-1]+="$word"
    else
      words+=("$word")
    fi
    if [[ "$word" == *[=:] ]]; then joined=1; else joined=0; fi
  done
  [[ "$typed" == [=:] ]] && typed=''
  word="\${words[\${#words[@]}-1]}"
  prefix="\${word%"$typed"}"
  for ((i = 0; i < \${#words[@]}; i++)); do
    word="\${words[i]}"
    word="\${word//[\\"\\'\\\\]/}"
    words[i]="$word"
  done
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ "$line" == $'\\t'* ]]; then shell="\${line#$'\\t'}"; continue; fi
    value="\${line%%$'\\t'*}"
    value="\${value#"$prefix"}"
    if [[ "$typed" != [\\"\\']* ]]; then
      printf -v value %q "$value"
    elif [[ "$value" == *[!A-Za-z0-9_./@%+,:=\\ -]* ]]; then
      continue
    fi
    COMPREPLY+=("$value")
  done < <("\${COMP_WORDS[0]}" ${CANDIDATES_COMMAND} -- "\${words[@]}" 2>/dev/null)
  case "$shell" in
    files) compopt -o default ;;
    directories) compopt -o dirnames ;;
    commands) [[ -n "$typed" ]] && COMPREPLY+=($(compgen -c -- "$typed")) ;;
  esac
}
complete -F _covermain covermain
`;

/** `Q` removes quotes without evaluating the word, and `compadd` quotes candidates. */
const ZSH = `#compdef covermain
_covermain() {
  local -a values texts
  local line value shell
  while IFS= read -r line; do
    if [[ "$line" == $'\\t'* ]]; then shell="\${line#$'\\t'}"; continue; fi
    value="\${line%%$'\\t'*}"
    values+=("$value")
    texts+=("$value  \${line#*$'\\t'}")
  done < <("\${(Q)words[1]}" ${CANDIDATES_COMMAND} -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#values} )) && compadd -l -d texts -a values
  compset -P '--*='
  case "$shell" in
    files) _files ;;
    directories) _files -/ ;;
    commands) _command_names -e ;;
  esac
  return 0
}
if [[ "\${funcstack[1]}" == _covermain ]]; then
  _covermain "$@"
else
  compdef _covermain covermain
fi
`;

const FISH = `function __covermain_complete
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  set -l bare (string replace -ra '["\\'\\\\\\\\]' '' -- "$typed")
  for line in ($words[1] ${CANDIDATES_COMMAND} -- $words[2..-1] "$bare" 2>/dev/null)
    switch $line
      case \\t'files' \\t'directories' \\t'commands'
        set -l path (string replace -r '^--[^=]*=' '' -- "$typed")
        switch (string trim -- $line)
          case files
            __fish_complete_path "$path"
          case directories
            __fish_complete_directories "$path"
          case commands
            __fish_complete_command
        end
      case \\t'*'
      case '*'
        echo $line
    end
  end
end
complete -c covermain -f -a '(__covermain_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** Returns the script that makes a shell complete the command line of covermain. */
export function completionScriptOf(shell: Shell): string {
  return SCRIPTS[shell];
}
