import type { Tool } from '../tool.ts'
import { backendsTool } from './backends.ts'
import { chainTool } from './chain.ts'
import { compareTool } from './compare.ts'
import { healthTool } from './health.ts'
import { jobTool } from './job.ts'
import { parallelTool } from './parallel.ts'
import { promptTool } from './prompt.ts'
import { sessionDeleteTool, sessionGetTool } from './session.ts'
import { sessionsTool } from './sessions.ts'

/** Every tool, in the order in which it is listed. */
export const tools: readonly Tool[] = [promptTool, parallelTool, chainTool, compareTool, jobTool, backendsTool, sessionsTool, sessionGetTool, sessionDeleteTool, healthTool]
