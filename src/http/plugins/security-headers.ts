/** Headers that every response carries. Written out, as a general plugin costs more than the rest of the request. */

/** Patient data is never to be kept by a cache, framed, sniffed or taken for a page. */
export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** Browsers heed this over https only, so it is sent when clients are known to come that way. */
const transportSecurity = { 'strict-transport-security': 'max-age=31536000' } as const

export const securityHeadersFor = (baseUrl: string | undefined): Readonly<Record<string, string>> =>
  baseUrl?.startsWith('https:') ? { ...securityHeaders, ...transportSecurity } : securityHeaders
