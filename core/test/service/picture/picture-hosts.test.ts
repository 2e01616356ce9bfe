import { expect, test } from 'vitest'
import { PictureHosts } from '../../../src/service/picture/picture-hosts.ts'

const allowed = (rules: readonly string[], url: string) => new PictureHosts(rules).reachable(new URL(url)) !== undefined

test.each([
  [['pictures.example.com'], 'https://pictures.example.com/a.png'],
  [['Pictures.Example.com'], 'https://PICTURES.example.com./a.png'],
  [['*.example.com'], 'https://a.b.example.com/a.png'],
  [['pictures.example.com:8443'], 'https://pictures.example.com:8443/a.png'],
  [['*'], 'https://anything.example/a.png'],
  [['http://127.0.0.1:9000'], 'http://127.0.0.1:9000/a.png'],
  [['example.com:443'], 'https://example.com/a.png'],
  [['*:443'], 'https://example.com/a.png'],
  [['*.example.com:08443'], 'https://a.example.com:8443/a.png'],
  [['http://127.0.0.1:80'], 'http://127.0.0.1/a.png'],
  [['https://localhost:443'], 'https://localhost/a.png'],
])('%j lets in %s', (rules, url) => expect(allowed(rules, url)).toBe(true))

test.each([
  [[], 'https://example.com/a.png'],
  [['example.com'], 'https://pictures.example.com/a.png'],
  [['*.example.com'], 'https://example.com/a.png'],
  [['*.example.com'], 'https://evilexample.com/a.png'],
  [['*.example.com'], 'https://a.example.com.evil.org/a.png'],
  [['example.com'], 'http://example.com/a.png'],
  [['example.com'], 'https://example.com:8443/a.png'],
  [['example.com'], 'https://user:word@example.com/a.png'],
  [['*'], 'http://127.0.0.1/a.png'],
  [['*'], 'file:///etc/passwd'],
  [['*'], 'ftp://example.com/a.png'],
  [['http://127.0.0.1:9000'], 'http://127.0.0.1:9001/a.png'],
  [['http://127.0.0.1:9000'], 'http://127.0.0.2:9000/a.png'],
  [['http://example.com'], 'http://example.com/a.png'],
])('%j does not let in %s', (rules, url) => expect(allowed(rules, url)).toBe(false))

test.each(['example.com:99999', 'http://127.0.0.1:70000'])('%s is refused: no URL is like that', (rule) => {
  expect(() => new PictureHosts([rule])).toThrow(expect.objectContaining({ code: 'config_invalid', details: { key: 'server.image_urls' } }))
})

test('a server of this machine is reached at addresses of this machine only, others at public ones only', () => {
  const own = new PictureHosts(['http://localhost:9000']).reachable(new URL('http://localhost:9000/'))
  expect([own?.('127.0.0.1'), own?.('::1'), own?.('10.0.0.1'), own?.('8.8.8.8')]).toEqual([true, true, false, false])
  const other = new PictureHosts(['*']).reachable(new URL('https://localhost/'))
  expect([other?.('127.0.0.1'), other?.('8.8.8.8')]).toEqual([false, true])
})
