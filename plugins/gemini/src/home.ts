import { join } from 'node:path'
import type { RunRequest, TemporaryFile } from '@clinvk/plugin-sdk'
import type { Facts } from './find.ts'
import { mergeSettings, type Settings } from './settings.ts'
import type { Survey } from './survey.ts'

/** The CLI clamps `general.maxAttempts` to this. */
export const mostAttempts = 10

/** Where the run's private home stands, relative to the run's private folder. */
export const privateHome = 'gemini-home'

/**
 * A private home (`GEMINI_CLI_HOME`): the user's own settings with ours laid over them, and links to everything else that
 * the user has in `.gemini`. Only settings files can bound the CLI's retries (by default 10 attempts, minutes) and switch
 * off its clean-up of sessions, which loses conversations that were resumed. Conversations are kept where the facts say;
 * an ephemeral run keeps them in the private home, which the host removes.
 *
 * A `.gemini/settings.json` of a project that the user has trusted still wins over these settings, as always with this CLI.
 * So does the user's own file when a run works in the user's home directory itself. A project that `survey` is about has no say.
 */
export function privateHomeFiles(request: RunRequest, facts: Facts, survey?: Survey): Record<string, TemporaryFile> {
  const files: Record<string, TemporaryFile> = {}
  for (const entry of facts.home_entries) files[`${privateHome}/${entry}`] = { link: join(facts.user_home, entry) }
  const folder = `${privateHome}/.gemini`
  for (const entry of facts.entries) files[`${folder}/${entry}`] = { link: join(facts.user_home, '.gemini', entry) }
  // In a folder that it does not trust, the CLI reads the user's `.env` only from here.
  if (survey?.settings !== undefined && facts.entries.includes('.env')) files[`${privateHome}/.env`] = { link: join(facts.user_home, '.gemini', '.env') }
  if (!request.ephemeral && facts.storage !== undefined) {
    for (const entry of ['tmp', 'history', 'projects.json']) files[`${folder}/${entry}`] = { link: join(facts.storage, entry) }
  }
  const settings = mergeSettings(mergeSettings(facts.settings, ourSettings(request, facts)), withoutProject(survey))
  files[`${folder}/settings.json`] = { content: `${JSON.stringify(settings, null, 2)}\n` }
  return files
}

function ourSettings(request: RunRequest, facts: Facts): Settings {
  const { max_retries, max_turns } = request.options
  return {
    ...(facts.login.type === undefined ? {} : { security: { auth: { selectedType: facts.login.type } } }),
    general: {
      maxAttempts: Math.min(max_retries + 1, mostAttempts),
      sessionRetention: { enabled: false },
      enableAutoUpdate: false,
      enableAutoUpdateNotification: false,
    },
    ...(max_turns === undefined ? {} : { model: { maxSessionTurns: max_turns } }),
  }
}

/**
 * A project's `.env` is not read. Where it has more to say, the CLI is told not to trust the folder (`command`), and would then
 * refuse to run if its folder trust was not switched off here; but that lets it load the project's agents, so those are off too.
 */
function withoutProject(survey: Survey | undefined): Settings {
  if (survey === undefined) return {}
  const advanced = { ignoreLocalEnv: true }
  if (survey.settings === undefined) return { advanced }
  return { advanced, security: { folderTrust: { enabled: false } }, experimental: { enableAgents: false } }
}
