// expect: THREW Cannot find module 'fs'
function (user, context, callback) {
  const ask = require;
  ask('fs');
  callback(null, user, context);
}
