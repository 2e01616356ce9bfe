import { retryAdvice } from '../compatible/retry-advice.ts'
import type { Surface } from '../surface.ts'
import { chatRoute } from './chat.ts'
import { completionRoute } from './completions.ts'
import { openaiErrorBody } from './error-body.ts'
import { keptResponseRoutes } from './kept-responses.ts'
import { modelRoutes } from './models.ts'
import { createResponseRoute } from './responses.ts'

/** The API of OpenAI: below `/openai/v1`, and below `/v1` for clients whose base URL ends there. */
export const openai: Surface = {
  name: 'openai',
  owns: ({ path }) => path.startsWith('/openai/') || path.startsWith('/v1/'),
  routes: [
    chatRoute('/openai/v1', 'openaiChat'),
    chatRoute('/v1', 'chat'),
    completionRoute('/openai/v1', 'openaiCompletions'),
    completionRoute('/v1', 'completions'),
    createResponseRoute('/openai/v1', 'openaiResponses'),
    createResponseRoute('/v1', 'responses'),
    ...keptResponseRoutes('/openai/v1', 'openaiResponses'),
    ...keptResponseRoutes('/v1', 'responses'),
    ...modelRoutes('/openai/v1', 'openaiModels'),
    ...modelRoutes('/v1', 'models'),
  ],
  errorBody: (error, { status }) => openaiErrorBody(error, status),
  errorHeaders: (error) => ({ 'x-should-retry': retryAdvice(error) }),
}
