/** Every failure as an OperationOutcome. The one place that knows status codes. https://hl7.org/fhir/STU3/operationoutcome.html */
import { SearchRefused } from '../../engine/engine.js'
import type { OperationOutcome, OperationOutcomeIssue } from '../../fhir/resource.js'
import { type ErrorCode, type ErrorKind, errorTable, FacadeError, type Fault } from '../../kernel/errors.js'

const statusOf: Readonly<Record<ErrorKind, number>> = {
  incorrect: 400,
  unsupported: 400,
  'not-found': 404,
  gone: 410,
  'not-allowed': 405,
  'not-acceptable': 406,
  'too-large': 413,
  'too-long': 414,
  'media-type': 415,
  'too-costly': 400,
  unavailable: 503,
  busy: 503,
  fault: 500,
}

/** What the kind says to the client beyond its status. */
const headersOf: Readonly<Partial<Record<ErrorKind, Readonly<Record<string, string>>>>> = {
  unavailable: { 'retry-after': '10' },
  busy: { 'retry-after': '2' },
}

export interface Failure {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly outcome: OperationOutcome
}

/** `reference` is what the client may quote, and what the log has beside the cause. */
export function describeFailure(error: unknown, reference: string): Failure {
  const faults = faultsOf(error, reference)
  const kind = errorTable[faults[0]?.code ?? 'internal.fault'].kind
  return {
    status: statusOf[kind],
    headers: headersOf[kind] ?? {},
    outcome: { resourceType: 'OperationOutcome', issue: faults.map(issueOf) },
  }
}

function faultsOf(error: unknown, reference: string): readonly Fault[] {
  if (error instanceof SearchRefused) return error.faults
  if (error instanceof FacadeError && error.kind !== 'fault') {
    const { code, message: text, expression } = error
    return [expression === undefined ? { code, text } : { code, text, expression }]
  }
  const unreadable = unreadableRequest(error)
  if (unreadable !== undefined) return [unreadable]
  const code: ErrorCode = error instanceof FacadeError ? error.code : 'internal.fault'
  return [{ code, text: `Something failed inside the server. Its log has the reason under the reference ${reference}.` }]
}

/** Fastify's own refusals, by their status: an address that does not decode, a body that is too long or of no type. */
function unreadableRequest(error: unknown): Fault | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return undefined
  const { statusCode, code } = error
  if (typeof statusCode !== 'number' || statusCode >= 500 || typeof code !== 'string' || !code.startsWith('FST_'))
    return undefined
  return fastifyFaults[statusCode] ?? { code: 'request.malformed', text: 'This request cannot be read: it is not well formed.' }
}

const fastifyFaults: Readonly<Record<number, Fault>> = {
  413: { code: 'request.too-large', text: 'The body of this request is longer than this server reads.' },
  414: { code: 'request.too-long', text: 'A part of the address is longer than this server reads.' },
  415: { code: 'request.media-type-unsupported', text: 'The Content-Type of this request names no type that is read here.' },
}

/** STU3 writes a parameter of the request as `http.` and its name. */
const issueOf = ({ code, text, expression }: Fault): OperationOutcomeIssue => ({
  severity: 'error',
  code: errorTable[code].issue,
  details: { text },
  diagnostics: code,
  ...(expression === undefined ? {} : { location: [`http.${expression}`] }),
})
