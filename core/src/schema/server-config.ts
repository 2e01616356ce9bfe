const count = { type: 'integer', minimum: 0 } as const
/** What a key may be allowed to do: run prompts; see and change sessions; look at how the server is. */
export const scopes = ['run', 'sessions', 'admin'] as const
export type Scope = (typeof scopes)[number]

const strings = { type: 'array', items: { type: 'string' } } as const

/** Section `server` of the configuration. A key without a description has no effect yet. */
export const serverConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'host', 'port', 'request_timeout_secs', 'read_timeout_secs', 'write_timeout_secs', 'idle_timeout_secs', 'shutdown_timeout_secs', 'api_keys_gopass_path', 'keys', 'rate_limit_enabled',
    'rate_limit_rps', 'rate_limit_burst', 'rate_limit_cleanup_secs', 'rate_limit_redis_url', 'trusted_proxies', 'allowed_hosts', 'max_request_body_bytes', 'cors_allowed_origins',
    'cors_allow_credentials', 'cors_max_age', 'allowed_workdir_prefixes', 'blocked_workdir_prefixes', 'default_workdir', 'max_permission', 'metrics_enabled', 'max_runs', 'max_queue',
    'queue_timeout_secs', 'env',
  ],
  properties: {
    host: { type: 'string', default: '127.0.0.1', description: 'Address to listen on.' },
    port: { type: 'integer', minimum: 0, maximum: 65535, default: 8080, description: 'Port to listen on; 0: any free one.' },
    request_timeout_secs: { ...count, default: 300, description: 'Longest time of an answer that is no stream; 0: 300.' },
    read_timeout_secs: { ...count, default: 30, description: 'Longest time a request may take to arrive; at least 10; 0: 30.' },
    write_timeout_secs: { ...count, default: 300, description: 'Longest time a client may take nothing of a stream; 0: 300.' },
    idle_timeout_secs: { ...count, default: 120, description: 'How long an idle connection is kept; 0: 120.' },
    shutdown_timeout_secs: { ...count, default: 30, description: 'How long requests at work may go on when the server stops.' },
    api_keys_gopass_path: { type: 'string', default: '' },
    keys: { type: 'object', default: {}, additionalProperties: { type: 'object' } },
    rate_limit_enabled: { type: 'boolean', default: false },
    rate_limit_rps: { type: 'integer', minimum: 1, default: 10 },
    rate_limit_burst: { ...count, default: 20 },
    rate_limit_cleanup_secs: { type: 'integer', minimum: 1, default: 180 },
    rate_limit_redis_url: { type: 'string', default: '' },
    trusted_proxies: { ...strings, default: [] },
    allowed_hosts: { ...strings, default: [] },
    max_request_body_bytes: { ...count, default: 10485760, description: 'Largest body of a request, after decompression; 0: no limit.' },
    cors_allowed_origins: { ...strings, default: [] },
    cors_allow_credentials: { type: 'boolean', default: false },
    cors_max_age: { ...count, default: 300 },
    allowed_workdir_prefixes: { ...strings, default: [], description: 'Absolute paths below which a request may work; empty: everywhere that is not blocked.' },
    blocked_workdir_prefixes: { ...strings, default: [], description: 'Absolute paths below which no request may work; empty: system folders and those with keys.' },
    default_workdir: { type: 'string', default: '', description: 'Absolute directory of runs that name none; empty: an empty private folder for each.' },
    max_permission: { type: 'string', enum: ['read-only', 'workspace', 'full'], default: 'workspace', description: 'What a request may have done at most.' },
    metrics_enabled: { type: 'boolean', default: false },
    max_runs: { ...count, default: 0, description: 'Runs at the same time in one process; 0: by memory.' },
    max_queue: { ...count, default: 100, description: 'Runs that may wait for a place.' },
    queue_timeout_secs: { ...count, default: 60, description: 'How long a run may wait for a place; 0: no limit.' },
    env: { type: 'string', enum: ['inherit', 'strict'], default: 'inherit', description: '`strict`: children get only variables of an allow-list.' },
  },
} as const
