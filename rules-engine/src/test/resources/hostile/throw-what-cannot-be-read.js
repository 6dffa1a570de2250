// expect: THREW
function (user, context, callback) {
  throw new Proxy({}, { get: () => { throw new Error('no'); }, getPrototypeOf: () => { throw new Error('no'); } });
}
