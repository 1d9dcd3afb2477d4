/** A searchset by hand. */
export interface Links {
  readonly typeUrl: string
  readonly self: string
  readonly next?: string
}

export function toBundle(resources: readonly { readonly id: string }[], total: number | undefined, links: Links) {
  const { typeUrl, self, next } = links
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    link: [
      { relation: 'self', url: `${typeUrl}?${self}` },
      ...(next === undefined ? [] : [{ relation: 'next', url: `${typeUrl}?${next}` }]),
    ],
    entry:
      resources.length === 0
        ? undefined
        : resources.map(resource => ({
            fullUrl: `${typeUrl}/${resource.id}`,
            resource,
            search: { mode: 'match' },
          })),
  }
}
