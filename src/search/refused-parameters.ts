/** Parameters of the standard that every type has, and why they are refused. https://hl7.org/fhir/STU3/search.html#all */

const later = 'is not supported yet. Leave it out.'

const refusals: Readonly<Record<string, string>> = {
  _contained: `_contained ${later}`,
  _containedType: `_containedType ${later}`,
  _content: `_content ${later}`,
  _elements: `_elements ${later}`,
  _filter: `_filter ${later}`,
  _list: `_list ${later}`,
  _profile: `_profile ${later} Every resource here has the one Care Connect profile of its type.`,
  _query: `_query ${later}`,
  _security: `_security ${later}`,
  _summary: `_summary ${later}`,
  _tag: `_tag ${later}`,
  _text: `_text ${later}`,
  _total:
    '_total is of a later version of FHIR (R4); this is STU3. Leave it out: the total is given whenever it is known cheaply.',
  _type: '_type belongs to a search over all types, which is not supported. Leave it out.',
}

/** The sentence for a parameter that is refused whatever the mappings say. */
export const refusalOf = (name: string): string | undefined => refusals[/^_[A-Za-z]+/.exec(name)?.[0] ?? '']
