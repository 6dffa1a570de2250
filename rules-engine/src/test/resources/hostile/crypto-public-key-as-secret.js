// expect: THREW valid key material
function (user, context, callback) {
  require('jsonwebtoken').sign({}, '-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----');
  callback(null, user, context);
}
