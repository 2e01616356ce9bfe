/** One flag, as data: the prompt path parses with it, oclif's commands are built from it. */
export interface FlagEntry {
  readonly name: string
  readonly char?: string
  readonly type: 'string' | 'boolean'
  /** May be given more than once. */
  readonly multiple?: boolean
  /** What stands for the value in the help. */
  readonly value?: string
  readonly options?: readonly string[]
  readonly summary: string
}

/** Flags that every command takes, before or after its name. */
export const inheritedFlags = [
  { name: 'config', type: 'string', value: 'FILE', summary: 'configuration file instead of ~/.clinvk/config.yaml' },
  { name: 'backend', char: 'b', type: 'string', value: 'NAME', summary: 'backend to use (see clinvk backends)' },
  { name: 'model', char: 'm', type: 'string', value: 'MODEL', summary: 'model, passed to the CLI unchanged' },
  { name: 'workdir', char: 'w', type: 'string', value: 'DIR', summary: 'directory the CLI runs in' },
  { name: 'dry-run', type: 'boolean', summary: 'print the command instead of running it' },
  { name: 'output-format', char: 'o', type: 'string', value: 'FORMAT', summary: 'text, json or stream-json' },
  { name: 'json', type: 'boolean', summary: 'same as -o json' },
  { name: 'ephemeral', type: 'boolean', summary: 'leave no trace of the conversation' },
  { name: 'verbose', type: 'boolean', summary: 'show on stderr what is run' },
] as const satisfies readonly FlagEntry[]

/** Flags of a run. */
export const runFlags = [
  { name: 'approval-mode', type: 'string', value: 'MODE', options: ['default', 'auto', 'none', 'always'], summary: 'auto, none or always: who is asked about what the sandbox does not allow' },
  { name: 'sandbox-mode', type: 'string', value: 'MODE', options: ['default', 'read-only', 'workspace', 'full'], summary: 'read-only, workspace or full: what the CLI may do to the machine' },
  { name: 'system-prompt', type: 'string', value: 'TEXT', summary: 'system prompt' },
  { name: 'max-turns', type: 'string', value: 'N', summary: 'model steps at most' },
  { name: 'allowed-tools', type: 'string', value: 'LIST', summary: 'tools that may run without asking, parted by commas' },
  { name: 'allowed-dir', type: 'string', value: 'DIR', multiple: true, summary: 'a further directory the CLI may use (repeatable)' },
  { name: 'extra', type: 'string', value: 'FLAG', multiple: true, summary: 'a flag for the CLI itself, such as --extra=--effort=high (repeatable)' },
  { name: 'timeout', type: 'string', value: 'SECONDS', summary: 'longest time of the run' },
  { name: 'idle-timeout', type: 'string', value: 'SECONDS', summary: 'longest time without any event' },
  { name: 'fallback', type: 'string', value: 'LIST', summary: 'backends to ask when the first one fails, parted by commas' },
  { name: 'max-retries', type: 'string', value: 'N', summary: 'how often the CLI may repeat a failed model request' },
  { name: 'image', type: 'string', value: 'FILE', multiple: true, summary: 'a picture that belongs to the prompt: PNG, JPEG, GIF or WebP (repeatable)' },
  { name: 'json-schema', type: 'string', value: 'FILE', summary: 'JSON Schema that the answer has to fit; it is checked' },
  { name: 'native-input', type: 'boolean', summary: "let the CLI read its own syntax in the prompt (/commands, @files)" },
] as const satisfies readonly FlagEntry[]

const screenFlag: FlagEntry = { name: 'interactive', char: 'i', type: 'boolean', summary: "open the CLI's own screen" }

/** All flags of `clinvk "prompt"`. */
export const promptFlags: readonly FlagEntry[] = [
  ...inheritedFlags,
  ...runFlags,
  screenFlag,
  { name: 'continue', char: 'c', type: 'boolean', summary: 'go on with the newest session (of the backend given with -b)' },
]

/** All flags of `clinvk resume`. */
export const resumeFlags: readonly FlagEntry[] = [
  ...inheritedFlags,
  ...runFlags,
  screenFlag,
  { name: 'last', type: 'boolean', summary: 'the newest session' },
  { name: 'here', type: 'boolean', summary: 'only sessions of this directory' },
  { name: 'pick', type: 'boolean', summary: 'choose from a list, also when an id is given' },
  { name: 'fork', type: 'boolean', summary: 'go on in a new session, and leave the old one as it is' },
  { name: 'new', type: 'boolean', summary: 'begin anew, in a session that belongs to the old one' },
]
