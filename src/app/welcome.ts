/** What the person at the terminal is told once everything is ready. */
import type { Config } from '../config/config.js'
import type { MappingModel } from '../mapping/compile/compile-model.js'
import type { Offers } from '../search/offer.js'
import { demoSearches } from './demo-database.js'
import type { OpenSource } from './open-sources.js'

export function describeSources(model: MappingModel, sources: ReadonlyMap<string, OpenSource>): readonly string[] {
  const types = [...model.mapsOf].map(([type, maps]) => (maps.length === 1 ? type : `${type} (${maps.length} maps)`))
  const maps = model.maps.length === 1 ? '1 map' : `${model.maps.length} maps`
  return [
    `Mappings: ${maps} for ${types.join(', ')}.`,
    ...[...sources].map(
      ([name, { adapterName, health }]) => `Source ${name}: ${adapterName}, ${readOnlyWords[health.readOnly]}.`,
    ),
  ]
}

const readOnlyWords = {
  enforced: 'read-only (enforced by the database session)',
  requested: 'read-only (asked for, not proven: give this account no right to write)',
  unknown: 'NOT KNOWN to be read-only: give this account no right to write',
} as const

/** The address to which a client on this machine can go. */
export function originOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

export function worthOpening(baseUrl: string, config: Config, offers: Offers): readonly string[] {
  const isDemo = [...config.sources.values()].some(({ demo }) => demo !== undefined)
  const searches = isDemo ? demoSearches : [...offers.keys()].slice(0, 3).map(type => `/${type}?_count=5`)
  return [`Care Connect at ${baseUrl}. Worth opening:`, ...['/metadata', ...searches].map(path => `  ${baseUrl}${path}`)]
}
