import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { ApprovalMode, HistoryMessage, SandboxMode } from '../../request.ts'
import { describeRun, hidden, visible } from '../described.ts'
import type { Case, Group, Kit } from '../kit.ts'
import type { RequestChange } from '../plain-request.ts'

const sandboxes: readonly SandboxMode[] = ['default', 'read-only', 'workspace', 'full']
const approvals: readonly ApprovalMode[] = ['default', 'auto', 'none', 'always']
/** Not `none`: a CLI without a terminal may ask nobody as it is. */
const noticeable: readonly ApprovalMode[] = ['auto', 'always']

/** An option does something, is warned about, or is refused. Never silence. What is not declared is the host's to refuse. */
export const options: Group = (kit) => [
  {
    title: 'options: each sandbox with each approval is answered or refused by a coded error',
    run() {
      for (const sandbox_mode of sandboxes) {
        for (const approval_mode of approvals) describeRun(kit, { options: { sandbox_mode, approval_mode } })
      }
    },
  },
  ...sandboxes.slice(1).map((value) => honoured(kit, `sandbox ${value}`, { options: { sandbox_mode: value } }, value)),
  ...noticeable.map((value) => honoured(kit, `approval ${value}`, { options: { approval_mode: value } }, value)),
  {
    title: 'options: sandbox read-only is not what sandbox full is',
    run() {
      const careful = describeRun(kit, { options: { sandbox_mode: 'read-only' } }).invocation
      const careless = describeRun(kit, { options: { sandbox_mode: 'full' } }).invocation
      assert.ok(!careful || !isDeepStrictEqual(careful, careless), 'both give the same invocation')
    },
  },
  honoured(kit, 'a model', { options: { model: 'clinvk-kit-model' } }, 'clinvk-kit-model'),
  ...declared(kit),
]

function declared(kit: Kit): Case[] {
  const { forget, capabilities } = kit.backend
  const { resume = false, max_turns = false, effort = false, allowed_tools = false, allowed_dirs = false, json_schema = false, history = false } = capabilities
  const tools = ['KitRead', 'KitWrite']
  const dirs = ['/opt/kit-a', '/opt/kit-b']
  const past: HistoryMessage = { role: 'user', input: [{ type: 'text', text: 'kit-history' }] }
  const cases: [declared: boolean, name: string, change: RequestChange, ...values: string[]][] = [
    // A CLI that cannot resume keeps no conversation; a backend with `forget` removes it after the run.
    [resume && !forget, 'ephemeral', { ephemeral: true }],
    [max_turns, 'max_turns', { options: { max_turns: 7 } }, '7'],
    [effort, 'effort', { options: { effort: 'low' } }, 'low'],
    [allowed_tools, 'allowed_tools', { options: { allowed_tools: tools } }, ...tools],
    [allowed_dirs, 'allowed_dirs', { options: { allowed_dirs: dirs } }, ...dirs],
    [json_schema, 'json_schema', { json_schema: { type: 'object', title: 'KitShape' } }, 'KitShape'],
    [history, 'history', { history: [past] }, 'kit-history'],
  ]
  return cases.flatMap(([is, name, change, ...values]) => (is ? [honoured(kit, name, change, ...values)] : []))
}

/** Refused in words that name one of the values; or warned about; or seen in the invocation, modes by any name. */
function honoured(kit: Kit, name: string, change: RequestChange, ...values: string[]): Case {
  return {
    title: `options: ${name} has an effect, a warning or a refusal`,
    run() {
      const plain = describeRun(kit).invocation
      const { invocation, refused } = describeRun(kit, change)
      if (refused) {
        const named = values.length === 0 || values.some((value) => refused.message.includes(value))
        assert.ok(named, `"${refused.message}" does not name the value ${values[0]}`)
        return
      }
      if ((invocation.warnings?.length ?? 0) > (plain?.warnings?.length ?? 0)) return
      const same = isDeepStrictEqual(invocation, plain)
      assert.ok(!same, `${name} changes nothing, and nobody is told: throw "unsupported" or add a warning`)
      if (/sandbox|approval/.test(name)) return
      const all = [hidden(invocation), ...visible(invocation).map(({ text }) => text)].join('\n')
      for (const value of values) assert.ok(all.includes(value), `"${value}" does not reach the CLI`)
    },
  }
}
