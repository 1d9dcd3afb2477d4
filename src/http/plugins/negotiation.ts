/**
 * Which of our media types answers a request: `_format` stands above Accept.
 * https://hl7.org/fhir/STU3/http.html#mime-type
 */
import { FacadeError } from '../../kernel/errors.js'

export const servedTypes = ['application/fhir+json', 'application/json+fhir', 'application/json', 'text/json'] as const
type ServedType = (typeof servedTypes)[number]

export const defaultContentType = 'application/fhir+json;charset=utf-8'

export interface Negotiated {
  readonly contentType: string
  readonly pretty: boolean
}

/** Throws request.not-acceptable. `query` is raw. */
export function negotiate(accept: string | undefined, query: string): Negotiated {
  // Both words begin alike, and nearly no request has either.
  if (!query.includes('_format=') && !query.includes('_pretty=')) return { contentType: contentTypeFor(accept), pretty: false }
  const format = firstValue(query, '_format=')
  return {
    contentType: format === undefined ? contentTypeFor(accept) : contentTypeOf(servedByFormat(format)),
    pretty: firstValue(query, '_pretty=') === 'true',
  }
}

function firstValue(query: string, start: string): string | undefined {
  const pair = query.split('&').find(part => part.startsWith(start))
  if (pair === undefined) return undefined
  try {
    return decodeURIComponent(pair.slice(start.length))
  } catch {
    return ''
  }
}

/** `application/fhir+json` written plainly in a URL may arrive with a space. */
function servedByFormat(format: string): ServedType | undefined {
  const bare = withoutParameters(format).replaceAll(' ', '+')
  return bare === 'json' ? 'application/fhir+json' : servedTypes.find(type => type === bare)
}

const contentTypeOf = (type: ServedType | undefined): string => {
  if (type === undefined) throw notAcceptable()
  return `${type};charset=utf-8`
}

const notAcceptable = (): FacadeError =>
  new FacadeError('request.not-acceptable', { text: `This server answers in JSON: ${servedTypes.join(', ')}.` })

/** Clients send few different Accept headers, over and over; the bound is for those who do not. */
const decisions = new Map<string, string | undefined>()
const rememberedDecisions = 200

function contentTypeFor(accept: string | undefined): string {
  if (accept === undefined || accept === '*/*' || accept === '') return defaultContentType
  const known = decisions.get(accept)
  if (known !== undefined) return known
  const contentType = contentTypeOf(preferredType(accept))
  if (decisions.size >= rememberedDecisions) decisions.clear()
  decisions.set(accept, contentType)
  return contentType
}

function preferredType(accept: string): ServedType | undefined {
  const ranges = accept.split(',').map(parseRange)
  let best: ServedType | undefined
  let bestQuality = 0
  for (const type of servedTypes) {
    const quality = qualityOf(type, ranges)
    if (quality > bestQuality) {
      best = type
      bestQuality = quality
    }
  }
  return best
}

interface Range {
  readonly type: string
  readonly quality: number
}

function parseRange(text: string): Range {
  const quality = /;\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)/i.exec(text)?.[1]
  return { type: withoutParameters(text), quality: quality === undefined ? 1 : Number(quality) }
}

/** The quality of the range that names the type most closely. RFC 9110, 12.5.1 */
function qualityOf(type: ServedType, ranges: readonly Range[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`
  const range =
    ranges.find(candidate => candidate.type === type) ??
    ranges.find(candidate => candidate.type === family) ??
    ranges.find(candidate => candidate.type === '*/*')
  return range?.quality ?? 0
}

const withoutParameters = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase()
