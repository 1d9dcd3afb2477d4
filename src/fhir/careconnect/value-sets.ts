/** The codes of the Care Connect value sets that can be listed: not those that SNOMED CT expressions or reference sets define. */
import { readBlocks } from '../facts-text.js'
import { facts } from './value-sets.facts.js'

export interface Concept {
  readonly system: string
  readonly code: string
  /** The code itself where no display is published. */
  readonly display: string
}

const valueSets = readValueSets()
const displays = new Map([...valueSets.values()].flat().map(concept => [`${concept.system}|${concept.code}`, concept.display]))

/** Undefined when the value set is not known or cannot be listed: then nothing can be said of a code. */
export const valueSetCodes = (url: string): readonly Concept[] | undefined => valueSets.get(url)

/** What a code is called, if any value set that we hold lists it. */
export const displayOf = (system: string, code: string): string | undefined => displays.get(`${system}|${code}`)

// The lines are described in tools/generate-facts/careconnect-value-sets.ts.
function readValueSets(): ReadonlyMap<string, readonly Concept[]> {
  return new Map(
    readBlocks(facts).map(({ head, lines }) => [
      head,
      readBlocks(lines.join('\n')).flatMap(({ head: system, lines: concepts }) =>
        concepts.map(line => readConcept(system, line)),
      ),
    ]),
  )
}

function readConcept(system: string, line: string): Concept {
  const at = line.indexOf(' ')
  return at < 0 ? { system, code: line, display: line } : { system, code: line.slice(0, at), display: line.slice(at + 1) }
}
