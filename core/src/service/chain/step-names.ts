import { nearestName } from '../../schema/nearest-name.ts'

/** Why a step cannot be named, and what to do. */
export interface NamingProblem {
  readonly message: string
  readonly hint: string
}

/** Finds steps by what a definition calls them. */
export class StepNames {
  readonly #names: readonly (string | undefined)[]
  readonly #byName = new Map<string, number>()

  /** In the order of the steps; absent for a step without a name. Of two equal names the first counts. */
  constructor(names: readonly (string | undefined)[]) {
    this.#names = names
    for (const [index, name] of names.entries()) if (name !== undefined && !this.#byName.has(name)) this.#byName.set(name, index)
  }

  /** What is wrong with the name of a step, from 0: it stands for an earlier step already, or for a number. */
  problem(step: number): NamingProblem | undefined {
    const name = this.#names[step]
    if (name === undefined) return undefined
    if (name.trim() === '') return { message: 'the name is empty', hint: 'Give the step a name, or leave name out.' }
    if (/^\d+$/.test(name)) return { message: `the name "${name}" is a number`, hint: 'Steps are referred to by number too: use a name with a letter in it.' }
    const first = this.#byName.get(name) as number
    return first === step ? undefined : { message: `step ${step + 1} has the name of step ${first + 1}: "${name}"`, hint: 'Give each step a name of its own, or none.' }
  }

  /** The index of a step before `step`, named by name or by number from 1. */
  earlier(named: string, step: number): number | NamingProblem {
    const index = this.#byName.get(named) ?? (/^\d{1,9}$/.test(named) ? Number(named) - 1 : undefined)
    if (index === undefined || index < 0 || index >= this.#names.length) {
      const near = nearestName(named, this.#byName.keys())
      return { message: `there is no step ${/^\d+$/.test(named) ? named : quoted(named)}`, hint: near === undefined ? `Name a step from 1 to ${this.#names.length}, or one by its name.` : `Did you mean "${near}"?` }
    }
    if (index < step) return index
    return { message: `step ${index + 1} ${index === step ? 'cannot refer to itself' : `runs after step ${step + 1}`}`, hint: 'Refer to a step that stands before this one.' }
  }
}

function quoted(name: string): string {
  return name.length > 60 ? `"${name.slice(0, 60)}…"` : `"${name}"`
}
