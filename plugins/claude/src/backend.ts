import { defineBackend } from '@clinvk/plugin-sdk'
import { command } from './command.ts'
import { decoder } from './decoder.ts'
import { find } from './find.ts'
import { flags } from './flags.ts'
import { inspect } from './inspect.ts'
import { interactive, nativeSession } from './interactive.ts'
import { mcpClient } from './mcp-client.ts'
import { models } from './models.ts'
import { surveyProject } from './survey.ts'

const secrets = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN']

/** Claude Code, Anthropic's CLI, driven through its print mode (`claude -p`) with JSON lines in and out. */
export default defineBackend({
  name: 'claude',
  title: 'Claude Code',
  vendor: 'anthropic',
  install: 'npm install -g @anthropic-ai/claude-code',
  models,
  flags,
  env: {
    uses: [...secrets, 'ANTHROPIC_*', 'CLAUDE_CODE_*', 'CLAUDE_CONFIG_DIR', 'AWS_*', 'GOOGLE_*', 'CLOUD_ML_REGION', 'VERTEX_REGION_*', 'API_TIMEOUT_MS'],
    secrets,
    markers: [
      'CLAUDECODE',
      'CLAUDE_CODE_CHILD_SESSION',
      'CLAUDE_CODE_ENTRYPOINT',
      'CLAUDE_CODE_EXECPATH',
      'CLAUDE_CODE_LAUNCHED_BY_SESSION_IDS',
      'CLAUDE_CODE_SESSION_ATTENDED',
      'CLAUDE_CODE_SESSION_ID',
      'CLAUDE_CODE_SESSION_KIND',
      'CLAUDE_CODE_SSE_PORT',
      'CLAUDE_EFFORT',
      'CLAUDE_PID',
    ],
  },
  // 2.1.329 takes 2.7 million characters, ASCII or not, and refuses 3 million before it asks its model.
  limits: { prompt_chars: 2_500_000 },
  capabilities: {
    resume: true,
    fork: true,
    deltas: true,
    reasoning: true,
    system_prompt: 'native',
    images: true,
    json_schema: true,
    max_turns: true,
    effort: true,
    allowed_tools: true,
    allowed_dirs: true,
    interactive: true,
  },
  find,
  inspect,
  survey: surveyProject,
  command,
  decoder,
  interactive,
  nativeSession,
  mcpClient,
})
