// expect: THREW __devicegate_library is not defined
function (user, context, callback) {
  __devicegate_library('crypto', (exports, module, require, host) => host('http', '{}'));
}
