// expect: THREW host is not defined
function (user, context, callback) {
  require('crypto').createHash.constructor('return host')();
  callback(null, user, context);
}
