import { longestSecs } from './longest-secs.ts'

const count = { type: 'integer', minimum: 0 } as const
const seconds = { type: 'integer', minimum: 0, maximum: longestSecs } as const
/** What a key may be allowed to do: run prompts; see and change sessions; look at how the server is. */
export const scopes = ['run', 'sessions', 'admin'] as const
export type Scope = (typeof scopes)[number]

const strings = { type: 'array', items: { type: 'string' } } as const
const absolutePaths = { type: 'array', items: { type: 'string', pattern: '^/' } } as const

/** A host, `*` for its first part or all of it, and its port; or a whole origin of this machine. */
const imageUrlPattern = '^(?:(?:\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?::[0-9]+)?|https?://(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?)$'

/** One API key. The key itself never stands in the file: its hash does, or the name of the variable that holds it. */
const keyConfig = {
  type: 'object',
  additionalProperties: false,
  properties: {
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the key, in hexadecimal digits.' },
    env: { type: 'string', pattern: '^CLINVK_KEY_[A-Z0-9_]+$', description: 'Variable that holds the key, instead of `sha256`: its name begins with `CLINVK_KEY_`, so no CLI gets it.' },
    scopes: { type: 'array', items: { type: 'string', enum: scopes }, description: '`run`, `sessions`, `admin`: what it may ask for; absent: everything.' },
    backends: { ...strings, minItems: 1, description: 'Backends that it may use; absent: all.' },
    max_permission: { type: 'string', enum: ['read-only', 'workspace', 'full'], description: 'What its requests may have done at most, within `server.max_permission`.' },
    rps: { type: 'integer', minimum: 1, description: 'Its own rate: requests a second, on average.' },
    burst: { ...count, description: 'Its own rate: requests at once; 0: twice `rps`.' },
  },
} as const

/** Section `server` of the configuration. */
export const serverConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'host', 'port', 'request_timeout_secs', 'read_timeout_secs', 'write_timeout_secs', 'idle_timeout_secs', 'shutdown_timeout_secs', 'api_keys_gopass_path', 'keys', 'rate_limit_enabled',
    'rate_limit_rps', 'rate_limit_burst', 'rate_limit_cleanup_secs', 'rate_limit_redis_url', 'trusted_proxies', 'allowed_hosts', 'max_request_body_bytes', 'image_urls', 'cors_allowed_origins',
    'cors_allow_credentials', 'cors_max_age', 'allowed_workdir_prefixes', 'blocked_workdir_prefixes', 'default_workdir', 'max_permission', 'metrics_enabled', 'metrics_auth', 'log_commands', 'max_runs', 'max_queue',
    'queue_timeout_secs', 'env',
  ],
  properties: {
    host: { type: 'string', default: '127.0.0.1', description: 'Address to listen on.' },
    port: { type: 'integer', minimum: 0, maximum: 65535, default: 8080, description: 'Port to listen on; 0: any free one.' },
    request_timeout_secs: { ...seconds, default: 300, description: 'Longest time of an answer that is no stream; 0: 300.' },
    read_timeout_secs: { ...seconds, default: 30, description: 'Longest time a request may take to arrive; at least 10; 0: 30.' },
    write_timeout_secs: { ...seconds, default: 300, description: 'Longest time a client may take nothing of an answer; 0: 300.' },
    idle_timeout_secs: { ...seconds, default: 120, description: 'How long an idle connection is kept; 0: 120.' },
    shutdown_timeout_secs: { ...seconds, default: 30, description: 'How long requests at work may go on when the server stops.' },
    api_keys_gopass_path: { type: 'string', default: '', description: 'Where gopass keeps the API keys; asked when CLINVK_API_KEYS is not set.' },
    keys: { type: 'object', default: {}, propertyNames: { pattern: '^[a-z][a-z0-9-]*$' }, additionalProperties: keyConfig },
    rate_limit_enabled: { type: 'boolean', default: false, description: 'Limit the requests of each API key, or each address where there is none.' },
    rate_limit_rps: { type: 'integer', minimum: 1, default: 10, description: 'Requests a second, on average.' },
    rate_limit_burst: { ...count, default: 20, description: 'Requests at once: so many are taken every `rate_limit_burst / rate_limit_rps` seconds; 0: twice the average.' },
    rate_limit_cleanup_secs: { ...seconds, minimum: 1, default: 180, description: 'How often counters that are over are forgotten.' },
    rate_limit_redis_url: { type: 'string', default: '', description: 'Count in this Redis, together with other servers; empty: in memory.' },
    trusted_proxies: { ...strings, default: [], description: 'Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` counts.' },
    allowed_hosts: { ...strings, default: [], description: 'Names by which clients may call the server, beside those of this machine.' },
    max_request_body_bytes: { ...count, default: 10485760, description: 'Largest body of a request, after decompression; 0, and beyond: what a text can be, 512 MiB.' },
    image_urls: {
      type: 'array',
      items: { type: 'string', pattern: imageUrlPattern },
      default: [],
      description: 'Hosts from which pictures of requests are fetched by URL: `pictures.example.com`, `*.example.com`, `*`; with `:port` where it is not 443; empty: none.',
    },
    cors_allowed_origins: { ...strings, default: [], description: 'Origins whose pages may call the server, `*` for a part; empty: `http://localhost:*`, `http://127.0.0.1:*`.' },
    cors_allow_credentials: { type: 'boolean', default: false, description: 'Pages of those origins may send cookies and logins; not with the origin `*`.' },
    cors_max_age: { ...count, default: 300, description: 'How long browsers may keep the answer to a preflight, seconds; 0: 300.' },
    allowed_workdir_prefixes: { ...absolutePaths, default: [], description: 'Absolute paths below which a request may work; empty: everywhere that is not blocked.' },
    blocked_workdir_prefixes: { ...absolutePaths, default: [], description: 'Absolute paths below which no request may work; empty: system folders and those with keys.' },
    default_workdir: { type: 'string', pattern: '^(?:/|$)', default: '', description: 'Absolute directory of runs that name none; empty: an empty private folder for each.' },
    max_permission: { type: 'string', enum: ['read-only', 'workspace', 'full'], default: 'workspace', description: 'What a request may have done at most.' },
    metrics_enabled: { type: 'boolean', default: false, description: 'Count what the server does, for `GET /metrics`.' },
    metrics_auth: { type: 'boolean', default: false, description: '`GET /metrics` takes a key with the scope `admin`.' },
    log_commands: { type: 'boolean', default: false, description: 'Log each command that a run starts, as a dry run shows it, and how it ends.' },
    max_runs: { ...count, default: 0, description: 'Runs at the same time in one process; 0: by memory.' },
    max_queue: { ...count, default: 100, description: 'Runs that may wait for a place.' },
    queue_timeout_secs: { ...seconds, default: 60, description: 'How long a run may wait for a place; 0: no limit.' },
    env: { type: 'string', enum: ['inherit', 'strict'], default: 'inherit', description: '`strict`: children get only variables of an allow-list.' },
  },
} as const
