/** What STU3 and the profile require of an object: its loss takes the object with it (DESIGN, ruling 5). */
import { extensionsAt } from '../../fhir/careconnect/extensions.js'
import { ruleOf } from '../../fhir/careconnect/profiles.js'
import { slicesOf } from '../../fhir/careconnect/slices.js'
import { elementsOf } from '../../fhir/stu3/elements.js'
import type { TreeNode } from '../language/document.js'
import { joinPath, type MapContext, type Target } from './map-context.js'
import type { Requirement, ShapeElement } from './shape.js'

/** A requirement that nothing is mapped to is an error: no row could ever be served. */
export function requirementsOf(
  elements: readonly ShapeElement[],
  tree: TreeNode,
  target: Target,
  context: MapContext,
  complete: boolean,
): readonly Requirement[] {
  const required = requiredNames(target, context)
  if (!complete) return required
  for (const requirement of required) {
    if (isMapped(requirement, elements)) continue
    const shown = requirement.slice === undefined ? requirement.name : `${requirement.name}[${requirement.slice}]`
    const place = target.path === '' ? context.document.resourceType : target.element
    context.scope.report(
      'profile.required-unmapped',
      tree.at,
      `${place} requires ${shown}, which is not mapped: ${cost(target, context)}.`,
    )
  }
  return required
}

/** Counted where the database told how many rows there are. */
function cost({ path, element }: Target, { document, scope }: MapContext): string {
  const rows = scope.schemaOf(document.from.alias)?.rows
  const counted = rows !== undefined && rows > 0
  if (path === '') return counted ? `none of its ${rows} rows could be served` : 'nothing could be served'
  return `without it ${element} is left out${counted ? ` of all ${rows} rows` : ', whatever the row holds'}`
}

const isMapped = ({ name, slice }: Requirement, elements: readonly ShapeElement[]): boolean =>
  elements
    .filter(element => element.name === name || element.choice === name)
    .some(({ items, absent }) => absent !== undefined || items.some(item => slice === undefined || item.slice === slice))

const requiredNames = ({ type, path }: Target, { document }: MapContext): readonly Requirement[] =>
  requiredOf(type, document.resourceType, path)

/** Of an object of this type at this path of the resource; '' is the resource itself. */
export function requiredOf(type: string, resourceType: string, path: string): readonly Requirement[] {
  if (type === 'Reference' || type === 'Extension') return []
  const required: Requirement[] = []
  for (const fact of elementsOf(type)) {
    const rule = ruleOf(resourceType, joinPath(path, fact.name))
    if (fact.isRequired || (rule?.min ?? 0) > 0) required.push({ name: fact.name })
    else if (fact.choiceIsRequired && !required.some(({ name }) => name === fact.choice))
      required.push({ name: fact.choice ?? fact.name })
    for (const slice of slicesOf(resourceType, joinPath(path, fact.name)))
      if (slice.min > 0 && !slice.name.startsWith(fact.name)) required.push({ name: fact.name, slice: slice.name })
  }
  for (const extension of extensionsAt(resourceType, path))
    if (extension.min > 0) required.push({ name: 'extension', slice: extension.name })
  return required
}
