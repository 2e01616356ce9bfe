import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { isPublicAddress } from '../../../src/service/picture/public-address.ts'

test.each(['93.184.216.34', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946', '2a00:1450::1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.0.1', '168.63.129.16', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1',
  '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', '2002:7f00:1::', '2001:0:7f00:1::', '2001:db8::1', 'ff02::1',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test('what is no address, and what is an address of this machine, is not', () => {
  for (const name of ['', 'example.com', '127.1', '2130706433']) expect(isPublicAddress(name)).toBe(false)
  for (const { address } of Object.values(networkInterfaces()).flatMap((list = []) => list)) expect(isPublicAddress(address)).toBe(false)
})
