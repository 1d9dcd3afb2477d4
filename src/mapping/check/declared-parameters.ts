/** Search parameters that maps add to those of STU3: one name means one type of parameter, in every map of a resource type. */
import type { Report } from '../language/diagnostic-codes.js'
import type { MapDocument } from '../language/document.js'

export function checkDeclaredParameters(maps: readonly MapDocument[], report: Report): void {
  const declared = new Map<string, { readonly map: string; readonly type: string }>()
  for (const { name: map, resourceType, search } of maps)
    for (const [name, override] of search) {
      if (override.kind !== 'column' || override.type === undefined) continue
      const key = `${resourceType}?${name}`
      const earlier = declared.get(key)
      if (earlier && earlier.type !== override.type)
        report(
          'search.override-invalid',
          override.at,
          `${key} is a ${override.type} here and a ${earlier.type} in ${earlier.map}: a search could not be read.`,
        )
      declared.set(key, earlier ?? { map, type: override.type })
    }
}
