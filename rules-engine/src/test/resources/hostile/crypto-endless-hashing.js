// expect: TIMED_OUT
function (user, context, callback) {
  const crypto = require('crypto');
  const data = Buffer.alloc(65536);
  for (;;) crypto.createHash('sha512').update(data).digest();
}
