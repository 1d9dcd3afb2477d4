/** Reference parameters: a logical id, `[type]/[id]` or a url. https://hl7.org/fhir/STU3/search.html#reference */
import { isResourceId } from '../../fhir/resource-id.js'
import { escapeValue, unescapeValue } from '../escaping.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { Clause, ReferenceValue, SearchParameter } from '../search.js'
import { type Problem, problem } from './problem.js'

export interface ReferenceContext {
  /** Of our own server: a url that begins with it is read as `[type]/[id]`. */
  readonly baseUrl: string
  readonly parameter: SearchParameter
  /** The modifier of `subject:Patient=1`. */
  readonly targetType?: string
}

export function parseReference(escaped: string, context: ReferenceContext): ReferenceValue | Problem {
  const text = unescapeValue(escaped)
  const base = context.baseUrl.endsWith('/') ? context.baseUrl : `${context.baseUrl}/`
  if (text.startsWith(base)) return parseLocal(text.slice(base.length), context)
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) ? { kind: 'reference', url: text } : parseLocal(text, context)
}

function parseLocal(text: string, { parameter, targetType }: ReferenceContext): ReferenceValue | Problem {
  const slash = text.indexOf('/')
  const type = slash < 0 ? undefined : text.slice(0, slash)
  const id = text.slice(slash + 1)
  if (!isResourceId(id))
    return problem('Write [id], [type]/[id] or an absolute url; an id has letters, digits, - and . only, at most 64.')
  if (type === undefined) return { kind: 'reference', id }
  const targets = targetType === undefined ? parameter.targets : [targetType]
  if (targets.length > 0 && !targets.includes(type)) return problem(`It refers to ${targets.join(', ')} only.`)
  return { kind: 'reference', type, id }
}

export const printReference = ({ type, id, url }: ReferenceValue): string =>
  escapeValue(url ?? (type === undefined ? (id ?? '') : `${type}/${id}`))

/** Only what stands in Reference.reference counts, not its identifier. An id alone is one of any type that the parameter allows. */
export function referenceTest(value: ReferenceValue, { parameter, targetType }: Clause): ValueTest {
  const wanted = wantedReferences(value, targetType === undefined ? parameter.targets : [targetType])
  return node => {
    const reference = propertyOf(node, 'reference')
    return typeof reference === 'string' && wanted(reference)
  }
}

function wantedReferences({ type, id, url }: ReferenceValue, targets: readonly string[]): (reference: string) => boolean {
  if (url !== undefined) return reference => reference === url
  const types = type === undefined ? targets : [type]
  if (types.length > 0) {
    const references = new Set(types.map(target => `${target}/${id}`))
    return reference => references.has(reference)
  }
  return reference => reference.slice(reference.indexOf('/') + 1) === id
}
