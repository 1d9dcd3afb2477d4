/** Reads the value sets and code systems that the configuration names. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Config, ConfiguredFolder } from '../config/config.js'
import type { ConfigFaultCode } from '../config/config-faults.js'
import { type CodeSystem, readCodeSystem } from '../fhir/terminology/code-system.js'
import { listAt, propertyAt, textAt } from '../fhir/terminology/json.js'
import { createTerminology, type Terminology } from '../fhir/terminology/terminology.js'
import { readValueSet, type ValueSet } from '../fhir/terminology/value-set.js'
import type { Diagnostic, Position } from '../kernel/diagnostics.js'

/** Undefined where no folder is named. Faults go to `diagnostics`. */
export function loadTerminology({ terminology }: Config, diagnostics: Diagnostic[]): Terminology | undefined {
  if (terminology.length === 0) return undefined
  const valueSets = new Map<string, ValueSet>()
  const codeSystems = new Map<string, CodeSystem>()
  for (const folder of terminology)
    for (const { file, node } of resourcesIn(folder, diagnostics)) {
      const refuse = (message: string) => diagnostics.push(fault({ file, line: 1, column: 1 }, message))
      const type = textAt(node, 'resourceType')
      if (type === 'ValueSet') keep(readValueSet(node), valueSets, refuse)
      if (type === 'CodeSystem') keep(readCodeSystem(node), codeSystems, refuse)
    }
  return createTerminology({ valueSets: [...valueSets.values()], codeSystems: [...codeSystems.values()] })
}

function keep<T extends { readonly url: string }>(
  found: T | undefined,
  known: Map<string, T>,
  refuse: (message: string) => void,
): void {
  if (!found) refuse('It has no `url`, by which it could be named.')
  else if (known.has(found.url)) refuse(`There is another ${found.url}. Keep one of them, of one version.`)
  else known.set(found.url, found)
}

interface FoundResource {
  /** As messages name it. */
  readonly file: string
  readonly node: unknown
}

function resourcesIn({ at, dir, displayDir }: ConfiguredFolder, diagnostics: Diagnostic[]): readonly FoundResource[] {
  const names = namesIn(dir)
  if (names === undefined) {
    diagnostics.push(fault(at, `There is no folder ${displayDir} that can be read. It is looked for relative to this file.`))
    return []
  }
  return names.flatMap(name => {
    const file = posix.join(displayDir, name)
    const node = readJson(join(dir, name))
    if (node === undefined) diagnostics.push(fault({ file, line: 1, column: 1 }, 'It can not be read as JSON.'))
    const entries =
      textAt(node, 'resourceType') === 'Bundle' ? listAt(node, 'entry').map(entry => propertyAt(entry, 'resource')) : [node]
    return entries.map(entry => ({ file, node: entry }))
  })
}

function namesIn(dir: string): readonly string[] | undefined {
  try {
    return readdirSync(dir)
      .filter(name => name.endsWith('.json'))
      .sort()
  } catch {
    return undefined
  }
}

/** Undefined when it is no JSON. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

const fault = (at: Position, message: string): Diagnostic => ({
  severity: 'error',
  code: 'config.terminology-invalid' satisfies ConfigFaultCode,
  at,
  message,
})
