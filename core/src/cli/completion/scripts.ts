/** Shells that completion speaks. */
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** The script for each shell: all it knows is how to ask clinvk. A clinvk that is gone or fails completes nothing. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# clinvk: completion for bash
_clinvk() {
  local out line cur=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  out=$(command clinvk __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null) || return 0
  [[ $cur == = || $cur == : ]] && cur=
  case $out in
    '<files>') compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur") ;;
    '<folders>') compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur") ;;
    *) while IFS= read -r line; do [[ -n $line ]] && COMPREPLY+=("\${line%%$'\\t'*}"); done <<< "$out" ;;
  esac
  return 0
}
complete -o nosort -F _clinvk clinvk 2>/dev/null || complete -F _clinvk clinvk
`,
  zsh: `#compdef clinvk
# clinvk: completion for zsh
_clinvk() {
  local out line
  local -a described
  out=$(command clinvk __complete zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null) || return 0
  case $out in
    '<files>') _files; return ;;
    '<folders>') _files -/; return ;;
  esac
  for line in "\${(@f)out}"; do
    [[ -n $line ]] || continue
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      described+=("\${line//:/\\\\:}")
    fi
  done
  (( $#described )) && _describe -V clinvk described
}
if [[ \${funcstack[1]} == _clinvk ]]; then
  _clinvk "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _clinvk clinvk
fi
`,
  fish: `# clinvk: completion for fish
function __clinvk_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l out (command clinvk __complete fish -- $words "$current" 2>/dev/null </dev/null)
    or return 0
    switch "$out[1]"
        case '<files>'
            __fish_complete_path (string replace -r '^--[^=]+=' '' -- $current)
        case '<folders>'
            __fish_complete_directories (string replace -r '^--[^=]+=' '' -- $current)
        case '*'
            printf '%s\\n' $out
    end
end
complete -c clinvk -e
complete -c clinvk -f -k -a '(__clinvk_complete)'
`,
}
