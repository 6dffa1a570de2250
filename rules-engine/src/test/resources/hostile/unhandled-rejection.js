// expect: NO_CALLBACK
function (user, context, callback) {
  Promise.reject(new Error('nobody handles this')).then(() => callback(null, user, context));
}
