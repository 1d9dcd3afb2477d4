/**
 * src/fhir/stu3/summary.facts.ts. A line is
 *   TYPE NAME…     the elements of a resource type, or of a nested type such as Patient.Link, that belong to its summary
 * A choice stands under its stem, `effective`. Of a data type nothing is told: it is in a summary as a whole or not at all.
 */
import { type Input, readText } from './published.js'

/** The snapshots of the profiles tell it: they repeat what STU3 says of each element. */
export function listSummaries(folder: string, types: readonly string[]): SummaryFacts {
  const inputs = types.map(type => readText(folder, `CareConnect-${type}-1.xml`))
  return { inputs, lines: types.flatMap((type, index) => listSummary(type, inputs[index]?.content ?? '')) }
}

export interface SummaryFacts {
  readonly lines: readonly string[]
  readonly inputs: readonly Input<string>[]
}

function listSummary(type: string, xml: string): readonly string[] {
  const snapshot = /<snapshot>([\s\S]*?)<\/snapshot>/.exec(xml)?.[1] ?? ''
  const summary = new Map<string, string[]>([[type, []]])
  for (const [element] of snapshot.matchAll(/<element[ >][\s\S]*?<\/element>/g)) {
    const path = /<path value="([^"]+)"/.exec(element)?.[1] ?? ''
    if (/<sliceName /.test(element) || /<element id="[^"]*:/.test(element) || !path.includes('.')) continue
    const owner = path.slice(0, path.lastIndexOf('.'))
    const isNested = /<code value="BackboneElement" *\/>/.test(element)
    if (!/<isSummary value="true" *\/>/.test(element)) continue
    summary.get(owner)?.push(path.slice(owner.length + 1).replace('[x]', ''))
    if (isNested) summary.set(path, [])
  }
  return [...summary].map(([owner, names]) => [nestedName(owner), ...names].join(' '))
}

/** `Patient.link` is the type Patient.Link. */
const nestedName = (path: string): string => path.replace(/\.([a-z])/g, (_, letter: string) => `.${letter.toUpperCase()}`)
