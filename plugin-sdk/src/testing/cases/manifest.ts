import assert from 'node:assert/strict'
import type { Group } from '../kit.ts'

interface Manifest {
  readonly name?: unknown
  readonly version?: unknown
  readonly oclif?: unknown
  readonly clinvk?: {
    readonly contract?: unknown
    readonly backends?: Readonly<Record<string, unknown>>
    readonly secrets?: readonly string[]
  }
}

/** The package.json tells the host, before any code runs, what the backend says too. */
export const manifest: Group = ({ backend, manifest: given }) => {
  if (given === undefined) return []
  const { name, version, oclif, clinvk } = given.content as Manifest
  return [
    {
      title: 'manifest: names the package, its version and the contract, and is an oclif plugin',
      run() {
        assert.equal(typeof name, 'string', `"name" in ${given.file}`)
        assert.match(String(version), /^\d+\.\d+\.\d+([-+].+)?$/, `"version" in ${given.file}`)
        assert.ok(typeof oclif === 'object' && oclif !== null, '"oclif" must be an object, {} will do')
        assert.equal(clinvk?.contract, backend.contract, '"clinvk.contract" and the backend\'s "contract"')
      },
    },
    {
      title: 'manifest: says where the backend is, by its name',
      run() {
        const file = clinvk?.backends?.[backend.name]
        assert.equal(typeof file, 'string', `"clinvk.backends" has no "${backend.name}"`)
        assert.match(String(file), /^\.\/(?!.*\.\.\/)/, 'a path inside the package, beginning with ./')
      },
    },
    {
      title: 'manifest: lists the secrets that the backend lists',
      run() {
        assert.deepEqual([...(clinvk?.secrets ?? [])].sort(), [...backend.env.secrets].sort(), '"clinvk.secrets" and env.secrets')
      },
    },
  ]
}
