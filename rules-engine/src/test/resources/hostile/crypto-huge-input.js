// expect: THREW more than 1 MB to hash
function (user, context, callback) {
  const hash = require('crypto').createHash('sha256');
  for (;;) hash.update(new Uint8Array(100000));
}
