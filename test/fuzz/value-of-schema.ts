import type { Random } from './random.ts'

/** A JSON schema, as far as the schemas of clinvk go. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly pattern?: string
}

/** Values for properties of known names: what a schema does not tell, such as which backends there are. */
export type Known = Readonly<Record<string, readonly unknown[]>>

/** How a value is meant: to be taken; to go to the limits of its schema; or anything. */
export type Mood = 'good' | 'extreme' | 'odd'

/** How far a value goes. */
export interface ValueOptions {
  readonly random: Random
  /** For a good one everything else is left out; for the others it is likely. */
  readonly known: Known
  readonly mood: Mood
  /** Properties that a good value has on its top level, though its schema does not ask for them. */
  readonly always?: readonly string[]
}

const plain = ['x', 'ünïcödé', 'two words']
const texts = ['', ' ', 'x', 'ünïcödé 日本 👩‍👩‍👧', 'line\nline', '{{previous}}', '{{', '"quoted" $HOME `id`', '\u0000', '\u202Eevil', '--flag', '@/etc/passwd', '/help', '\uD800']

/** A value that fits a schema, as a rule. */
export function valueOfSchema(schema: Schema, options: ValueOptions, name = '', depth = 0): unknown {
  const { random, known, mood } = options
  const extreme = mood === 'extreme'
  const pool = known[name]
  if (pool !== undefined && random.chance(mood === 'good' ? 1 : 0.9)) return random.pick(pool)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return random.pick(schema.enum)
  if (schema.anyOf !== undefined) return valueOfSchema(random.pick(schema.anyOf), options, name, depth)
  switch (typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['string', 'integer', 'boolean', 'null'])) {
    case 'object':
      return objectOf(schema, options, depth)
    case 'array': {
      const most = Math.min(schema.maxItems ?? 3, depth > 2 ? 1 : 3)
      const least = mood === 'good' ? 1 : 0
      return Array.from({ length: least + random.below(most + 1 - least) }, () => valueOfSchema(schema.items ?? {}, options, singular(name), depth + 1))
    }
    case 'integer':
      return extreme ? random.pick([schema.minimum ?? -1, schema.maximum ?? 2 ** 31, schema.minimum ?? 0]) : (schema.minimum ?? 0) + random.below(Math.min(10, (schema.maximum ?? 10) - (schema.minimum ?? 0) + 1))
    case 'number':
      return extreme ? random.pick([schema.minimum ?? 0, schema.maximum ?? 1e6, 0.5]) : (schema.minimum ?? 0) + random.next() * 10
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    default: {
      if (extreme && random.chance(0.2)) return 'x'.repeat(Math.min(schema.maxLength ?? 20_000, 20_000))
      const text = random.pick(mood === 'good' ? plain : texts)
      return text.length < (schema.minLength ?? 0) ? text.padEnd(schema.minLength ?? 0, 'x') : text
    }
  }
}

function objectOf({ properties = {}, required = [], additionalProperties, minProperties = 0 }: Schema, options: ValueOptions, depth: number): Record<string, unknown> {
  const { random, mood, always = [] } = options
  const share = mood === 'good' ? 0.08 : 0.2
  const names = Object.keys(properties)
  const chosen = names.filter((name) => required.includes(name) || (mood === 'good' && depth === 0 && always.includes(name)) || random.chance(share))
  while (chosen.length < Math.min(minProperties, names.length)) chosen.push(random.pick(names))
  const found: Record<string, unknown> = Object.fromEntries(chosen.map((name) => [name, valueOfSchema(properties[name] ?? {}, options, name, depth + 1)]))
  if (typeof additionalProperties === 'object' && random.chance(0.5)) found[random.pick(['k', 'ü', 'a b', 'constructor'])] = valueOfSchema(additionalProperties, options, '', depth + 1)
  return found
}

function singular(name: string): string {
  return name.replace(/s$/, '')
}
