const { URL, URLSearchParams } = require('whatwg-url-without-unicode');
module.exports = { URL, URLSearchParams };
