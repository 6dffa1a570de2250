// Node's url: the legacy functions, and the two classes of the WHATWG.
const legacy = require('url/');
const { URL, URLSearchParams } = require('whatwg-url');
module.exports = Object.assign({}, legacy, { URL, URLSearchParams });
