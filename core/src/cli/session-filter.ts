import { resolve } from 'node:path'
import type { SessionFilter } from '../service/sessions.ts'

/** What the inherited flags mean for a command that looks at many conversations. */
export const filterFlags = {
  backend: 'only conversations with this backend',
  model: 'only conversations with this model',
  workdir: 'only conversations of this directory',
} as const

/** The conversations that -b, -m and -w choose. */
export function sessionFilter(flags: Readonly<Record<string, unknown>>): SessionFilter {
  const text = (name: string) => flags[name] as string | undefined
  const [backend, model, workdir] = [text('backend'), text('model'), text('workdir')]
  return {
    ...(backend === undefined ? {} : { backend }),
    ...(model === undefined ? {} : { model }),
    ...(workdir === undefined ? {} : { working_dir: resolve(workdir) }),
  }
}
