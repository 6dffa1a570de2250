// expect: THREW could not load module
function (user, context, callback) {
  eval("import('fs')").then(() => callback(null, user, context), callback);
}
