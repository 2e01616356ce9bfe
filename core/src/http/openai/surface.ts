import { retryAdvice } from '../compatible/retry-advice.ts'
import type { Surface } from '../surface.ts'
import { chatRoute } from './chat.ts'
import { openaiErrorBody } from './error-body.ts'
import { modelRoutes } from './models.ts'

/** The API of OpenAI: below `/openai/v1`, and below `/v1` for clients whose base URL ends there. */
export const openai: Surface = {
  name: 'openai',
  owns: ({ path }) => path.startsWith('/openai/') || path.startsWith('/v1/'),
  routes: [
    chatRoute('/openai/v1', 'openaiChat'),
    chatRoute('/v1', 'chat'),
    ...modelRoutes('/openai/v1', 'openaiModels'),
    ...modelRoutes('/v1', 'models'),
  ],
  errorBody: (error, { status }) => openaiErrorBody(error, status),
  errorHeaders: (error) => ({ 'x-should-retry': retryAdvice(error) }),
}
