// A Bluesky PDS with a PLC directory in memory: node pds.mjs PDS_PORT PLC_PORT DATA_DIR [limited]
// Both listen on loopback only. Prints "ready" once requests are answered, and requests to the
// PDS as "GET /path?query"; ends on SIGTERM.
import crypto from 'node:crypto'
import net from 'node:net'
import path from 'node:path'
import { PDS } from '@atproto/pds'
import plc from '@did-plc/server'

const [pdsPort, plcPort, folder, mode] = process.argv.slice(2)

// Neither server has a setting for the address; without one they answer on every interface.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, ...rest)
}

const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(plcPort) })
await directory.start()

const pds = await PDS.fromEnv({
  devMode: true,
  port: Number(pdsPort),
  hostname: 'localhost',
  dataDirectory: folder,
  blobstoreDiskLocation: path.join(folder, 'blobs'),
  didPlcUrl: `http://localhost:${plcPort}`,
  plcRotationKeyK256PrivateKeyHex: crypto.randomBytes(32).toString('hex'),
  jwtSecret: crypto.randomBytes(16).toString('hex'),
  adminPassword: 'admin-of-the-test',
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  // Names that never resolve: the tests use nothing but the PDS and the directory.
  bskyAppViewUrl: 'https://appview.invalid',
  bskyAppViewDid: 'did:web:appview.invalid',
  modServiceUrl: 'https://moderation.invalid',
  modServiceDid: 'did:web:moderation.invalid',
  disableSsrfProtection: true,
  rateLimitsEnabled: mode === 'limited',
  logEnabled: false,
})
const server = await pds.start()
server.prependListener('request', (request) => console.log(request.method, request.url))
console.log('ready')

process.on('SIGTERM', async () => {
  await pds.destroy()
  await directory.destroy()
  process.exit(0)
})
