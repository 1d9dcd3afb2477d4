/** JSON Schema of the elements of a resource type: those of STU3, with the slices, extensions and codes of its Care Connect profile. */
import { type ExtensionSlice, type ExtensionValue, extensionsAt } from '../../fhir/careconnect/extensions.js'
import { profileOf, ruleOf, withFewerSlices } from '../../fhir/careconnect/profiles.js'
import { slicesOf } from '../../fhir/careconnect/slices.js'
import { valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import { type ElementFact, elementsOf, isPrimitive } from '../../fhir/stu3/elements.js'
import { anyOf, type Definitions, describedText, object, oneOrMore, type SchemaNode, text, words } from './definitions.js'
import { valueSchema } from './value-schema.js'

/** A type at a place of a resource. */
interface Place {
  readonly resource: string
  /** With slices, without the resource: `identifier:nhsNumber`; absent where the profile says nothing. */
  readonly path?: string
}

type Properties = Record<string, SchemaNode>

/** What the facade makes or leaves out. */
const unmapped = new Set(['id', 'text', 'contained', 'implicitRules', 'language', 'modifierExtension'])
const quantities = new Set(['Quantity', 'SimpleQuantity', 'Age', 'Duration', 'Money', 'Count', 'Distance'])

export const resourceSchema = (type: string, definitions: Definitions): SchemaNode =>
  definitions.define(type, () =>
    object(
      propertiesOf(type, { resource: type, path: '' }, definitions),
      [],
      `The elements of ${type}, by ${profileOf(type)?.url ?? 'STU3'}.`,
    ),
  )

function propertiesOf(type: string, place: Place, definitions: Definitions): Properties {
  const properties: Properties = {}
  for (const fact of elementsOf(type)) {
    if ((place.path === '' && unmapped.has(fact.name)) || (fact.isAttribute && fact.name === 'id')) continue
    const path = place.path === undefined ? undefined : join(place.path, fact.name)
    const rule = path === undefined ? undefined : ruleOf(place.resource, path)
    if (rule?.max === 0) continue
    properties[fact.name] = elementSchema(
      type,
      fact,
      { resource: place.resource, ...(path !== undefined && { path }) },
      definitions,
    )
    if (path !== undefined) addProfiled(properties, type, fact, { resource: place.resource, path }, definitions)
  }
  if (place.path !== undefined) addExtensions(properties, { resource: place.resource, path: place.path }, definitions)
  return properties
}

/** `name[official]`, and `_birthDate` where the profile has extensions for it. */
function addProfiled(
  properties: Properties,
  type: string,
  fact: ElementFact,
  place: Required<Place>,
  definitions: Definitions,
): void {
  for (const slice of slicesOf(place.resource, place.path)) {
    const path = `${place.path}:${slice.name}`
    if (slice.max === 0) continue
    properties[`${fact.name}[${slice.name}]`] = elementSchema(type, fact, { resource: place.resource, path }, definitions)
  }
  if (!isPrimitive(fact.type) || extensionsAt(place.resource, place.path).length === 0) return
  const extra: Properties = {}
  addExtensions(extra, place, definitions)
  properties[`_${fact.name}`] = object(extra, [], `Extensions of ${fact.name}.`)
}

function elementSchema(owner: string, fact: ElementFact, place: Place, definitions: Definitions): SchemaNode {
  const rule = place.path === undefined ? undefined : ruleOf(place.resource, place.path)
  const bound = fact.type === 'code' && rule?.binding?.strength === 'required' ? valueSetCodes(rule.binding.valueSet) : undefined
  const codes = fact.codes ?? bound?.map(({ code }) => code)
  const item = typeSchema(
    fact.type,
    place,
    definitions,
    codes && { codes, name: `${bound ? place.resource : owner}.${fact.name}` },
  )
  return fact.isList ? oneOrMore(item) : item
}

interface Coded {
  readonly codes: readonly string[]
  readonly name: string
}

/** One definition for each type, and one more wherever a profile says something of what is below. */
function typeSchema(type: string, place: Place, definitions: Definitions, coded?: Coded): SchemaNode {
  if (isPrimitive(type))
    return valueSchema(coded ? { name: `${coded.name} value`, codes: codesOf(coded) } : { name: `${type} value` }, definitions)
  const here: Place = isProfiled(place) ? place : { resource: place.resource }
  const name = here.path === undefined ? type : `${here.resource}.${here.path}`
  const tree = definitions.define(name, () => treeSchema(type, here, definitions))
  return valueSchema(
    { name: `${name} value`, trees: type === 'Reference' ? [tree, referenceSchema(name, here, definitions)] : [tree] },
    definitions,
  )
}

const codesOf = ({ codes }: Coded): readonly string[] => [...new Set(codes)]

function isProfiled({ resource, path }: Place): boolean {
  if (path === undefined) return false
  const rules = [...(profileOf(resource)?.rules.keys() ?? [])]
  return withFewerSlices(path).some(candidate => rules.some(rule => rule.startsWith(`${candidate}.`)))
}

function treeSchema(type: string, place: Place, definitions: Definitions): SchemaNode {
  const modifiers: Properties = {
    if: describedText('An expression: the element is left out where it does not hold.'),
    for: describedText('A list of this map: the element is repeated over it.'),
    ...(quantities.has(type) && { ucum: valueSchema({ name: 'code value' }, definitions) }),
  }
  return object({ ...modifiers, ...propertiesOf(type, place, definitions) }, [], type)
}

const referenceSchema = (name: string, place: Place, definitions: Definitions): SchemaNode =>
  definitions.define(`${name} by key`, () =>
    object(
      {
        ref: describedText('A resource type, or the name of a map.'),
        key: oneOrMore(valueSchema({ name: 'string value' }, definitions)),
        slot: describedText('Of a map that is repeated over slots: which of them.'),
        live: words('true', 'false'),
        ...propertiesOf('Reference', place, definitions),
      },
      ['ref', 'key'],
      "A reference by the columns of the target's key.",
    ),
  )

// ── Extensions ──────────────────────────────────────────────────────────────────────────────────────────────────────

function addExtensions(properties: Properties, place: Required<Place>, definitions: Definitions): void {
  for (const slice of extensionsAt(place.resource, place.path)) {
    const item = extensionSchema(slice, place, definitions)
    if (item && slice.max > 0) properties[`extension[${slice.name}]`] = slice.max > 1 ? oneOrMore(item) : item
  }
}

function extensionSchema(slice: ExtensionSlice, place: Place, definitions: Definitions): SchemaNode | undefined {
  if (!slice.parts) return slice.value && extensionValue(slice.name, slice.value, place, definitions)
  const parts = [...slice.parts].map(
    ([name, part]) => [name, oneOrMore(extensionValue(`${slice.name}.${name}`, part, place, definitions))] as const,
  )
  const required = [...slice.parts].flatMap(([name, { min }]) => (min > 0 ? [name] : []))
  return object({ if: text, for: text, ...Object.fromEntries(parts) }, required, slice.url)
}

function extensionValue(
  name: string,
  { types, binding }: ExtensionValue,
  { resource }: Place,
  definitions: Definitions,
): SchemaNode {
  const codes = binding?.strength === 'required' ? valueSetCodes(binding.valueSet)?.map(({ code }) => code) : undefined
  const coded = codes && { codes, name: `extension ${name}` }
  return anyOf(...types.map(type => typeSchema(type, { resource }, definitions, type === 'code' ? coded : undefined)))
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
