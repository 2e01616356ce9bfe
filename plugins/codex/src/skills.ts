import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A skill that Codex puts into a turn whose text mentions it. */
export interface Skill {
  readonly name: string
  /** Absolute path of its `SKILL.md`. */
  readonly path: string
}

const bundled = ['imagegen', 'openai-docs', 'review-agent', 'skill-creator', 'skill-installer']

/** Skills that Codex 0.169.0 brings along. It writes them into CODEX_HOME when it first runs, so there may be no file yet. */
export const bundledSkills: readonly Skill[] = bundled.map((name) => ({ name, path: `/skills/.system/${name}/SKILL.md` }))

/** How deep below a folder skills are looked for; Codex goes no deeper than six. */
const deepest = 6

/** How many folders are looked into below one; Codex stops there too, and a link may lead to a large tree. */
const mostFolders = 2000

/** The skills below some folders. A missing or unreadable folder has none: Codex cannot read it either. */
export async function findSkills(folders: readonly string[]): Promise<Skill[]> {
  const found = await Promise.all(folders.map((folder) => skillsBelow(folder, 0, { left: mostFolders })))
  return found.flat()
}

/** The skills of installed plugins, `PLUGIN:SKILL`, from `plugins/cache/MARKETPLACE/PLUGIN/VERSION/skills` in CODEX_HOME. */
export async function findPluginSkills(codexHome: string): Promise<Skill[]> {
  const found: Skill[] = []
  for (const marketplace of await foldersIn(join(codexHome, 'plugins', 'cache'))) {
    for (const plugin of await foldersIn(marketplace)) {
      const skills = await findSkills((await foldersIn(plugin)).map((version) => join(version, 'skills')))
      found.push(...skills.map(({ name, path }) => ({ name: `${basename(plugin)}:${name}`, path })))
    }
  }
  return found
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => !entry.isFile()).map((entry) => join(folder, entry.name))
}

async function skillsBelow(folder: string, depth: number, budget: { left: number }): Promise<Skill[]> {
  if (budget.left-- <= 0) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const skills: Skill[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const isFolder = entry.isDirectory() || entry.isSymbolicLink()
    if (entry.name === 'SKILL.md') skills.push({ name: await skillName(path), path })
    else if (isFolder && depth < deepest) skills.push(...(await skillsBelow(path, depth + 1, budget)))
  }
  return skills
}

/** The `name` of the front matter, else the folder's name, as Codex has it. */
async function skillName(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? ''
  const name = /^name:[ \t]*(.+?)[ \t]*$/m.exec(front)?.[1]?.replaceAll(/^["']|["']$/g, '')
  return name === undefined || name === '' ? basename(dirname(path)) : name
}
