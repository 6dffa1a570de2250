// expect: NO_CALLBACK
function (user, context, callback) {
  globalThis.__devicegate();
}
