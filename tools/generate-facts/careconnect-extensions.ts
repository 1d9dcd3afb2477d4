/**
 * src/fhir/careconnect/extensions.facts.ts: those that the profiles use, or that were made for their resource types. A line is one of
 *   URL                                  an extension
 *     value MIN..1 KEY=VALUE…            its value (keys as for profiles: types, targets, binding)
 *     part NAME MIN..MAX MIN..1 KEY=VALUE…   a nested extension: how often, and whether its value is required
 */
import { bindingWord, typeWords } from './careconnect-profiles.js'
import type { PublishedExtension, PublishedProfiles, PublishedValue } from './published.js'

export function listExtensions(published: PublishedProfiles): readonly string[] {
  return keptExtensions(published).flatMap(([url, { shape }]) => [
    url,
    ...(shape.value ? [`  value ${listValue(shape.value)}`] : []),
    ...Object.entries(shape.nested ?? {}).map(
      ([name, { min, max, value }]) => `  part ${name} ${min}..${max} ${listValue(value)}`,
    ),
  ])
}

export function keptExtensions({ profiles, extensions }: PublishedProfiles): readonly (readonly [string, PublishedExtension])[] {
  const used = new Set(Object.values(profiles).flatMap(profile => profile.elements.map(rule => rule.extensionUrl)))
  const types = new Set(Object.keys(profiles))
  return Object.entries(extensions)
    .filter(([url, { contexts }]) => used.has(url) || contexts.some(context => types.has(context.replace(/\..*/, ''))))
    .sort()
}

const listValue = ({ min, types, binding }: PublishedValue): string =>
  [`${min ?? 0}..1`, ...typeWords(types), ...(binding?.valueSet ? [bindingWord(binding)] : [])].join(' ')
