import { dirname, join } from 'node:path'
import { type Host, inputText, type RunRequest } from '@clinvk/plugin-sdk'
import { codexHome } from './find.ts'
import { bundledSkills, findPluginSkills, findSkills, type Skill } from './skills.ts'

/** What a request's text could mention. */
export interface CodexSurvey {
  readonly skills: readonly Skill[]
}

/**
 * The skills of the user, of the machine, of plugins and of the project: `.codex/skills` and `.agents/skills` in the working
 * directory and the folders above it. Nothing is looked up for a text that can mention none.
 */
export async function surveySkills(host: Host, request: RunRequest): Promise<CodexSurvey> {
  const text = inputText(request)
  if (request.native_input || !(text.includes('$') || text.includes('SKILL.md'))) return { skills: [] }
  const home = codexHome(host)
  const own = [join(home, 'skills'), join(host.home, '.agents', 'skills'), '/etc/codex/skills']
  const project = foldersUpFrom(request.cwd).flatMap((folder) => [join(folder, '.codex', 'skills'), join(folder, '.agents', 'skills')])
  const [found, ofPlugins] = await Promise.all([findSkills([...new Set([...own, ...project])]), findPluginSkills(home)])
  return { skills: [...bundledSkills, ...found, ...ofPlugins] }
}

function foldersUpFrom(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUpFrom(above)]
}
