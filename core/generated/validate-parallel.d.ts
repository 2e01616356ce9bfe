import type { ErrorObject } from 'ajv'

/** Checks a list of runs against `parallelSchema`; what is wrong stands in `errors` afterwards. */
declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null }
export default validate
