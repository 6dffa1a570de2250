// expect: THREW threw Error: a  2026-11-24 INFO all is well
function (user, context, callback) {
  throw new Error('a\r\n2026-11-24 INFO all is well');
}
