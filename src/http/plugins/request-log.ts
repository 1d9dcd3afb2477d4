/** One line a request. It has no URL, no id, no query and no value: the log may be read by people who may not see patients. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from '../../config/config.js'
import type { CountedLoss } from '../../engine/data-quality.js'
import { SearchRefused } from '../../engine/engine.js'
import { FacadeError } from '../../kernel/errors.js'
import type { Call } from './request-context.js'

export function createLog(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: label => ({ level: label }) } },
    stream,
  )
}

export function logCall(log: Logger, call: Call, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.raw.statusCode
  const line = {
    requestId: call.id,
    method: request.method,
    route: call.route,
    type: call.type,
    status,
    durationMs: Math.round((performance.now() - call.startedAtMs) * 100) / 100,
    results: call.results,
    error: call.error === undefined ? undefined : codeOf(call.error),
    ...(call.error instanceof FacadeError ? call.error.place : undefined),
    aborted: reply.raw.writableEnded ? undefined : true,
    fault: status >= 500 && call.error !== undefined ? describeFault(call.error) : undefined,
  }
  if (status >= 500) log.error(line)
  else log.info(line)
}

/** A kind of loss when it is first seen, and once an hour while it goes on: rows by their names, no values. */
export function logLoss(log: Logger, { map, rule, place, isRow, rows, names, firstSeen }: CountedLoss): void {
  log.warn({
    event: 'data-quality',
    lost: isRow ? 'row' : 'value',
    map,
    rule,
    place,
    rows,
    names,
    since: new Date(firstSeen).toISOString(),
  })
}

/** A stable code, such as `search.value-invalid` or `ECONNREFUSED`. */
function codeOf(error: unknown): string {
  if (error instanceof FacadeError) return error.code
  if (error instanceof SearchRefused) return error.faults[0]?.code ?? error.name
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(code)) return code
  return error instanceof Error ? error.name : typeof error
}

/** Names, codes and places in the program down the chain of causes. Messages may hold values of rows, so they stay out. */
function describeFault(error: unknown): readonly object[] {
  const chain: object[] = []
  for (let link: unknown = error; link !== undefined && link !== null && chain.length < 5; ) {
    chain.push({ code: codeOf(link), at: placesOf(link) })
    link = link instanceof Error ? link.cause : undefined
  }
  return chain
}

function placesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  // The lines of a stack that are places begin so; a message may have lines of its own before them.
  return stack
    .split('\n')
    .filter(line => /^ {4}at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map(line => line.trim())
}
