/** An entry of `oclif.plugins` in package.json of the plugin folder. */
export type ListedPlugin = { readonly name: string; readonly type: 'user'; readonly url: string } | { readonly name: string; readonly type: 'link'; readonly root: string }

/** Runs npm: its program with arguments in a folder; what it printed on stdout. */
export type RunNpm = (file: string, args: readonly string[], cwd: string) => Promise<string>

/**
 * What changes a plugin folder: oclif's own plugin for plugins, which brings npm along and knows how the folder is kept. It is
 * handed in by the entry, the only place that may know oclif.
 */
export interface PackageTools {
  /** `npm pack --json`: a tarball of `spec` in the folder `into`; what npm printed. */
  pack(spec: string, into: string): Promise<string>
  /** `npm install` of tarballs; without any, of what package.json and the lock file say. */
  install(...specs: string[]): Promise<void>
  /** `npm uninstall`. */
  uninstall(name: string): Promise<void>
  /** Lists a plugin in package.json, in the place of one of the same name. */
  add(plugin: ListedPlugin): Promise<void>
  /** Takes a plugin out of package.json. */
  remove(name: string): Promise<void>
}

/** Makes the tools for a plugin folder. */
export type PackageToolsFactory = (folder: string, npm: RunNpm) => Promise<PackageTools>
