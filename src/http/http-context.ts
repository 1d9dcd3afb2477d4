/** What the routes share. */
import type { Engine } from '../engine/engine.js'
import type { Resource } from '../fhir/resource.js'
import type { CallRules } from './plugins/request-context.js'

export interface HttpContext extends CallRules {
  readonly engine: Engine
  readonly timeoutMs: number
  /** The address that begins links, without a slash at its end, for a request with this Host. */
  readonly baseUrlOf: (host: string | undefined) => string
  readonly capabilityStatement: (baseUrl: string) => Resource
  readonly now: () => number
}
