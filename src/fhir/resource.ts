/** Resources as plain JSON, typed no further than the facade looks into them. https://hl7.org/fhir/STU3/json.html */

export interface Resource {
  readonly resourceType: string
  readonly id?: string
  readonly meta?: Meta
  readonly [element: string]: unknown
}

export interface Meta {
  readonly versionId?: string
  readonly lastUpdated?: string
  readonly profile?: readonly string[]
  readonly security?: readonly Coding[]
  readonly tag?: readonly Coding[]
}

export interface Coding {
  readonly system?: string
  readonly version?: string
  readonly code?: string
  readonly display?: string
}

export interface CodeableConcept {
  readonly coding?: readonly Coding[]
  readonly text?: string
}

/** https://hl7.org/fhir/STU3/bundle.html */
export interface Bundle extends Resource {
  readonly resourceType: 'Bundle'
  readonly type: 'searchset' | 'collection' | 'document' | 'history' | 'message' | 'transaction-response' | 'batch-response'
  readonly total?: number
  readonly link?: readonly BundleLink[]
  readonly entry?: readonly BundleEntry[]
}

export interface BundleLink {
  readonly relation: string
  readonly url: string
}

export interface BundleEntry {
  readonly fullUrl?: string
  readonly resource?: Resource
  readonly search?: { readonly mode: 'match' | 'include' | 'outcome'; readonly score?: number }
}

/** https://hl7.org/fhir/STU3/operationoutcome.html */
export interface OperationOutcome extends Resource {
  readonly resourceType: 'OperationOutcome'
  readonly issue: readonly OperationOutcomeIssue[]
}

export interface OperationOutcomeIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information'
  /** Of http://hl7.org/fhir/issue-type. */
  readonly code: string
  readonly details?: CodeableConcept
  readonly diagnostics?: string
  readonly location?: readonly string[]
  readonly expression?: readonly string[]
}
