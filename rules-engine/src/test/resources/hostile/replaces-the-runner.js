// expect: NO_CALLBACK
function (user, context, callback) {
  try { globalThis.__devicegate = () => {}; } catch (error) { }
  delete globalThis.__devicegate;
}
