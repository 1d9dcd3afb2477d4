/** Reads the mapping folders that the configuration names, and matches them with its sources. */
import type { Config } from '../config/config.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { nearestName } from '../kernel/nearest.js'
import type { MapDocument, RulesDocument, SourceDocument } from '../mapping/language/document.js'
import type { UnreadMap } from '../mapping/language/faulty-documents.js'
import { loadMappingFolder } from '../mapping/language/read-mapping-files.js'

export interface LoadedMapping {
  readonly source: SourceDocument
  readonly maps: readonly MapDocument[]
  readonly unread: readonly UnreadMap[]
  readonly rules: readonly RulesDocument[]
  /** What reading them found. */
  readonly faults: readonly Diagnostic[]
  /** Where files beside the mappings are. */
  readonly dir: string
}

/** By source. Faults go to `diagnostics`. */
export function loadMappings(config: Config, diagnostics: Diagnostic[]): ReadonlyMap<string, LoadedMapping> {
  const loaded = new Map<string, LoadedMapping>()
  for (const { at, dir, displayDir } of config.mappings) {
    const folder = loadMappingFolder(dir, displayDir)
    diagnostics.push(...folder.diagnostics)
    const { source, maps, unread, rules, diagnostics: faults } = folder
    if (source === undefined) continue
    const refuse = (code: string, message: string) => diagnostics.push({ severity: 'error', code, at, message })
    if (loaded.has(source.name)) {
      refuse(
        'config.value-invalid',
        `The mappings in ${displayDir} are for the source ${source.name}, which has mappings already. A source has one folder.`,
      )
    } else if (!config.sources.has(source.name)) {
      const nearest = nearestName(source.name, config.sources.keys())
      const advice = nearest === undefined ? 'Add it under `sources`.' : `Is it ${nearest}?`
      refuse(
        'config.source-missing',
        `The mappings in ${displayDir} are for the source ${source.name}, which this file does not have. ${advice}`,
      )
    } else loaded.set(source.name, { source, maps, unread, rules, faults, dir })
  }
  return loaded
}
