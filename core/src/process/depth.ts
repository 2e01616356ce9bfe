import { ClinvkError } from '@clinvk/plugin-sdk'
import { findProcess, variableOf } from './process-table.ts'

/** How many runs a process is inside of; 0, or absent, for one that no run started. */
export const depthVariable = 'CLINVK_DEPTH'

/** So many runs inside each other are a loop: a CLI whose tools call clinvk, which starts that CLI. */
const deepest = 3

/**
 * How deep in runs of clinvk a run would be: as deep as this host, or as whoever asks for it where that is deeper. `ofCaller` is what
 * the variable says there. Throws `unsupported` when another run would be one too many, `config_invalid` when a variable is not a number.
 */
export function readDepth(hostEnv: Readonly<Record<string, string | undefined>>, ofCaller?: string): number {
  const depth = Math.max(numberIn(hostEnv[depthVariable]), numberIn(ofCaller))
  if (depth >= deepest) {
    throw new ClinvkError('unsupported', `clinvk was called inside ${depth} nested runs of itself; ${deepest} is the limit`, {
      hint: 'Look for a tool or script of the AI command line that calls clinvk again, and take it out.',
      details: { depth },
    })
  }
  return depth
}

function numberIn(value = ''): number {
  if (value === '') return 0
  if (!/^\d{1,6}$/.test(value)) {
    throw new ClinvkError('config_invalid', `${depthVariable} is "${value}", which is no number of nested runs`, {
      hint: `Unset ${depthVariable}: clinvk sets it for what it starts.`,
    })
  }
  return Number(value)
}

/** So many processes are looked at, from the first one upwards. */
const mostAncestors = 64

/**
 * The depth that this process inherits: its own variable, else that of the nearest process above that has one. Undefined where no
 * run started it, or the system does not tell.
 */
export function outerDepth(hostEnv: Readonly<Record<string, string | undefined>>, pid = process.ppid): string | undefined {
  return hostEnv[depthVariable] ?? depthOf(pid)
}

/** What the variable says in a process, else in the nearest one above that has it. Undefined as above. */
export function depthOf(pid: number): string | undefined {
  let current = pid
  for (let steps = 0; steps < mostAncestors && current > 1; steps += 1) {
    const value = variableOf(current, depthVariable)
    if (value !== undefined) return value
    const parent = findProcess(current)?.parent
    if (parent === undefined) return undefined
    current = parent
  }
  return undefined
}
