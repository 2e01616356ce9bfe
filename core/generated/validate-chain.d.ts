import type { ErrorObject } from 'ajv'

/** Checks a chain against `chainSchema`; what is wrong stands in `errors` afterwards. */
declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null }
export default validate
