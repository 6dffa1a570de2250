// expect: TIMED_OUT
function (user, context, callback) {
  const crypto = require('crypto');
  for (;;) crypto.randomBytes(65536);
}
