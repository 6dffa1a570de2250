// Node has these two beside Buffer.
const { Buffer, ...others } = require('buffer/');

// The package encodes character by character, which takes an interpreter long.
const encoder = new TextEncoder();
const { from } = Buffer;
Buffer.from = (value, encoding, length) =>
  typeof value === 'string' && /^(utf-?8)?$/i.test(encoding ?? '')
    ? from(encoder.encode(value).buffer)
    : from(value, encoding, length);

function atob(text) {
  return Buffer.from(String(text), 'base64').toString('latin1');
}

function btoa(text) {
  return Buffer.from(String(text), 'latin1').toString('base64');
}

module.exports = { ...others, Buffer, atob, btoa };
