import { installPythonClients } from './python-clients.ts'

/** Before the first test: the clients in Python are there, or it is said why not. */
export default async function setup(): Promise<void> {
  await installPythonClients()
}
