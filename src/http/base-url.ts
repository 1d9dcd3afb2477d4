/** The address that begins every link: the configured one, or the origin by which the client reached us. */

export const basePath = '/STU3'

/** A name, an IPv4 or a bracketed IPv6 address, and a port: nothing that could end up as anything else in a link. */
const plainHost = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

const remembered = 64

/** `fallback` stands in for a Host header that is missing or not a plain host. */
export function baseUrlReader(configured: string | undefined, fallback: string): (host: string | undefined) => string {
  if (configured !== undefined) return () => configured
  const known = new Map<string, string>()
  return host => {
    if (host === undefined) return fallback
    const baseUrl = known.get(host)
    if (baseUrl !== undefined) return baseUrl
    if (!plainHost.test(host)) return fallback
    // The client chooses the header, so what is remembered has a bound.
    if (known.size >= remembered) known.clear()
    const fresh = `http://${host}${basePath}`
    known.set(host, fresh)
    return fresh
  }
}
