const { decode, encode } = require('querystring-es3');
module.exports = {
  parse: decode,
  stringify: encode,
  decode,
  encode,
  escape: encodeURIComponent,
  unescape: decodeURIComponent,
};
