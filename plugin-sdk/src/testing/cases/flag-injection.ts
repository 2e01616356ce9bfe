import assert from 'node:assert/strict'
import { describeRun, invocationFor, spelled } from '../described.ts'
import type { Case, Group, Kit } from '../kit.ts'
import type { RequestChange } from '../plain-request.ts'

const evil = '--clinvk-kit-evil'

/** A value that begins with a dash is refused, or bound to its flag (`--model=--x`); alone it would be a flag of its own. */
export const flagInjection: Group = (kit) => [...optionCases(kit), ...extraFlagCases(kit)]

function optionCases(kit: Kit): Case[] {
  const { allowed_tools = false, resume = false } = kit.backend.capabilities
  const requests: [name: string, change: RequestChange, declared: boolean][] = [
    ['a model', { options: { model: evil } }, true],
    ['an allowed tool', { options: { allowed_tools: [evil, 'Read'] } }, allowed_tools],
    ['a later allowed tool', { options: { allowed_tools: ['Read', evil] } }, allowed_tools],
    ['a session id', { resume: { backend_session_id: evil, fork: false } }, resume],
  ]
  return requests.flatMap(([name, change, declared]) => (declared ? [{
    title: `flags: ${name} that begins with a dash cannot become a flag`,
    run() {
      const { invocation, refused } = describeRun(kit, change)
      if (refused) {
        const { code } = refused
        assert.ok(['invalid_request', 'unsupported', 'session_not_resumable'].includes(code), `refused as ${code}`)
      } else assertNoFlag(invocation.args.map(spelled))
    },
  }] : []))
}

function assertNoFlag(args: readonly string[]): void {
  const index = args.findIndex((arg) => arg.startsWith(evil))
  if (index === -1 || args.slice(0, index).includes('--')) return
  assert.fail(`the value stands alone as argument ${index + 1}; refuse it as invalid_request, or write --flag=value`)
}

function extraFlagCases(kit: Kit): Case[] {
  if (Object.keys(kit.backend.flags).length === 0) return []
  return [
    {
      title: 'flags: extra flags are passed on unchanged, each with its values',
      run() {
        for (const extra_flags of extraFlags(kit)) {
          const args = invocationFor(kit, { options: { extra_flags } }).args.map(spelled)
          assert.ok(indexOfRun(args, extra_flags) !== -1, `"${extra_flags.join(' ')}" does not stand in "${args.join(' ')}"`)
        }
      },
    },
    {
      title: 'flags: a flag with many values swallows no argument that is not its own',
      run() {
        for (const extra_flags of extraFlags(kit).filter(([flag]) => kit.backend.flags[flag as `-${string}`] === 'many')) {
          const args = invocationFor(kit, { options: { extra_flags } }).args.map(spelled)
          const next = args[indexOfRun(args, extra_flags) + extra_flags.length]
          const safe = next === undefined || /^-./.test(next)
          assert.ok(safe, `"${extra_flags.join(' ')}" would swallow "${next}"; let a flag follow, or "--"`)
        }
      },
    },
  ]
}

function extraFlags({ backend }: Kit): string[][] {
  const values = { 0: [], 1: ['value'], many: ['one', 'two'] }
  return Object.entries(backend.flags).map(([flag, arity]) => [flag, ...values[arity]])
}

/** Where the one list stands in the other without a gap. */
function indexOfRun(list: readonly string[], run: readonly string[]): number {
  return list.findIndex((_, start) => run.every((item, offset) => list[start + offset] === item))
}
