/** Which web pages may read what is served: those of the configured origins. https://hl7.org/fhir/STU3/security.html#cors */
import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** Nothing is added, and nothing is spent, where no origin is allowed. */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  server.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['Accept', 'Authorization', 'Content-Type', 'If-Modified-Since', 'If-None-Match', 'Prefer', 'X-Request-Id'],
    exposedHeaders: ['ETag', 'Last-Modified', 'Preference-Applied', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
    // OPTIONS is answered by us, whether it comes before another request or alone.
    preflightContinue: true,
    strictPreflight: false,
  })
}
