/** gzip for whoever takes it. Written out, as a general plugin streams each body and costs three times as much. RFC 9110, 12.5.3 */
import { gzip } from 'node:zlib'

/** Below this the network gains nothing that is worth the work. */
export const leastBytes = 8192

/** At the fastest level: a page of FHIR becomes a tenth, and the next levels give little more. */
export function compress(body: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(body, { level: 1 }, (error, bytes) => (error === null ? resolve(bytes) : reject(error)))
  })
}

export function takesGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false
  const qualities = new Map(acceptEncoding.split(',').map(parseCoding))
  return (qualities.get('gzip') ?? qualities.get('x-gzip') ?? qualities.get('*') ?? 0) > 0
}

function parseCoding(text: string): readonly [string, number] {
  const [coding = '', ...parameters] = text.split(';')
  const quality = parameters.map(parameter => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(value => value !== undefined)
  return [coding.trim().toLowerCase(), quality === undefined ? 1 : Number(quality)]
}
