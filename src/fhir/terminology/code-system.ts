/** A code system with its hierarchy. https://hl7.org/fhir/STU3/codesystem.html */
import { listAt, propertyAt, textAt } from './json.js'

export interface CodeSystem {
  readonly url: string
  readonly version?: string
  /** The canonical url of the value set of all its codes. */
  readonly valueSet?: string
  /** Why nothing can be said of all its codes; absent when it is complete. */
  readonly incomplete?: string
  /** Why its hierarchy does not say what a code means; absent when it does. */
  readonly notSubsuming?: string
  readonly concepts: ReadonlyMap<string, CodeConcept>
}

export interface CodeConcept {
  readonly parents: ReadonlySet<string>
  readonly children: ReadonlySet<string>
  readonly isInactive: boolean
}

interface GrowingConcept {
  readonly parents: Set<string>
  readonly children: Set<string>
  isInactive: boolean
}

/** `node` is a CodeSystem in JSON; undefined without a url. Children are nested, or named by the properties `parent` and `child`. */
export function readCodeSystem(node: unknown): CodeSystem | undefined {
  const url = textAt(node, 'url')
  if (url === undefined) return undefined
  const version = textAt(node, 'version')
  const valueSet = textAt(node, 'valueSet')
  const content = textAt(node, 'content')
  const meaning = textAt(node, 'hierarchyMeaning')
  return {
    url,
    ...(version !== undefined && { version }),
    ...(valueSet !== undefined && { valueSet }),
    ...(content !== 'complete' && { incomplete: `Only a part of the code system ${url} is known here.` }),
    ...(meaning !== undefined &&
      meaning !== 'is-a' && { notSubsuming: `The hierarchy of ${url} says what is ${meaning}, not what a code means.` }),
    concepts: readConcepts(node),
  }
}

function readConcepts(node: unknown): ReadonlyMap<string, CodeConcept> {
  const reader = new ConceptReader(new Map(listAt(node, 'property').flatMap(namedProperty)))
  reader.read(listAt(node, 'concept'))
  return reader.concepts
}

function namedProperty(property: unknown): readonly (readonly [code: string, uri: string])[] {
  const [code, uri] = [textAt(property, 'code'), textAt(property, 'uri')]
  return code === undefined || uri === undefined ? [] : [[code, uri]]
}

const standardProperties = 'http://hl7.org/fhir/concept-properties#'

class ConceptReader {
  readonly concepts = new Map<string, GrowingConcept>()
  /** What properties mean that have a name of their own. */
  readonly #uris: ReadonlyMap<string, string>

  constructor(uris: ReadonlyMap<string, string>) {
    this.#uris = uris
  }

  read(items: readonly unknown[], parent?: string): void {
    for (const item of items) {
      const code = textAt(item, 'code')
      if (code === undefined) continue
      this.#conceptOf(code)
      if (parent !== undefined) this.#connect(parent, code)
      for (const property of listAt(item, 'property')) this.#readProperty(code, property)
      this.read(listAt(item, 'concept'), code)
    }
  }

  #readProperty(code: string, property: unknown): void {
    const name = textAt(property, 'code') ?? ''
    const other = textAt(property, 'valueCode')
    switch (this.#uris.get(name) ?? standardProperties + name) {
      case `${standardProperties}parent`:
        if (other !== undefined) this.#connect(other, code)
        break
      case `${standardProperties}child`:
        if (other !== undefined) this.#connect(code, other)
        break
      case `${standardProperties}inactive`:
        if (propertyAt(property, 'valueBoolean') === true) this.#conceptOf(code).isInactive = true
        break
      default:
    }
  }

  #connect(parent: string, child: string): void {
    this.#conceptOf(parent).children.add(child)
    this.#conceptOf(child).parents.add(parent)
  }

  #conceptOf(code: string): GrowingConcept {
    const known = this.concepts.get(code)
    if (known) return known
    const concept: GrowingConcept = { parents: new Set(), children: new Set(), isInactive: false }
    this.concepts.set(code, concept)
    return concept
  }
}

/** The code and all that it subsumes, or all that subsume it. A hierarchy may have several ways to one code, and even a circle. */
export function closureOf(code: string, direction: 'parents' | 'children', system: CodeSystem): ReadonlySet<string> {
  const reached = new Set([code])
  for (const each of reached) for (const next of system.concepts.get(each)?.[direction] ?? []) reached.add(next)
  return reached
}
