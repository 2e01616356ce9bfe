import type { TemporaryPath } from '../../../src/index.ts'
import { type Broken, brokenCommand } from './broken.ts'

type Args = readonly (string | TemporaryPath)[]

const without = (args: Args, start: string): Args => args.filter((arg) => typeof arg !== 'string' || !arg.startsWith(start))
const replaced = (args: Args, from: string, to: string): Args =>
  args.map((arg) => (typeof arg === 'string' ? arg.replace(from, to) : arg))

/** Options that are taken and forgotten. */
export const brokenOptions: readonly Broken[] = [
  brokenCommand('a sandbox that is ignored', ({ args }) => ({ args: without(args, '--sandbox=workspace') }),
    'options: sandbox workspace has an effect, a warning or a refusal'),
  brokenCommand('an approval that is ignored', ({ args }) => ({ args: without(args, '--ask=auto') }),
    'options: approval auto has an effect, a warning or a refusal'),
  brokenCommand('read-only is full', ({ args }) => ({ args: replaced(args, 'read-only', 'full') }),
    'options: sandbox read-only is not what sandbox full is'),
  brokenCommand('an error without a code', (_, { options }) => {
    if (options.sandbox_mode === 'full' && options.approval_mode === 'auto') throw new Error('no')
    return {}
  }, 'options: each sandbox with each approval is answered or refused by a coded error'),
  brokenCommand('a model that is ignored', ({ args }) => ({ args: without(args, '--model') }),
    'options: a model has an effect, a warning or a refusal'),
  brokenCommand('a model that is changed', ({ args }) => ({ args: replaced(args, 'clinvk-kit-model', 'tiny-1') }),
    'options: a model has an effect, a warning or a refusal'),
  brokenCommand('ephemeral is ignored', ({ args }) => ({ args: without(args, '--forget') }),
    'options: ephemeral has an effect, a warning or a refusal'),
  brokenCommand('the turn limit is ignored', ({ args }) => ({ args: without(args, '--turns') }),
    'options: max_turns has an effect, a warning or a refusal'),
  brokenCommand('only one tool is allowed', ({ args }) => ({ args: without(args, '--allow=KitWrite') }),
    'options: allowed_tools has an effect, a warning or a refusal'),
  brokenCommand('resume begins anew', ({ args }) => ({ args: replaced(args, 's-1', '') }),
    'resume: names the session to the CLI'),
  brokenCommand('fork is resume', ({ args }) => ({ args: replaced(args, '--fork', '--resume') }),
    'fork: is not the same as resume'),
  brokenCommand('the state is trusted', (_, { resume }) => {
    JSON.parse(resume?.state ?? '{}')
    return {}
  }, 'resume: a state that makes no sense is ignored or refused by a coded error'),
]
