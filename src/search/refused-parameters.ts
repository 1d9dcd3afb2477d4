/** Parameters of the standard that every type has, and why they are refused. https://hl7.org/fhir/STU3/search.html#all */

const later = 'is not supported yet. Leave it out.'

const refusals: Readonly<Record<string, string>> = {
  _contained: `_contained ${later}`,
  _containedType: `_containedType ${later}`,
  _content:
    '_content searches all of a resource as one text, which no source here keeps. Search its elements by their own parameters.',
  _filter: '_filter is a language of its own, which this server does not read. Write its conditions as parameters.',
  _list: '_list goes by List resources, and by lists of the server such as $current-problems; neither is served here.',
  _query: '_query names a search that a server defines for itself, and this one defines none.',
  _text: '_text searches the narrative, which is made when a resource is served. Search its elements by their own parameters.',
  _source: '_source is of a later version of FHIR (R4); this is STU3. Leave it out.',
  _type: '_type belongs to a search over all types, which is not supported. Leave it out.',
}

/** The sentence for a parameter that is refused whatever the mappings say. */
export const refusalOf = (name: string): string | undefined => refusals[/^_[A-Za-z]+/.exec(name)?.[0] ?? '']
