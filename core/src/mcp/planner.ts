import type { ServedServices } from '../container.ts'
import type { Caller } from '../service/caller.ts'
import { entryTags } from '../service/request-from-prompt.ts'
import type { Planner } from '../service/run-one.ts'

/** The rules of the server for every run of one call. Its runs may work in each other's private folders, one after the other. */
export function callPlanner({ planServedRun }: ServedServices, caller: Caller): Planner {
  const folders = new Set<string>()
  return (request, dryRun) => planServedRun.execute({ ...request, tags: [...(request.tags ?? []), entryTags.mcp] }, caller, dryRun, folders)
}
