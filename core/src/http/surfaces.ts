import { anthropic } from './anthropic/surface.ts'
import { openai } from './openai/surface.ts'
import { native } from './routes/native.ts'
import type { Surface } from './surface.ts'

/** Every API that the server speaks. The first whose path it is takes a request; the native one takes the rest. */
export const surfaces: readonly Surface[] = [anthropic, openai, native]
