import { Validator } from '@seriousme/openapi-schema-validator'
import { errorCodes } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { errorsOf, openapiDocument } from '../../../src/http/documentation/openapi-document.ts'
import { errorStatus } from '../../../src/http/error-status.ts'
import { surfaces } from '../../../src/http/surfaces.ts'
import { compileSchema } from '../../../src/schema/compile-schema.ts'
import { compileCheck } from '../../../src/schema/compile.ts'

const document = JSON.parse(JSON.stringify(openapiDocument(surfaces, '1.2.3'))) as any
const operations = Object.entries<any>(document.paths).flatMap(([path, methods]) => Object.entries<any>(methods).map(([method, operation]) => ({ path, method, operation, id: operation.operationId as string })))
const native = surfaces.find(({ name }) => name === 'native')

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

test('every route stands in the document, and every operation of the document is a route', () => {
  const routes = surfaces.flatMap(({ routes: rows }) => rows.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`))
  expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual([...new Set(routes)].sort())
  expect(routes.length).toBeGreaterThan(15)
})

test('every operation has a name of its own, and says what it does', () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
  for (const { operation } of operations) expect(operation.summary).toMatch(/\S/)
})

test('every parameter of a path is described, and nothing else is one', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect((operation.parameters ?? []).filter((one: any) => one.in === 'path').map((one: any) => one.name).sort(), path).toEqual(named.sort())
  }
})

describe.each(operations.map((one) => [one.id, one] as const))('%s', (_id, { operation }) => {
  const contents = [operation.requestBody, ...Object.values<any>(operation.responses)].flatMap((part) => Object.entries<any>(part?.content ?? {}))
  test('has schemas that compile, and examples that fit them', () => {
    for (const [, { schema, example }] of contents) {
      // Strictly, where the schemas are clinvk's own; elsewhere they leave out what vendors may add.
      const check = operation.tags.includes('native') ? compileCheck(schema) : compileSchema(schema)
      const violation = check(example ?? 0)
      if (example !== undefined) expect(violation).toBeUndefined()
    }
  })

  test('documents what any request can be answered with', () => {
    for (const status of ['400', '403', '429', '500', '503', '504']) expect(Object.keys(operation.responses)).toContain(status)
    if (operation.requestBody !== undefined) expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['413', '415']))
    if (operation.security === undefined) expect(Object.keys(operation.responses)).toContain('401')
  })
})

test('the errors of a prompt stand at the statuses of their codes', () => {
  const prompt = native?.routes.find(({ operationId }) => operationId === 'prompt')
  if (prompt === undefined) throw new Error('there is no prompt route')
  const found = errorsOf(prompt)
  expect(new Set(found.keys())).toEqual(new Set([...errorCodes.map((code) => errorStatus[code]), 408, 415, 422, 431]))
  expect(document.paths['/api/v1/prompt'].post.responses['409'].content['application/json'].schema.properties.error.properties.code.enum).toEqual(['session_busy', 'session_not_resumable'])
})
