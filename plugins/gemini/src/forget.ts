import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FinishedRun, Host } from '@clinvk/plugin-sdk'
import { isObject } from './settings.ts'

/**
 * Removes a conversation: its file, and what the CLI keeps by session id. Ephemeral runs need it with the user's own login,
 * which works in the user's home; in a private home they leave nothing. It also looks where private homes keep
 * conversations. A file is removed only when its first line says that it belongs to the session; the name holds eight
 * letters of the id only.
 */
export async function forget(host: Host, run: FinishedRun): Promise<void> {
  const id = run.backend_session_id
  if (id === undefined || !/^[0-9a-f-]{36}$/i.test(id)) return
  const users = join(host.env['GEMINI_CLI_HOME'] || host.home, '.gemini', 'tmp')
  for (const folder of [...(await inside(users)), ...(await inside(join(host.state_dir, 'home', 'tmp')))]) {
    const chats = join(folder, 'chats')
    for (const name of await list(chats)) {
      const file = join(chats, name)
      const mayBeIts = name.startsWith('session-') && name.includes(`-${id.slice(0, 8)}.json`)
      if (mayBeIts && (await sessionOf(file)) === id) await rm(file, { force: true })
    }
    // Nothing else has the whole id as its name: sub-agents' chats, logs, outputs of tools, plans.
    for (const path of [`chats/${id}`, `logs/session-${id}.jsonl`, `tool-outputs/session-${id}`, id]) {
      await rm(join(folder, path), { recursive: true, force: true })
    }
  }
}

async function inside(folder: string): Promise<string[]> {
  return (await list(folder)).map((name) => join(folder, name))
}

/** Empty when the folder is not there: then there is nothing to remove. */
async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

/** The session id in a chat file's first line, read without the rest of the conversation. */
async function sessionOf(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const start = buffer.toString('utf8', 0, bytesRead)
    const line: unknown = JSON.parse(start.slice(0, start.indexOf('\n')))
    return isObject(line) && typeof line['sessionId'] === 'string' ? line['sessionId'] : undefined
  } catch {
    return undefined // not a chat file as this version writes them: better left alone
  } finally {
    await handle.close()
  }
}
