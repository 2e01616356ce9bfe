/** An MCP server of which a CLI is to know. */
export interface McpServerEntry {
  /** Letters, digits, `-` and `_`, beginning with a letter or digit. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Names of variables that the server needs from the CLI's environment. Their values are to stand nowhere. */
  readonly variables: readonly string[]
  /** The CLI runs the server's tools without asking. Only where {@link McpClient.trust} says that it can be told so. */
  readonly trust: boolean
}

/** Where a CLI is told of a server. */
export interface McpPlace {
  /** One of {@link McpClient.scopes}. */
  readonly scope: string
  /** Absolute path of the directory in which the CLI's command runs. */
  readonly cwd: string
  /** The user's home directory. */
  readonly home: string
  /** The host's environment. Read only. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How a CLI is told of one server: its own command, and the file that this changes. */
export interface McpInstallation {
  /** Absolute path of the file that changes; it need not be there. The host keeps a copy. */
  readonly file: string
  /** Arguments of the CLI that add the server. */
  readonly add: readonly string[]
  /** Arguments of the CLI that remove it. */
  readonly remove: readonly string[]
  /** Whether the text of the file has a server of that name. Pure. Throws `ClinvkError` (`invalid_request`) for a file that the CLI could not read. */
  has(text: string): boolean
  /** What the CLI's command cannot write. */
  readonly more?: {
    /** For people, such as `env_vars = ["ACME_API_KEY"]`. */
    readonly what: string
    /** The text of the file after `add`, with that. Pure. Throws `ClinvkError` where it does not find the place. */
    write(text: string): string
  }
  /** What the user has to know, a sentence each. */
  readonly notes?: readonly string[]
}

/** How a CLI that is an MCP client is told of servers. A description only: the host runs and writes. */
export interface McpClient {
  /** Where an entry may stand, in the CLI's own words, the usual one first. */
  readonly scopes: readonly [string, ...string[]]
  /** Whether the CLI can be told to run the tools of a server without asking. */
  readonly trust: boolean
  /** Pure. */
  installation(server: McpServerEntry, place: McpPlace): McpInstallation
}
