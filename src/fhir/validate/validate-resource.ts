/**
 * Holds a resource against STU3, its Care Connect profile and their invariants. What is to be looked at is worked out of the fact
 * tables once for each type and place, so that every resource that is served can be looked at.
 */
import { profileUrl } from '../systems.js'
import { checkOfObject } from './check-object.js'
import { type Finding, Findings } from './finding.js'
import { isInstance } from './instance.js'

const valid: readonly Finding[] = []

/**
 * Everything that is wrong; empty when the resource is valid. A resource of a type that Care Connect does not profile is held against
 * STU3 alone. Decimals may be ExactDecimal.
 */
export function validateResource(resource: object): readonly Finding[] {
  const type = 'resourceType' in resource ? String(resource.resourceType) : ''
  const found = new Findings()
  const check = checkOfObject(type, '', type)
  if (!check) {
    found.add(type === '' ? 'Resource' : type, 'unknown')
    return found.list ?? valid
  }
  check(resource, found)
  checkMeta(resource, type, found)
  return found.list ?? valid
}

/** What is served has a logical id, and says by `meta.profile` what it claims to be (SPEC 1.1). */
function checkMeta(resource: object, type: string, found: Findings): void {
  if (!('id' in resource) || resource.id === undefined) found.add(`${type}.id`, 'required')
  const meta = 'meta' in resource && isInstance(resource.meta) ? resource.meta : undefined
  const profiles = Array.isArray(meta?.profile) ? meta.profile : []
  if (!profiles.includes(urlOf(type))) found.add(`${type}.meta.profile`, 'profile')
}

const urls = new Map<string, string>()

/** Made once: putting a url together costs more than comparing it. */
function urlOf(type: string): string {
  const known = urls.get(type)
  if (known !== undefined) return known
  const url = profileUrl(type)
  urls.set(type, url)
  return url
}
