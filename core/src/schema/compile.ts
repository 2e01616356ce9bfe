import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describeViolation, type Problem, type Violation } from './violation.ts'

/** Says what in a value does not fit; undefined when all does. A coercing one writes converted values back into it. */
export type Check = (value: unknown) => Violation | undefined

const strict = { strict: true, strictTypes: false } as const
let plain: Ajv2020 | undefined
let coercing: Ajv2020 | undefined

/**
 * A check for a JSON schema (2020-12). The schema is compiled when the check is first used: a server that starts does not
 * wait for routes that nobody asks for. `coerce` reads texts as the numbers, booleans and lists that are wanted: for queries and paths.
 */
export function compileCheck(schema: object, { coerce = false }: { readonly coerce?: boolean } = {}): Check {
  let validate: ValidateFunction | undefined
  return (value) => {
    validate ??= compiler(coerce).compile(schema)
    const problem = validate(value) ? undefined : validate.errors?.[0]
    return problem === undefined ? undefined : describeViolation(problem as Problem, schema, value)
  }
}

function compiler(coerce: boolean): Ajv2020 {
  if (!coerce) return (plain ??= new Ajv2020(strict))
  return (coercing ??= new Ajv2020({ ...strict, coerceTypes: 'array' }))
}
