// Versions before 6 took the life of a token in two more ways, which published rules still use.
const jwt = require('jsonwebtoken/');

function renamed({ expiresInMinutes, expiresInSeconds, ...options }) {
  if (expiresInMinutes !== undefined) options.expiresIn = expiresInMinutes * 60;
  if (expiresInSeconds !== undefined) options.expiresIn = expiresInSeconds;
  return options;
}

function sign(payload, secret, options, callback) {
  const isOptions = typeof options === 'object' && options !== null;
  return jwt.sign(payload, secret, isOptions ? renamed(options) : options, callback);
}

module.exports = Object.assign({}, jwt, { sign });
