/** The media types that are answered in. https://hl7.org/fhir/STU3/http.html#mime-type */

export type Format = 'json' | 'xml'

export interface Media {
  readonly format: Format
  /** Of the header: with its charset. */
  readonly contentType: string
}

/** Of each format the preferred one first; those with `fhir` at their end are the names of DSTU2. */
const typesOf: Readonly<Record<Format, readonly string[]>> = {
  json: ['application/fhir+json', 'application/json+fhir', 'application/json', 'text/json'],
  xml: ['application/fhir+xml', 'application/xml+fhir', 'application/xml', 'text/xml'],
}

/** By the type without parameters. */
export const servedMedia: ReadonlyMap<string, Media> = new Map([...entriesOf('json'), ...entriesOf('xml')])

/** The preferred one first. */
export const servedTypes: readonly string[] = [...servedMedia.keys()]

export const defaultMedia: Media = mediaOf('json', 'application/fhir+json')

/** What `_format` takes beside a media type. */
export const shortFormats: ReadonlyMap<string, Media> = new Map([
  ['json', defaultMedia],
  ['xml', mediaOf('xml', 'application/fhir+xml')],
])

function entriesOf(format: Format): readonly [string, Media][] {
  return typesOf[format].map(type => [type, mediaOf(format, type)])
}

function mediaOf(format: Format, type: string): Media {
  return { format, contentType: `${type};charset=utf-8` }
}
