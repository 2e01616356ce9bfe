import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Networks of IPv4 that are not the public internet: of one's own, of this link, reserved, for many; and the metadata of a cloud. */
const privateNetworks = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['168.63.129.16', 32], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const

/** Of IPv6 all is public that is global, but what carries an address of IPv4 in it, is reserved, or stands in examples. */
const globalNetwork = ['2000::', 3] as const
const unusableNetworks = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const

const refused4 = new BlockList()
for (const [network, length] of privateNetworks) refused4.addSubnet(network, length, 'ipv4')
const global6 = new BlockList()
global6.addSubnet(...globalNetwork, 'ipv6')
const refused6 = new BlockList()
for (const [network, length] of unusableNetworks) refused6.addSubnet(network, length, 'ipv6')

/** Whether an address is one of the public internet, and of another machine than this. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0 || address.includes('%') || isOwn(address)) return false
  return family === 4 ? !refused4.check(address, 'ipv4') : global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6')
}

/** What listens on a public address of this machine may be meant for its neighbours only. */
function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((list = []) => list.some((one) => one.address === address))
}
