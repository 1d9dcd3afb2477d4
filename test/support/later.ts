/** A promise that a test resolves from outside, as Promise.withResolvers does from Node 22 on. */

export interface Later<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
}

export function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(settle => {
    resolve = settle
  })
  return { promise, resolve: value => resolve(value) }
}
