import { expect, test } from 'vitest'
import { modelProviderIds } from '../src/model-providers.ts'

test.each([
  ['[model_providers.work]\nname = "w"', ['work']],
  ['  [ model_providers . "my-proxy" ]  # mine\nname = "w"', ['my-proxy']],
  ['model_providers.work.name = "w"\nmodel_providers.work.base_url = "u"', ['work']],
  ['[model_providers]\nwork = { name = "w" }\nhome.name = "h"', ['work', 'home']],
  ['[model_providers.work.http_headers]\nx = "y"\n[model_providers.two]\nname = "t"', ['work', 'two']],
  ["model = 'x'\r\n[model_providers.work]\r\nname = 'w'\r\n", ['work']],
])('finds the providers in %j', (toml, ids) => {
  expect(modelProviderIds(toml)).toEqual(ids)
})

test.each([
  ['', 'nothing'],
  ['model_provider = "work"', 'a choice without a table'],
  ['# [model_providers.work]', 'a comment'],
  ['x = """\n[model_providers.work]\n"""', 'a long text'],
  ['[model_providers.openai]\n[model_providers.amazon-bedrock.aws]', 'built-in ones'],
  ['[model_providers."a.b"]\nname = "w"', 'a name that a dotted path cannot hold'],
  ['[[model_providers.work]]', 'an array'],
  ['[other.model_providers.work]', 'another table'],
  ['][ = "broken', 'what is no TOML'],
])('finds none in %j (%s)', (toml) => {
  expect(modelProviderIds(toml)).toEqual([])
})
