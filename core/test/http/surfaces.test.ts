import { expect, test } from 'vitest'
import { surfaces } from '../../src/http/surfaces.ts'
import { compileCheck } from '../../src/schema/compile.ts'

const routes = surfaces.flatMap((surface) => surface.routes)

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('the schemas of %s are ones', (_name, { schemas }) => {
  for (const schema of [schemas.params, schemas.query, schemas.body]) if (schema !== undefined) expect(() => compileCheck(schema)(undefined)).not.toThrow()
})

test('every operation has a name of its own', () => {
  const names = routes.map(({ operationId }) => operationId)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
