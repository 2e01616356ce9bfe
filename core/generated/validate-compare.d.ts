import type { ErrorObject } from 'ajv'

/** Checks one prompt for several backends against `compareSchema`; what is wrong stands in `errors` afterwards. */
declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null }
export default validate
