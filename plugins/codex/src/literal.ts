import type { Invocation } from '@clinvk/plugin-sdk'
import type { Skill } from './skills.ts'
import { tomlString } from './toml.ts'

type Warning = NonNullable<Invocation['warnings']>[number]

/** A character that can be part of a name after `$`. */
const nameChar = '[A-Za-z0-9_:-]'

/** Links that make Codex add something about a plugin or an app, and the feature that does it. */
const links = [
  ['](plugin://', 'plugins'],
  ['](app://', 'apps'],
] as const

/**
 * Flags under which Codex leaves a text as it is. `codex exec` knows no slash commands, `@file` or `!`; but a `$name` or a
 * link to a `SKILL.md` in the text of a turn adds that skill's file to the turn (seen in 0.169.0), and nothing in the text
 * itself prevents that. So each skill that the text mentions is switched off for the run; rules of the user's own
 * configuration stay. Only names of skills that exist get into the arguments, no other part of the text.
 */
export function literalFlags(text: string, skills: readonly Skill[]): { readonly args: string[]; readonly warnings: Warning[] } {
  const mentioned = skills.filter(({ name, path }) => text.includes(path) || mentions(text, name))
  const names = [...new Set(mentioned.map(({ name }) => name))]
  const off = names.map((name) => `{name=${tomlString(name)},enabled=false}`)
  const linked = links.filter(([link]) => text.includes(link)).map(([, feature]) => feature)
  return {
    args: [
      ...(off.length === 0 ? [] : ['-c', `skills.config=[${off.join(',')}]`]),
      ...linked.flatMap((feature) => ['-c', `features.${feature}=false`]),
    ],
    warnings: [
      ...(off.length === 0 ? [] : [switchedOff(`skills that the prompt mentions (${names.join(', ')})`)]),
      ...linked.map((feature) => switchedOff(`${feature}, as the prompt links to one of them`)),
    ],
  }
}

function switchedOff(what: string): Warning {
  const message = `to pass the prompt on as plain text, this run of Codex CLI goes without ${what}; native input keeps them`
  return { code: 'literal_input', message }
}

function mentions(text: string, name: string): boolean {
  return text.includes(`$${name}`) && new RegExp(`\\$${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!${nameChar})`).test(text)
}

/** What stdin has to hold so that the model gets `text`: Codex takes one byte order mark off the beginning. */
export function literalInput(text: string): string {
  return text.startsWith('\uFEFF') ? `\uFEFF${text}` : text
}
