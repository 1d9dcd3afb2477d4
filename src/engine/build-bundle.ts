/** The Bundle of one page of a search. https://hl7.org/fhir/STU3/bundle.html and https://hl7.org/fhir/STU3/http.html#paging */
import type { Bundle, BundleEntry, BundleLink, OperationOutcome, Resource } from '../fhir/resource.js'
import type { OutcomeIssue, SearchPage } from './engine.js'

/** `baseUrl` has no slash at its end. `asked` is what the links say besides, of the answer's format. Elements stand in the order of STU3. */
export function buildBundle(page: SearchPage, baseUrl: string, asked = ''): Bundle {
  const typeUrl = [baseUrl, ...(page.within === undefined ? [] : [page.within]), page.type].join('/')
  const entryOf = (resource: Resource, mode: 'match' | 'include'): BundleEntry => ({
    fullUrl: `${baseUrl}/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode },
  })
  const entry = page.resources.map(resource => entryOf(resource, 'match'))
  for (const resource of page.included) entry.push(entryOf(resource, 'include'))
  if (page.outcomes.length > 0) entry.push({ resource: outcomeOf(page.outcomes), search: { mode: 'outcome' } })
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(page.total === undefined ? {} : { total: page.total }),
    link: linksOf(page, typeUrl, asked),
    ...(entry.length === 0 ? {} : { entry }),
  }
}

function linksOf(page: SearchPage, typeUrl: string, asked: string): readonly BundleLink[] {
  const link = (relation: string, ...parts: readonly string[]): BundleLink => {
    const query = [...parts, asked].filter(part => part !== '').join('&')
    return { relation, url: query === '' ? typeUrl : `${typeUrl}?${query}` }
  }
  const links = [link('self', page.self)]
  if (page.first !== undefined) links.push(link('first', `_page=${page.first}`))
  if (page.prev !== undefined) links.push(link('previous', `_page=${page.prev}`))
  if (page.next !== undefined) links.push(link('next', `_page=${page.next}`))
  return links
}

/** One entry tells everything that the searcher should know of the page. */
const outcomeOf = (issues: readonly OutcomeIssue[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: issues.map(({ severity, code, text }) => ({ severity, code, details: { text } })),
})
