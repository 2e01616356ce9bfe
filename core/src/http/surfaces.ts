import { anthropic } from './anthropic/surface.ts'
import { documentation } from './documentation/surface.ts'
import { openai } from './openai/surface.ts'
import { native } from './routes/native.ts'
import type { Surface } from './surface.ts'

const apis: readonly Surface[] = [anthropic, openai, native]

/** Every API that the server speaks. The first whose path it is takes a request; the native one takes the rest. */
export const surfaces: readonly Surface[] = [documentation(apis), ...apis]
