// A Bluesky network: a PDS and the public view over it, with the directory and what else they
// need: node network.mjs PDS_PORT PLC_PORT VIEW_PORT REDIS_PORT, with the address of an empty
// PostgreSQL database in DATABASE and its password in PGPASSWORD. All listen on loopback only.
// Prints "the network is up" once requests are answered, and "settled" after each time that the
// view has read what is new; ends with its process.
import net from 'node:net'

const [pds, plc, view, redis] = process.argv.slice(2).map(Number)

// Neither server has a setting for the address; without one they answer on every interface.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  const where = typeof port === 'object' ? port : { port: Number(port ?? 0) }
  const callbacks = rest.filter((one) => typeof one === 'function')
  return listen.call(this, { ...where, host: '127.0.0.1' }, ...callbacks)
}

// Read when the packages are loaded.
process.env.DB_POSTGRES_URL = process.env.DATABASE
process.env.DB_POSTGRES_SCHEMA = 'netra'
process.env.REDIS_HOST = `127.0.0.1:${redis}`
const { TestNetwork } = await import('@atproto/dev-env')

const network = await TestNetwork.create({
  pds: { port: pds, hostname: 'localhost' },
  plc: { port: plc },
  bsky: { port: view },
})
console.log('the network is up')

for (;;) {
  await network.processAll().catch((error) => console.error(error))
  console.log('settled')
  await new Promise((done) => setTimeout(done, 200))
}
