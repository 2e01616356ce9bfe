import { defineBackend } from '@clinvk/plugin-sdk'
import { codexCommand } from './command.ts'
import { CodexDecoder } from './decoder.ts'
import { findCodex } from './find.ts'
import { flagPolicy } from './flags.ts'
import { inspectCodex } from './inspect.ts'
import { codexScreen, codexThread } from './interactive.ts'
import { mcpClient } from './mcp-client.ts'
import { models } from './models.ts'
import { surveySkills } from './survey.ts'

/** Codex CLI (`@openai/codex`), one `codex exec` a run. */
export default defineBackend({
  name: 'codex',
  title: 'Codex CLI',
  vendor: 'openai',
  install: 'npm install -g @openai/codex',
  models,
  flags: flagPolicy,
  env: {
    uses: ['OPENAI_*', 'OPENAI_API_KEY', 'CODEX_API_KEY', 'CODEX_ACCESS_TOKEN', 'CODEX_HOME', 'AWS_*', 'AWS_BEARER_TOKEN_BEDROCK'],
    secrets: ['OPENAI_API_KEY', 'CODEX_API_KEY', 'CODEX_ACCESS_TOKEN'],
    markers: [
      'CODEX_SANDBOX',
      'CODEX_SANDBOX_NETWORK_DISABLED',
      'CODEX_THREAD_ID',
      'CODEX_SESSION_ID',
      'CODEX_TOOL_CALL_ID',
      'CODEX_PERMISSION_PROFILE',
      'CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS',
      'CODEX_CI',
      'CODEX_VERSION',
      'CODEX_INTERNAL_ORIGINATOR_OVERRIDE',
    ],
  },
  // Codex counts code points, of which a text never has more than UTF-16 code units. The system prompt travels in a file.
  limits: { prompt_chars: 1_048_576 },
  capabilities: { resume: true, fork: true, reasoning: true, system_prompt: 'native', images: true, json_schema: true, effort: true, allowed_dirs: true, interactive: true },
  find: findCodex,
  inspect: inspectCodex,
  survey: surveySkills,
  command: codexCommand,
  decoder: (request) => new CodexDecoder(request),
  interactive: codexScreen,
  nativeSession: codexThread,
  mcpClient,
})
