// jws has streams beside its functions; nothing here reads a stream.
module.exports = function Stream() {};
