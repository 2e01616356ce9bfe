import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../../schema/is-record.ts'
import { modelId } from '../../schema/model-id.ts'

/** What becomes of one parameter of a vendor's API; also the row of the table in the reference. */
export interface Parameter {
  /** JSON schema of its value; `{}`: anything. */
  readonly schema: object
  /**
   * `honoured`: does what the vendor says. `ignored`: taken, has no effect, and is named in `x-clinvk-ignored`. `refused`: an error,
   * unless the value asks for nothing.
   */
  readonly treatment: 'honoured' | 'ignored' | 'refused'
  /** For `refused`: values that ask for nothing; absent: none does. For `ignored`: values that may be passed over; absent: all. */
  readonly harmless?: (value: unknown) => boolean
  /** For `honoured`: members of its value, or of what messages consist of, that have no effect. */
  readonly unheeded?: readonly string[]
  /** For people: what is honoured, or why not. */
  readonly note: string
}

/** The id of a model, which has to be there. */
export const modelSchema = { ...modelId, minLength: 1 } as const

/** All parameters of one operation, by name. */
export type Parameters = Readonly<Record<string, Parameter>>

/** The properties of a body schema: what is not among them is refused as unknown, as the vendor does. */
export function bodyProperties(parameters: Parameters): Record<string, object> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { schema, note }]) => [name, { ...schema, description: note }]))
}

/**
 * Refuses what would change the meaning of the answer, and returns the names of what is taken without effect. Values of null count
 * as absent, as with the vendors. Errors: `unsupported`, with the place in `details.location`.
 */
export function treatParameters(body: Readonly<Record<string, unknown>>, parameters: Parameters): readonly string[] {
  const given = Object.entries(body).filter(([, value]) => value !== undefined && value !== null)
  for (const [name, value] of given) {
    const { treatment, harmless, note } = parameters[name] as Parameter
    if (treatment !== 'honoured' && !(harmless?.(value) ?? treatment === 'ignored')) {
      throw new ClinvkError('unsupported', `${name} is not supported: ${note.replace(/\.$/, '')}`, { hint: `Leave out ${name}.`, details: { location: `body.${name}` } })
    }
  }
  return given.flatMap(([name, value]) => {
    const { treatment, unheeded = [] } = parameters[name] as Parameter
    return treatment === 'ignored' ? [name] : unheeded.filter((member) => has(value, member)).map((member) => `${name}.${member}`)
  })
}

/** Values of a member that are met without doing anything. */
const asksForNothing = new Set<unknown>([null, false, 'auto'])

/** What holds parts of a message. */
const holders = ['content', 'image_url']

/** Whether something in a value, or in the messages that it consists of, has such a member. */
function has(value: unknown, member: string): boolean {
  if (Array.isArray(value)) return value.some((one) => has(one, member))
  if (!isRecord(value)) return false
  const own = value[member]
  return (own !== undefined && !asksForNothing.has(own)) || holders.some((holder) => has(value[holder], member))
}
