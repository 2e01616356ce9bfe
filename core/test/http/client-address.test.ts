import { describe, expect, test } from 'vitest'
import { clientAddress, plainAddress, trustedNetworks } from '../../src/http/client-address.ts'

const trusted = trustedNetworks(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])
const from = (peer: string, forwarded = '', real = '') => clientAddress({ peer, forwarded, real }, trusted)

describe('the address of a client', () => {
  test('is the peer, whatever headers say, unless the peer is trusted', () => {
    expect(from('203.0.113.9', '1.2.3.4', '5.6.7.8')).toBe('203.0.113.9')
    expect(clientAddress({ peer: '127.0.0.1', forwarded: '1.2.3.4', real: '' }, trustedNetworks([]))).toBe('127.0.0.1')
  })

  test('is the first from the right that no trusted proxy has', () => {
    expect(from('10.1.1.1', '6.6.6.6, 203.0.113.9, 10.2.2.2')).toBe('203.0.113.9')
    expect(from('192.0.2.7', '203.0.113.9')).toBe('203.0.113.9')
  })

  test('is the leftmost when all are trusted', () => {
    expect(from('10.1.1.1', '10.3.3.3, 10.2.2.2')).toBe('10.3.3.3')
  })

  test('stops at an entry that is no address', () => {
    expect(from('10.1.1.1', '6.6.6.6, unknown, 10.2.2.2')).toBe('10.2.2.2')
  })

  test('comes from X-Real-IP only without X-Forwarded-For', () => {
    expect(from('10.1.1.1', '', '203.0.113.9')).toBe('203.0.113.9')
    expect(from('10.1.1.1', '203.0.113.9', '6.6.6.6')).toBe('203.0.113.9')
  })

  test('knows IPv4 in IPv6, ports and brackets', () => {
    expect(from('::ffff:10.1.1.1', '203.0.113.9:4711')).toBe('203.0.113.9')
    expect(from('fd00::1', '[2001:db8::7]:443')).toBe('2001:db8::7')
    expect(from('::ffff:203.0.113.9', '1.2.3.4')).toBe('203.0.113.9')
  })
})

test.each([['fe80::1%eth0', 'fe80::1'], ['2001:DB8::A', '2001:db8::a'], ['1.2.3', undefined], ['localhost', undefined], ['', undefined]])('%j is %j', (text, address) => {
  expect(plainAddress(text)).toBe(address)
})

test.each(['10.0.0.0/33', 'proxy.local', '10.0.0.0/', '1.2.3.4/8/8', 'fd00::/129'])('the trusted proxy %j is refused', (entry) => {
  expect(() => trustedNetworks([entry])).toThrow(`server.trusted_proxies: "${entry}" is no address and no network`)
})
