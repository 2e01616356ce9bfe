import { breakerConfigSchema } from './breaker-config.ts'
import { longestSecs } from './longest-secs.ts'
import { mcpConfigSchema } from './mcp-config.ts'
import { parallelConfigSchema } from './parallel-config.ts'
import { pluginsConfigSchema } from './plugins-config.ts'
import { serverConfigSchema } from './server-config.ts'

const approvalMode = { type: 'string', enum: ['default', 'auto', 'none', 'always'] } as const
const sandboxMode = { type: 'string', enum: ['default', 'read-only', 'workspace', 'full'] } as const
const count = { type: 'integer', minimum: 0 } as const
const seconds = { type: 'integer', minimum: 0, maximum: longestSecs } as const
const strings = { type: 'array', items: { type: 'string' } } as const

/** What can be set for one backend, built in or from a plugin. */
const backendConfig = {
  type: 'object',
  additionalProperties: false,
  properties: {
    model: { type: 'string', description: 'Model passed to the CLI unchanged.' },
    system_prompt: { type: 'string', description: 'System prompt of runs that bring none.' },
    allowed_tools: { ...strings, description: "Tools that may run without asking, in the CLI's own spelling." },
    allowed_dirs: { ...strings, description: 'Further directories the CLI may use.' },
    approval_mode: { ...approvalMode, description: 'Used where the run and `unified_flags` say `default`.' },
    sandbox_mode: { ...sandboxMode, description: 'Used where the run and `unified_flags` say `default`.' },
    extra_flags: { ...strings, description: "Flags for the CLI itself, checked against the backend's flag policy." },
    fallback: { ...strings, uniqueItems: true, description: 'Backends to ask when this one fails, in place of `run.fallback`; empty: none.' },
    settings: { type: 'object', additionalProperties: true, description: "The backend's own settings, as the schema of its plugin says." },
    enabled: { type: 'boolean', description: 'false: the backend is refused everywhere.' },
  },
} as const

/**
 * The configuration: one schema for defaults, validation, environment names and the TypeScript type. Times end in the unit
 * they are counted in. A section that belongs to one part of clinvk stands in a file of its own.
 */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['default_backend', 'unified_flags', 'backends', 'breaker', 'mcp', 'output', 'parallel', 'plugins', 'run', 'server', 'session'],
  properties: {
    default_backend: { type: 'string', pattern: '^[a-z][a-z0-9-]*$', default: 'claude', description: 'Backend of runs that name none.' },
    unified_flags: {
      type: 'object',
      additionalProperties: false,
      required: ['approval_mode', 'sandbox_mode', 'verbose', 'dry_run', 'max_turns', 'max_tokens', 'command_timeout_secs', 'idle_timeout_secs', 'max_retries'],
      properties: {
        approval_mode: { ...approvalMode, default: 'default', description: 'Who is asked about what the sandbox does not allow.' },
        sandbox_mode: { ...sandboxMode, default: 'default', description: 'What the CLI may do to the machine.' },
        verbose: { type: 'boolean', default: false, description: 'Show on stderr what is run.' },
        dry_run: { type: 'boolean', default: false, description: 'Print the command instead of running it.' },
        max_turns: { ...count, default: 0, description: 'Model steps at most; 0: no limit of ours.' },
        max_tokens: { ...count, default: 0, description: 'Kept for old files; only 0 works, because no CLI can limit its output.' },
        command_timeout_secs: { ...seconds, default: 0, description: 'Longest time of a run; 0: no limit.' },
        idle_timeout_secs: { ...seconds, default: 600, description: 'Longest time without any event; 0: no limit.' },
        max_retries: { type: 'integer', minimum: 0, maximum: 20, default: 2, description: 'How often a CLI may repeat a failed model request.' },
      },
    },
    backends: { type: 'object', default: {}, propertyNames: { pattern: '^[a-z][a-z0-9-]*$' }, additionalProperties: backendConfig },
    output: {
      type: 'object',
      additionalProperties: false,
      required: ['format', 'show_tokens', 'show_timing', 'color'],
      properties: {
        format: { type: 'string', enum: ['default', 'text', 'json', 'stream-json'], default: 'default', description: '`default`: text on a terminal, else json.' },
        show_tokens: { type: 'boolean', default: false, description: 'Print token counts after a text answer.' },
        show_timing: { type: 'boolean', default: false, description: 'Print the time taken after a text answer.' },
        color: { type: 'boolean', default: true, description: 'Colour on a terminal; NO_COLOR turns it off too.' },
      },
    },
    run: {
      type: 'object',
      additionalProperties: false,
      required: ['plugin_timeout_ms', 'fallback'],
      properties: {
        fallback: { ...strings, uniqueItems: true, default: [], description: 'Backends to ask, in order, when one fails before the first text of its answer.' },
        plugin_timeout_ms: { type: 'integer', minimum: 1, maximum: longestSecs * 1000, default: 5000, description: "How long a plugin's module may take to load." },
      },
    },
    session: {
      type: 'object',
      additionalProperties: false,
      required: ['auto_resume', 'retention_days', 'store_token_usage', 'store_history', 'default_tags'],
      properties: {
        auto_resume: { type: 'boolean', default: false, description: 'A prompt goes on with the newest session of the same directory and backend.' },
        retention_days: { ...count, default: 30, description: 'Age at which `sessions clean`, and a server when it starts, deletes; 0: never.' },
        store_token_usage: { type: 'boolean', default: true, description: 'Add up tokens and cost in the session.' },
        store_history: { type: 'boolean', default: true, description: 'Keep prompts and answers of every turn.' },
        default_tags: { ...strings, default: [], description: 'Tags of new sessions.' },
      },
    },
    breaker: breakerConfigSchema,
    parallel: parallelConfigSchema,
    plugins: pluginsConfigSchema,
    server: serverConfigSchema,
    mcp: mcpConfigSchema,
  },
} as const
