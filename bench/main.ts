/** The benchmark, and the other processes that it starts: each role is this file with another word. */
switch (process.argv[2]) {
  case 'handwritten':
    await (await import('./handwritten/server.js')).serve()
    break
  case 'load':
    ;(await import('./load.js')).takeOrders()
    break
  case 'mapping':
    process.exitCode = await (await import('./mapping.js')).benchMapping()
    break
  default:
    process.exitCode = await (await import('./run.js')).run(process.argv.slice(2))
}
