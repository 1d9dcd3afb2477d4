/** The addresses that there are, and the methods that each takes. https://hl7.org/fhir/STU3/http.html#summary */
import { basePath } from './base-url.js'

const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
const searching: readonly string[] = ['POST', 'OPTIONS']

const searchPath = new RegExp(`^${basePath}/[^/]+/_search/?$`)
/** Which of these there are is for the routes to say; what this turns away would be no address whatever they are. */
const readPaths = new RegExp(`^(?:${basePath}/[^/]+(?:/[^/]+){0,2}|/(?:health|admin)/[^/]+)/?$`)

/** Of the path in a request's URL; undefined where there is nothing. */
export function methodsOf(url: string): readonly string[] | undefined {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  if (searchPath.test(path)) return searching
  return readPaths.test(path) ? reading : undefined
}
