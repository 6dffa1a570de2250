// The package url calls qs with options of its own; Node's url has querystring in that place, and so have we.
const { decode, encode } = require('querystring-es3');
exports.parse = (text) => decode(text);
exports.stringify = (values) => encode(values);
