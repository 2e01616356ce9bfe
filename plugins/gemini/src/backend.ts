import { defineBackend } from '@clinvk/plugin-sdk'
import { command } from './command.ts'
import { GeminiDecoder } from './decoder.ts'
import { find } from './find.ts'
import { forget } from './forget.ts'
import { inspect } from './inspect.ts'
import { interactive, nativeSession } from './interactive.ts'
import { mcpClient } from './mcp-client.ts'
import { surveyFolder } from './survey.ts'

/** Google's Gemini CLI (`@google/gemini-cli`), driven in its headless mode. */
export default defineBackend({
  name: 'gemini',
  title: 'Gemini CLI',
  vendor: 'google',
  install: 'npm install -g @google/gemini-cli',
  models: {
    known: [
      'gemini-3.8-flash',
      'gemini-3.5-flash',
      'gemini-3.5-flash-lite',
      'gemini-3.1-pro-preview',
      'gemini-3.1-flash-lite',
      'gemini-3-pro-preview',
      'gemini-3-flash-preview',
      'gemini-2.5-pro',
      'gemini-2.5-flash',
      'gemini-2.5-flash-lite',
    ],
    patterns: ['gemini-*', 'models/gemini-*', 'gemma-*', 'auto-gemini-*', 'flash', 'flash-lite'],
  },
  // Flags that select a session, extensions, MCP servers, policies, folders or a sandbox are not the caller's.
  flags: { '--debug': 0, '-d': 0, '--screen-reader': 0, '--raw-output': 0, '--accept-raw-output-risk': 0 },
  env: {
    secrets: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    uses: [
      'GEMINI_API_KEY',
      'GOOGLE_API_KEY',
      'GOOGLE_GEMINI_BASE_URL',
      'GOOGLE_VERTEX_BASE_URL',
      'GOOGLE_GENAI_USE_VERTEXAI',
      'GOOGLE_GENAI_USE_GCA',
      'GOOGLE_CLOUD_PROJECT',
      'GOOGLE_CLOUD_LOCATION',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GEMINI_CLI_USE_COMPUTE_ADC',
      'GEMINI_CLI_HOME',
      'GEMINI_MODEL',
    ],
    // The last ones make it add an editor's folders to the workspace.
    markers: [
      'GEMINI_CLI',
      'GEMINI_CLI_IDE_SERVER_PORT',
      'GEMINI_CLI_IDE_SERVER_STDIO_COMMAND',
      'GEMINI_CLI_IDE_SERVER_STDIO_ARGS',
      'GEMINI_CLI_IDE_AUTH_TOKEN',
      'GEMINI_CLI_IDE_PID',
      'GEMINI_CLI_IDE_WORKSPACE_PATH',
    ],
  },
  // The CLI cuts stdin off at 8 MiB, and reckons a token for four characters against a context of 1,048,576: two million
  // characters stay below both when each takes three bytes, or is a "@" that needs a backslash.
  limits: { prompt_chars: 2_000_000 },
  capabilities: {
    resume: true,
    deltas: true,
    system_prompt: 'native',
    max_turns: true,
    allowed_tools: true,
    allowed_dirs: true,
    interactive: true,
  },
  find,
  inspect,
  survey: surveyFolder,
  command,
  decoder: (request) => new GeminiDecoder(request),
  interactive,
  nativeSession,
  forget,
  mcpClient,
})
