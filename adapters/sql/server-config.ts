/** How a database server is reached: the options that adapters for servers have in common. */
import { AdapterError } from '../../src/spi/index.js'

export interface ServerConfig {
  /** In place of host, port, database, user and password, or of some of them: these stand above it. */
  readonly url?: string
  readonly host?: string
  readonly port?: number
  readonly database?: string
  readonly user?: string
  readonly password?: string
  readonly tls?: string
  /** PEM. */
  readonly tlsCa?: string
  readonly maxConnections?: number
  readonly connectTimeoutMs?: number
}

export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly database: string | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  /** Undefined: without TLS. */
  readonly tls: { readonly rejectUnauthorized: boolean; readonly ca?: string } | undefined
  readonly maxConnections: number
  readonly connectTimeoutMs: number
}

const defaultConnections = 8

/** JSON Schema of the options of an adapter whose server usually listens on `port`. */
export const serverConfigSchema = (port: number, product: string): object => ({
  type: 'object',
  properties: {
    url: {
      type: 'string',
      writeOnly: true,
      description: 'The address in one: `scheme://user:password@host:port/database`. The other keys stand above it.',
    },
    host: { type: 'string', description: `Where ${product} listens. \`localhost\` when left out.` },
    port: { type: 'integer', description: `Its port. ${port} when left out.` },
    database: { type: 'string', description: 'The database in which tables without one are looked for.' },
    user: { type: 'string', description: 'A user who may read what is mapped, and nothing else.' },
    password: { type: 'string', writeOnly: true, description: 'The password of that user.' },
    tls: {
      type: 'string',
      enum: ['verify', 'unverified', 'off'],
      description:
        'Encryption: `verify` (and the server must show a certificate for its name), `unverified` (encrypted, to whoever answers) or `off`. `verify` when left out, or `off` for a server on this machine.',
    },
    tlsCa: { type: 'string', description: 'The certificate authority that signed for the server, in PEM.' },
    maxConnections: {
      type: 'integer',
      description: `Connections at most, and so questions at one time. ${defaultConnections} when left out.`,
    },
    connectTimeoutMs: {
      type: 'integer',
      description: 'The milliseconds after which a server that does not answer is down. 5000 when left out.',
    },
  },
  additionalProperties: false,
})

/** Throws `unavailable` for options that cannot be meant. */
export function addressOf(config: ServerConfig, port: number): ServerAddress {
  const url = config.url === undefined ? undefined : parseUrl(config.url)
  const part = (text: string | undefined) => (text === undefined || text === '' ? undefined : decodeURIComponent(text))
  const host = config.host ?? part(url?.hostname) ?? 'localhost'
  return {
    host,
    port: config.port ?? (url?.port ? Number(url.port) : port),
    database: config.database ?? part(url?.pathname.slice(1)),
    user: config.user ?? part(url?.username),
    password: config.password ?? part(url?.password),
    tls: tlsOf(config, host),
    maxConnections: atLeastOne(config.maxConnections ?? defaultConnections, 'maxConnections'),
    connectTimeoutMs: atLeastOne(config.connectTimeoutMs ?? 5000, 'connectTimeoutMs'),
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new AdapterError('unavailable', 'The option `url` is no address.')
  }
}

function tlsOf({ tls, tlsCa }: ServerConfig, host: string): ServerAddress['tls'] {
  const ca = tlsCa === undefined ? {} : { ca: tlsCa }
  switch (tls ?? (isThisMachine(host) && tlsCa === undefined ? 'off' : 'verify')) {
    case 'off':
      return undefined
    case 'unverified':
      return { rejectUnauthorized: false, ...ca }
    case 'verify':
      return { rejectUnauthorized: true, ...ca }
    default:
      throw new AdapterError('unavailable', 'The option `tls` is one of: verify, unverified, off.')
  }
}

const isThisMachine = (host: string): boolean => ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host) || host.startsWith('/')

function atLeastOne(value: number, name: string): number {
  if (value < 1) throw new AdapterError('unavailable', `The option \`${name}\` is at least 1.`)
  return value
}
