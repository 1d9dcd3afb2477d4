/** The HTTP edge over a given engine, with what it logs kept as lines. */
import type { FastifyInstance } from 'fastify'
import type { Engine } from '../../src/engine/engine.js'
import { createLog } from '../../src/http/plugins/request-log.js'
import { createServer, type ServerOptions } from '../../src/http/server.js'

export interface TestServer {
  readonly server: FastifyInstance
  /** JSON lines, as written. */
  readonly logged: readonly string[]
}

export function openTestServer(engine: Engine, options: Partial<ServerOptions> = {}): TestServer {
  const logged: string[] = []
  const server = createServer(engine, {
    origin: 'http://127.0.0.1:3000',
    timeoutMs: 5000,
    maxUrlLength: 8192,
    corsOrigins: [],
    log: createLog('info', { write: line => logged.push(line) }),
    capabilityStatement: baseUrl => ({ resourceType: 'CapabilityStatement', url: `${baseUrl}/metadata` }),
    now: Date.now,
    requestIdPrefix: 'test',
    ...options,
  })
  return { server, logged }
}
