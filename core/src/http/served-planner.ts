import type { Planner } from '../service/run-one.ts'
import type { ServedServices } from '../container.ts'
import type { HttpContext } from './context.ts'

/** The rules of the server for every run of one request. Its runs may work in each other's private folders, one after the other. */
export function servedPlanner({ state: { caller } }: HttpContext, { planServedRun }: ServedServices): Planner {
  const folders = new Set<string>()
  return (request, dryRun) => planServedRun.execute({ ...request, tags: [...(request.tags ?? []), 'api'] }, caller, dryRun, folders)
}
