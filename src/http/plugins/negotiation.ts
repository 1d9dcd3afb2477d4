/**
 * Which of our media types answers a request: `_format` stands above Accept.
 * https://hl7.org/fhir/STU3/http.html#mime-type
 */
import { FacadeError } from '../../kernel/errors.js'
import { encodeQueryText, splitQuery } from '../../search/query-string.js'
import { defaultMedia, type Media, servedMedia, servedTypes, shortFormats } from './media-types.js'

export interface Negotiated {
  readonly media: Media
  readonly pretty: boolean
  /** What the query says of it, to be said again in the links to other pages; often nothing. */
  readonly asked: string
}

/** Throws request.not-acceptable and search.value-invalid. `query` is raw. */
export function negotiate(accept: string | undefined, query: string): Negotiated {
  // Nearly no request has either, nor a name with an escape in it, which might be one of them.
  if (!/_format=|_pretty=|%[^=&]*=/.test(query)) return { media: mediaFor(accept), pretty: false, asked: '' }
  const given = askedOnce(query, '_format')
  const format = given === undefined ? undefined : plainFormat(given)
  const pretty = askedOnce(query, '_pretty')
  return {
    media: format === undefined ? mediaFor(accept) : mediaNamed(format),
    pretty: isTrue(pretty),
    asked: [written('_format', format), written('_pretty', pretty)].filter(part => part !== '').join('&'),
  }
}

const written = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `${name}=${encodeQueryText(value)}`

/** Empty where the value does not decode. */
function askedOnce(query: string, name: string): string | undefined {
  const { parameters, faults } = splitQuery(query)
  const [first, second] = parameters.filter(parameter => parameter.name === name)
  if (second !== undefined)
    throw new FacadeError('search.value-invalid', { text: `${name} may stand in a query once only.`, expression: name })
  return first?.value ?? (faults.some(({ expression }) => expression === name) ? '' : undefined)
}

/** A plus that was not escaped in the URL arrives as a blank. */
const plainFormat = (format: string): string => withoutParameters(format).replaceAll(' ', '+')

const mediaNamed = (format: string): Media => orRefuse(shortFormats.get(format) ?? servedMedia.get(format))

function isTrue(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw new FacadeError('search.value-invalid', { text: '_pretty takes true or false.', expression: '_pretty' })
}

function orRefuse(media: Media | undefined): Media {
  if (media !== undefined) return media
  const text = `This server answers in JSON and XML: ${servedTypes.join(', ')}; for _format also json and xml.`
  throw new FacadeError('request.not-acceptable', { text })
}

/** Clients send few different Accept headers, over and over; the bound is for those who do not. */
const decisions = new Map<string, Media>()
const rememberedDecisions = 200

function mediaFor(accept: string | undefined): Media {
  if (accept === undefined || accept === '*/*' || accept === '') return defaultMedia
  const known = decisions.get(accept)
  if (known !== undefined) return known
  const media = orRefuse(servedMedia.get(preferredType(accept) ?? ''))
  if (decisions.size >= rememberedDecisions) decisions.clear()
  decisions.set(accept, media)
  return media
}

/** Of types that are wanted alike, the first of ours. */
function preferredType(accept: string): string | undefined {
  const ranges = accept.split(',').map(parseRange)
  let best: string | undefined
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
function qualityOf(type: string, ranges: readonly Range[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`
  const range =
    ranges.find(candidate => candidate.type === type) ??
    ranges.find(candidate => candidate.type === family) ??
    ranges.find(candidate => candidate.type === '*/*')
  return range?.quality ?? 0
}

export const withoutParameters = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase()
