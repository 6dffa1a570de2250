// expect: CALLED_BACK_TWICE
function (user, context, callback) {
  setTimeout(() => {
    callback(null, user, context);
    callback(null, user, context);
  }, 10);
}
