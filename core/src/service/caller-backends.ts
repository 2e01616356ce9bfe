import type { Caller } from './caller.ts'
import type { BackendSummary, ListBackends } from './list-backends.ts'

/** The backends that a caller may use, without what only people at the machine need to know. */
export async function callerBackends(list: ListBackends, { backends: allowed }: Caller): Promise<{ readonly backends: readonly Pick<BackendSummary, 'name' | 'available' | 'enabled'>[] }> {
  const { backends } = await list.execute()
  const usable = backends.filter(({ name }) => allowed === undefined || allowed.includes(name))
  return { backends: usable.map(({ name, available, enabled }) => ({ name, available, enabled })) }
}
