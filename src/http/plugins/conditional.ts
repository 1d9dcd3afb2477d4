/** What a client that knows a resource already is told. https://hl7.org/fhir/STU3/http.html#cread */
import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Meta } from '../../fhir/resource.js'

export interface Validators {
  readonly etag: string
  /** As HTTP writes it. */
  readonly lastModified?: string
}

/** The version, where the source keeps one; else a digest of what is sent. Weak: the formats of one version have one tag. */
export function validatorsOf(meta: Meta | undefined, body: string | Uint8Array): Validators {
  const { versionId, lastUpdated } = meta ?? {}
  const etag = `W/"${versionId ?? hash('sha256', body, 'base64url').slice(0, 22)}"`
  const lastModified = lastUpdated === undefined ? undefined : httpDateOf(lastUpdated)
  return lastModified === undefined ? { etag } : { etag, lastModified }
}

function httpDateOf(instant: string): string | undefined {
  const ms = Date.parse(instant)
  return Number.isNaN(ms) ? undefined : new Date(ms).toUTCString()
}

/** RFC 9110, 13.2.2: a date is asked about only where no tag is. */
export function isKnown(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.trim() === '*' || tagsIn(tags).includes(opaque(etag))
  const since = headers['if-modified-since']
  if (since === undefined || lastModified === undefined) return false
  // What is no date is NaN, which no time is at or before.
  return Date.parse(lastModified) <= Date.parse(since)
}

const tagsIn = (header: string): readonly string[] => header.match(/"[^"]*"/g) ?? []

/** Weak comparison looks at what stands in the quotes. */
const opaque = (etag: string): string => etag.replace(/^W\//, '')
