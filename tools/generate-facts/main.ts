/** Writes every facts file: `node dist/tools/generate-facts/main.js FOLDER`, at the root of the project. */
import { writeFileSync } from 'node:fs'
import { listExtensions } from './careconnect-extensions.js'
import { listProfiles } from './careconnect-profiles.js'
import { listValueSets } from './careconnect-value-sets.js'
import { writeFactsFile } from './facts-file.js'
import { type Input, type PublishedParameters, type PublishedProfiles, type PublishedTypes, readInput } from './published.js'
import { listElements } from './stu3-elements.js'
import { listSearchParameters } from './stu3-search-parameters.js'
import { listSummaries } from './stu3-summary.js'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: generate-facts FOLDER (with elements.json, search-parameters.json, profiles.json and the profiles)')
  process.exit(2)
}

const elements = readInput<PublishedTypes>(folder, 'elements.json')
const parameters = readInput<PublishedParameters>(folder, 'search-parameters.json')
const profiles = readInput<PublishedProfiles>(folder, 'profiles.json')
const careConnectTypes = Object.keys(profiles.content.profiles)
const ownTypes = ['Bundle', 'OperationOutcome', 'CapabilityStatement']

write('stu3/elements', listElements(elements.content, [...careConnectTypes, ...ownTypes]), elements, profiles)
write('stu3/search-parameters', listSearchParameters(parameters.content), parameters)
const summaries = listSummaries(folder, careConnectTypes)
write('stu3/summary', summaries.lines, ...summaries.inputs)
write('careconnect/profiles', listProfiles(profiles.content.profiles), profiles)
write('careconnect/extensions', listExtensions(profiles.content), profiles)
write('careconnect/value-sets', listValueSets(profiles.content), profiles)

function write(name: string, body: readonly string[], ...inputs: readonly Input<unknown>[]): void {
  writeFileSync(`src/fhir/${name}.facts.ts`, writeFactsFile(body, inputs))
}
