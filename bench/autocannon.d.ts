/** As much of autocannon, which has no types of its own, as is used here. */
declare module 'autocannon' {
  interface Request {
    readonly path: string
  }
  interface Client {
    setRequests(requests: readonly Request[]): void
  }
  interface Options {
    readonly url: string
    readonly connections: number
    readonly amount: number
    readonly requests: readonly Request[]
    readonly setupClient: (client: Client) => void
  }
  interface Result {
    readonly '2xx': number
    readonly latency: { readonly p99: number }
  }
  function autocannon(options: Options): Promise<Result>
  export = autocannon
}
